// A folded thread as text for a person and for a golden file: the client's own account, and below it what the
// account leaves out of the state.

import type { ThreadState } from "../../extension/shared/threadState.ts";
import { Account } from "../client/account.ts";

/** The whole thread, told at once. */
export function tellThread(state: ThreadState): string {
  let text = "";
  const account = new Account((piece) => {
    text += piece;
  });
  account.show(state);
  for (const line of restOf(state)) account.line(line);
  return text;
}

function restOf(state: ThreadState): string[] {
  const usage = state.tokenUsage;
  const tokens =
    usage === null ? "none told" : `${usage.total.totalTokens} of ${usage.modelContextWindow ?? "?"}`;
  return [
    "at the end",
    `  thread ${state.threadId} in ${state.cwd}, ${state.model ?? "no model"}, effort ${state.effort ?? "default"}`,
    `  name ${state.name ?? "none"}, preview ${JSON.stringify(state.preview)}`,
    `  status ${JSON.stringify(state.status)}, ${state.blocked ?? "not blocked"}`,
    `  tokens ${tokens}`,
    `  open approvals ${state.approvals.length}, prompts on their way ${state.outgoing.length}`,
    ...state.turns.flatMap(({ diff }, index) => (diff === null ? [] : diffLines(diff, index + 1))),
  ];
}

function diffLines(diff: string, number: number): string[] {
  return [
    `  diff of turn ${number}`,
    ...diff
      .trimEnd()
      .split("\n")
      .map((line) => `    | ${line}`),
  ];
}
