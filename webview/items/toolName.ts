// The name of a tool as one reads it. Pure; outside text as it came.

import type { ItemOf } from "../../extension/shared/protocol.ts";

/** `server · tool`, as both are named by the server. */
export function toolName(item: ItemOf<"mcpToolCall"> | ItemOf<"dynamicToolCall">): string {
  const owner = item.type === "mcpToolCall" ? item.server : item.namespace;
  return owner === null ? item.tool : `${owner} · ${item.tool}`;
}
