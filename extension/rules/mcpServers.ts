// MCP servers of the person's configuration, and whether each of their tools asks before it runs: by itself the server
// of Codex asks only for tools that do not call themselves read-only, and the tool's own server says which are.
// Always: only the person's file is written, with the version that was read.

import type { Server } from "../codex/server.ts";
import { fieldOf, personsLayer, readConfig, tableIn, writeKey } from "./personsConfig.ts";

export interface McpServer {
  /** Outside text. */
  readonly serverName: string;
  /** Tools that call themselves read-only ask too. */
  readonly asksAlways: boolean;
  /** Names of tools that were allowed for good: they do not ask all the same (outside text). */
  readonly approvedTools: readonly string[];
  readonly file: string;
}

const modeKey = "default_tools_approval_mode";
const asking = "prompt";

/** In the order of their names; as they are in force for a thread outside any project. */
export async function readMcpServers(server: Server): Promise<McpServer[]> {
  const answer = await readConfig(await server.ready(), null);
  const layer = personsLayer(answer);
  const file = layer && "file" in layer.name ? layer.name.file : "";
  return Object.keys(tableIn(layer?.config, "mcp_servers"))
    .toSorted()
    .map((serverName) => {
      const entry = fieldOf(tableIn(answer.config, "mcp_servers"), serverName);
      const approvedTools = Object.entries(tableIn(entry, "tools")).flatMap(([name, tool]) =>
        fieldOf(tool, "approval_mode") === "approve" ? [name] : [],
      );
      return { serverName, asksAlways: fieldOf(entry, modeKey) === asking, approvedTools, file };
    });
}

/**
 * Makes all tools of a server ask, or leaves that to the tools again. `gone`: the configuration does not name it any
 * more; `changed`: somebody wrote the file meanwhile, twice. Rejects when the server cannot be asked or cannot write.
 */
export async function setAsksAlways(
  server: Server,
  serverName: string,
  asksAlways: boolean,
): Promise<"written" | "gone" | "changed"> {
  const calls = await server.ready();
  for (let tries = 0; tries < 2; tries++) {
    const layer = personsLayer(await readConfig(calls, null));
    if (!layer || !Object.hasOwn(tableIn(layer.config, "mcp_servers"), serverName)) return "gone";
    const keys = ["mcp_servers", serverName, modeKey];
    if (await writeKey(calls, layer.version, keys, asksAlways ? asking : null)) return "written";
  }
  return "changed";
}
