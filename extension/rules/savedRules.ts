// Everything that was allowed for good, from its two places: rules files of the Codex home, and MCP tools of the
// configuration. Reads on demand and keeps nothing. Knows no vscode.
// Always: what could not be read is told beside what could.

import type { Server } from "../threads/threads.ts";
import { readRuleFiles, revokeFromFile, type RulesRead } from "./ruleFiles.ts";
import type { NetworkRule, PrefixRule } from "./savedRule.ts";
import { readToolApprovals, revokeToolApproval, type ToolApproval } from "./toolApprovals.ts";

export type Revocable = PrefixRule | NetworkRule | ToolApproval;

export interface SavedRulesRead extends RulesRead {
  readonly tools: readonly ToolApproval[];
  /** Why the tools are not known (may hold outside text); null when they are. */
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
    if (!askServer) return { ...files, tools: [], toolsProblem: null };
    try {
      const tools = await readToolApprovals(this.#options.server, this.#options.cwd());
      return { ...files, tools, toolsProblem: null };
    } catch (error) {
      return { ...files, tools: [], toolsProblem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** `changed`: it is not there any more as it was read; nothing was written. Rejects when disk or server do. */
  async revoke(rule: Revocable): Promise<"revoked" | "changed"> {
    if (rule.kind !== "tool") return await revokeFromFile(rule);
    return (await revokeToolApproval(this.#options.server, rule)) === "revoked" ? "revoked" : "changed";
  }
}
