// The approval of an MCP tool call, which the server asks for as a form without fields and with a mark in `_meta`.
// A tool server can forge that mark, so nothing of it says who asks: that is the request's own server name.

import type { v2 } from "../protocol.ts";

export interface ToolAsk {
  readonly kind: "mcpTool";
  /** The only attribution: what a tool server says of itself can be forged. */
  readonly server: string;
  readonly tool: string;
  readonly message: string;
  /** The tool's own description; "" when it gives none. */
  readonly description: string;
  /** The real parameters, as indented JSON. */
  readonly parameters: string;
}

type Elicitation = v2.McpServerElicitationRequestParams;

/**
 * What the server says in `_meta`. Observed on the pinned binary: codex_approval_kind, tool_name, tool_description,
 * tool_params, persist.
 */
type Meta = Readonly<Record<string, unknown>>;

/** Marked as one, and with nothing to fill in: a form with fields is shown as what it is. */
export function isToolApproval(params: Elicitation): boolean {
  const isMarked = metaOf(params)["codex_approval_kind"] === "mcp_tool_call";
  return isMarked && params.mode === "form" && Object.keys(params.requestedSchema.properties).length === 0;
}

export function toolAskOf(params: Elicitation): ToolAsk {
  const meta = metaOf(params);
  return {
    kind: "mcpTool",
    server: params.serverName,
    tool: toolNameOf(params),
    message: "message" in params ? params.message : "",
    description: textOf(meta["tool_description"]),
    parameters: indented(meta["tool_params"] ?? {}),
  };
}

export function toolNameOf(params: Elicitation): string {
  return textOf(metaOf(params)["tool_name"]);
}

/** For how long the server would remember an acceptance, by what it says itself. */
export function persistsOf(params: Elicitation): { session: boolean; always: boolean } {
  const listed = metaOf(params)["persist"];
  const words: unknown[] = Array.isArray(listed) ? listed : [listed];
  return { session: words.includes("session"), always: words.includes("always") };
}

export function indented(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "";
}

function metaOf({ _meta: meta }: Elicitation): Meta {
  return typeof meta === "object" && meta !== null && !Array.isArray(meta) ? meta : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
