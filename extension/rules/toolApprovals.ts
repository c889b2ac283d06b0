// MCP tools that run without asking, from the server's configuration: which, and from which layer; and taking one of
// the person's own out. The server alone writes config.toml. Knows no vscode.
// Always: only an approval of the person's file is taken out, with the version that was read; a conflict is read
// again once and then told.

import type { v2 } from "../shared/protocol.ts";
import type { Calls, Server } from "../codex/server.ts";
import { fieldOf, isPersons, personsLayer, readConfig, tableIn, writeKey } from "./personsConfig.ts";

export interface ToolApproval {
  readonly kind: "tool";
  /** Names from a configuration: outside text. */
  readonly serverName: string;
  readonly toolName: string;
  /** The file that says so; null when it is no file (a managed layer, a flag). */
  readonly file: string | null;
  /** Whether it stands in the person's own config.toml, the one place we take things out of. */
  readonly isRevocable: boolean;
}

export type ToolRevoked = "revoked" | "gone" | "changed";

/** Every tool that the configuration in force allows, as seen from `cwd`, in order of its names. */
export async function readToolApprovals(server: Server, cwd: string | null): Promise<ToolApproval[]> {
  return approvalsIn(await readConfig(await server.ready(), cwd));
}

/** Takes it out of the person's config.toml. Rejects when the server cannot be asked or cannot write. */
export async function revokeToolApproval(server: Server, approval: ToolApproval): Promise<ToolRevoked> {
  if (!approval.isRevocable) throw new Error("Only what stands in your own config.toml can be revoked here.");
  const calls = await server.ready();
  for (let tries = 0; tries < 2; tries++) {
    const layer = personsLayer(await readConfig(calls, null));
    const tool = layer && toolsIn(layer.config).find((one) => isSame(one, approval));
    if (!layer || !tool) return "gone";
    if (await written(calls, layer.version, tool)) return "revoked";
  }
  return "changed";
}

/** False when somebody else wrote the file since that version. */
async function written(calls: Calls, expectedVersion: string, tool: Tool): Promise<boolean> {
  const path = ["mcp_servers", tool.serverName, "tools", tool.toolName];
  // A table that would be left empty goes with its one entry.
  const keys = tool.isOnlyEntry ? path : [...path, "approval_mode"];
  return await writeKey(calls, expectedVersion, keys, null);
}

interface Tool {
  readonly serverName: string;
  readonly toolName: string;
  readonly isOnlyEntry: boolean;
}

function isSame(tool: Tool, approval: ToolApproval): boolean {
  return tool.serverName === approval.serverName && tool.toolName === approval.toolName;
}

/** Layers come strongest first: the first that names a tool is where it is decided. */
function approvalsIn({ config, layers }: v2.ConfigReadResponse): ToolApproval[] {
  // Against its type the server leaves a field out that would be null.
  const inForce = (layers ?? []).filter((layer) => !layer.disabledReason);
  return toolsIn(config)
    .map(({ serverName, toolName }): ToolApproval => {
      const layer = inForce.find((one) => modeIn(one.config, serverName, toolName) !== undefined);
      const isRevocable = layer !== undefined && isPersons(layer.name);
      return { kind: "tool", serverName, toolName, file: layer ? fileOf(layer.name) : null, isRevocable };
    })
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ serverName, toolName }: ToolApproval): string {
  return `${serverName}\0${toolName}`;
}

function fileOf(source: v2.ConfigLayerSource): string | null {
  if ("file" in source) return source.file;
  return source.type === "project" ? source.dotCodexFolder : null;
}

/** The tools that a configuration allows without asking. */
function toolsIn(config: unknown): Tool[] {
  return Object.entries(tableIn(config, "mcp_servers")).flatMap(([serverName, entry]) =>
    Object.entries(tableIn(entry, "tools")).flatMap(([toolName, tool]) =>
      fieldOf(tool, "approval_mode") === "approve"
        ? [{ serverName, toolName, isOnlyEntry: Object.keys(tool as object).length === 1 }]
        : [],
    ),
  );
}

function modeIn(config: unknown, serverName: string, toolName: string): unknown {
  const tools = tableIn(fieldOf(tableIn(config, "mcp_servers"), serverName), "tools");
  return fieldOf(fieldOf(tools, toolName), "approval_mode");
}
