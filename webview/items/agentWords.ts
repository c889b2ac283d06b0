// What an agent did with other agents, in words. Pure. Ids and paths are outside text.

import type { ItemOf, v2 } from "../../extension/shared/protocol.ts";
import type { ItemPhase } from "../../extension/shared/threadState.ts";
import { countOf } from "../ui/words.ts";

type Call = ItemOf<"collabAgentToolCall">;

const done: Record<v2.CollabAgentTool, string> = {
  spawnAgent: "Started",
  sendInput: "Wrote to",
  sendMessage: "Wrote to",
  followupTask: "Gave a further task to",
  resumeAgent: "Resumed",
  wait: "Waited for",
  closeAgent: "Closed",
  interruptAgent: "Interrupted",
  listAgents: "Listed",
};
const running: Record<v2.CollabAgentTool, string> = {
  spawnAgent: "Starting",
  sendInput: "Writing to",
  sendMessage: "Writing to",
  followupTask: "Giving a further task to",
  resumeAgent: "Resuming",
  wait: "Waiting for",
  closeAgent: "Closing",
  interruptAgent: "Interrupting",
  listAgents: "Listing",
};

/** `Started an agent`, `Waiting for 3 agents`, `Listed the agents`. */
export function agentCallWords(item: Call, phase: ItemPhase): string {
  const verb = (phase === "running" ? running : done)[item.tool] ?? item.tool;
  const count = item.receiverThreadIds.length;
  if (item.tool === "listAgents") return `${verb} the agents`;
  return `${verb} ${count > 1 ? countOf(count, "agent") : "an agent"}`;
}

export const agentStateWords: Record<v2.CollabAgentStatus, string> = {
  pendingInit: "starting",
  running: "running",
  interrupted: "interrupted",
  completed: "completed",
  errored: "failed",
  shutdown: "closed",
  notFound: "not found",
};

export const activityWords: Record<v2.SubAgentActivityKind, string> = {
  started: "started",
  interacted: "was written to",
  interrupted: "was interrupted",
  completed: "completed its task",
};

/** The end of a thread's id: enough to tell agents apart. */
export function shortAgentId(threadId: string): string {
  return threadId.length > 12 ? `…${threadId.slice(-8)}` : threadId;
}
