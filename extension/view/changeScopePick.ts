// Which change a person wants to review, when a command does not say: the whole thread, or one of its turns. Prompts
// in the list are outside text and escaped.

import * as vscode from "vscode";
import type { ChangeScope } from "../shared/changedFiles.ts";
import { countOf } from "../shared/counts.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import { promptOf } from "./reviewTitle.ts";
import { changedTurns } from "./undecidedScopes.ts";

interface ScopeItem extends vscode.QuickPickItem {
  readonly turnId: string | null;
}

/** A scope from the argument of a command, which any extension may call; undefined for anything else. */
export function scopeFrom(value: unknown): ChangeScope | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { threadId, turnId } = value as Record<string, unknown>;
  if (typeof threadId !== "string" || threadId === "") return undefined;
  return turnId === null || typeof turnId === "string" ? { threadId, turnId } : undefined;
}

/** The scope that the person picks among what changed files, the newest turn first; undefined when they let it be. */
export async function pickChangeScope(thread: ThreadState): Promise<ChangeScope | undefined> {
  const { threadId } = thread;
  const changed = changedTurns(thread);
  const [only] = changed;
  if (only && changed.length === 1) return { threadId, turnId: only.turnId };
  const turns = changed.map((turn): ScopeItem => {
    const number = thread.olderCursor === null ? ` ${thread.turns.indexOf(turn) + 1}` : "";
    return {
      turnId: turn.turnId,
      label: `Turn${number}`,
      description: oneLineLabel(promptOf(turn)),
      detail: countOf(turn.changes?.files ?? 0, "file"),
    };
  });
  const all: ScopeItem = { turnId: null, label: "The whole thread", description: "All its turns together" };
  const pick = await vscode.window.showQuickPick([...turns.toReversed(), all], {
    title: "What Codex changed",
    matchOnDescription: true,
  });
  return pick && { threadId, turnId: pick.turnId };
}
