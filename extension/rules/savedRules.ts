// Everything that was allowed for good, from its two places: rules files of the Codex home, and MCP tools of the
// configuration; and which MCP servers ask always. Reads on demand and keeps nothing. Knows no vscode.
// Always: what could not be read is told beside what could.

import type { Server } from "../codex/server.ts";
import { readMcpServers, setAsksAlways, type McpServer } from "./mcpServers.ts";
import { readRuleFiles, revokeFromFile, type RulesRead } from "./ruleFiles.ts";
import type { NetworkRule, PrefixRule } from "./savedRule.ts";
import { readToolApprovals, revokeToolApproval, type ToolApproval } from "./toolApprovals.ts";

export type Revocable = PrefixRule | NetworkRule | ToolApproval;

export interface SavedRulesRead extends RulesRead {
  readonly tools: readonly ToolApproval[];
  readonly servers: readonly McpServer[];
  /** Why the tools and servers are not known (may hold outside text); null when they are. */
  readonly toolsProblem: string | null;
}

/**
 * When a revoked rule ends, seen on the pinned server (rules.contract.test.ts). `newThreads`: a thread keeps the
 * rules that it was loaded with until its server ends; those started later ask again. `otherThreads`: at once, but
 * for the threads in which it was allowed; these remember it until their server ends.
 */
export const takesEffect = {
  prefix: "newThreads",
  network: "newThreads",
  tool: "otherThreads",
} as const satisfies Record<Revocable["kind"], string>;

export interface SavedRulesOptions {
  readonly codexHome: () => string;
  readonly server: Server;
  /** Seen from this folder the configuration has layers of a project as well. */
  readonly cwd: () => string | null;
}

export class SavedRules {
  readonly #options: SavedRulesOptions;

  constructor(options: SavedRulesOptions) {
    this.#options = options;
  }

  /** The server is asked for its tools only when `askServer`: asking starts it. */
  async read({ askServer }: { askServer: boolean }): Promise<SavedRulesRead> {
    const files = await readRuleFiles(this.#options.codexHome());
    if (!askServer) return { ...files, tools: [], servers: [], toolsProblem: null };
    const { server, cwd } = this.#options;
    try {
      const [tools, servers] = await Promise.all([readToolApprovals(server, cwd()), readMcpServers(server)]);
      return { ...files, tools, servers, toolsProblem: null };
    } catch (error) {
      const toolsProblem = error instanceof Error ? error.message : String(error);
      return { ...files, tools: [], servers: [], toolsProblem };
    }
  }

  /** Makes all tools of an MCP server ask, or not; outcomes as for `revoke`. */
  async setAsksAlways({ serverName }: McpServer, asksAlways: boolean): Promise<"written" | "changed"> {
    const outcome = await setAsksAlways(this.#options.server, serverName, asksAlways);
    return outcome === "written" ? "written" : "changed";
  }

  /** `changed`: it is not there any more as it was read; nothing was written. Rejects when disk or server do. */
  async revoke(rule: Revocable): Promise<"revoked" | "changed"> {
    if (rule.kind !== "tool") return await revokeFromFile(rule);
    return (await revokeToolApproval(this.#options.server, rule)) === "revoked" ? "revoked" : "changed";
  }
}
