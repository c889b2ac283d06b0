// Sub-agents as the items of a thread name them, and what a page knows of the thread that an agent works for. The
// server never announces an agent's thread (facts §8): its id is heard of in items only. Pure.

import type { Approval } from "./approvals/approval.ts";
import type { ThreadItem } from "./protocol.ts";
import { runningTurn, type ThreadState } from "./threadState.ts";

/** What the page of an agent's thread needs of the thread that it works for, and of the one at the root. */
export interface ParentView {
  readonly threadId: string;
  /** Outside text, "" while nothing names it. */
  readonly title: string;
  /** The turn of the root thread that runs, which Stop ends with all of its agents; null when none does. */
  readonly runningTurnId: string | null;
  /** Open approvals of this agent, whose cards stand in the root thread too. */
  readonly approvals: readonly Approval[];
  /** How many other approvals wait there. */
  readonly othersWaiting: number;
}

/** The threads of the agents that an item names. */
export function agentThreadsOf(item: ThreadItem): readonly string[] {
  switch (item.type) {
    case "collabAgentToolCall":
      return [...new Set([...item.receiverThreadIds, ...Object.keys(item.agentsStates)])];
    case "subAgentActivity":
      return [item.agentThreadId];
    default:
      return [];
  }
}

/** The threads of all agents that the items of a thread name. */
export function agentsNamedIn({ turns }: ThreadState): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { entries } of turns)
    for (const entry of entries)
      if (entry.kind === "item") for (const id of agentThreadsOf(entry.item)) named.add(id);
  return named;
}

/** `parent`: the thread that the agent works for. `root`: the one that a person opened, the parent or above it. */
export function parentView(agentThreadId: string, parent: ThreadState, root: ThreadState): ParentView {
  const approvals = root.approvals.filter((approval) => approval.threadId === agentThreadId);
  return {
    threadId: parent.threadId,
    title: parent.agent?.name ?? parent.name ?? parent.preview,
    runningTurnId: runningTurn(root)?.turnId ?? null,
    approvals,
    othersWaiting: root.approvals.length - approvals.length,
  };
}

/** An agent's thread with its approvals standing at its own items, as a page shows it. */
export function withOwnApprovals(thread: ThreadState, parent: ParentView | null): ThreadState {
  if (!parent || parent.approvals.length === 0) return thread;
  const turnId = runningTurn(thread)?.turnId ?? "";
  return { ...thread, approvals: parent.approvals.map((approval) => ({ ...approval, turnId })) };
}
