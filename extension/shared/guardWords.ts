// What automatic reviews and hooks are about and how they ended, in words. Pure. Subjects are outside text.

import type { v2 } from "./protocol.ts";
import type { HookNote, ReviewNote } from "./threadState.ts";

export interface Reviewed {
  /** What kind of action, as it goes on after "Automatic review of …". */
  readonly what: string;
  /** The action itself: outside text; "" when there is none. */
  readonly subject: string;
}

export function reviewedOf(action: v2.GuardianApprovalReviewAction): Reviewed {
  switch (action.type) {
    case "command":
      return { what: "a command", subject: action.command };
    case "execve":
      return { what: "a program", subject: [action.program, ...action.argv.slice(1)].join(" ") };
    case "writeStdin":
      return { what: "terminal input", subject: action.stdin };
    case "applyPatch":
      return { what: "a file change", subject: action.files.join(", ") };
    case "networkAccess":
      return { what: "network access", subject: action.target };
    case "mcpToolCall":
      return { what: "a tool call", subject: `${action.server} · ${action.toolName}` };
    case "requestPermissions":
      return { what: "more permissions", subject: action.reason ?? "" };
    default:
      return { what: "an action", subject: JSON.stringify(action) };
  }
}

export type ReviewState = v2.GuardianApprovalReviewStatus | "cutOff";

/** How the review stands; a status that nobody will ever end is `cutOff`. */
export function reviewState({ phase, status }: Pick<ReviewNote, "phase" | "status">): ReviewState {
  return phase === "cutOff" ? "cutOff" : status;
}

const verdicts: Record<ReviewState, string> = {
  inProgress: "reviewing",
  approved: "allowed",
  denied: "denied",
  timedOut: "timed out",
  aborted: "aborted",
  cutOff: "not finished",
};

/** `allowed`, `denied`, … */
export function verdictWords(note: Pick<ReviewNote, "phase" | "status">): string {
  return verdicts[reviewState(note)] ?? note.status;
}

const marks: Record<ReviewState, string> = {
  inProgress: "Automatic review under way",
  approved: "Allowed by automatic review",
  denied: "Denied by automatic review",
  timedOut: "Automatic review timed out",
  aborted: "Automatic review aborted",
  cutOff: "Automatic review not finished",
};

/** The words that stand by the item that was reviewed: `Denied by automatic review, high risk`. */
export function reviewMark(note: ReviewNote): string {
  const risk = note.riskLevel === null ? "" : `, ${note.riskLevel} risk`;
  return `${marks[reviewState(note)] ?? note.status}${risk}`;
}

/** When a hook runs, as it goes on after "Hook …". */
const occasions: Record<v2.HookEventName, string> = {
  preModelRequest: "before a model request",
  postModelRequest: "after a model request",
  preToolUse: "before a tool call",
  permissionRequest: "on an approval",
  postToolUse: "after a tool call",
  preCompact: "before a summary",
  postCompact: "after a summary",
  sessionStart: "at the start of the thread",
  sessionEnd: "at the end of the thread",
  userPromptSubmit: "on your message",
  subagentStart: "at the start of an agent",
  subagentStop: "at the end of an agent",
  stop: "at the end of the turn",
  interrupt: "on a stop",
};

const hookStates: Record<v2.HookRunStatus | "cutOff", string> = {
  running: "running",
  completed: "completed",
  failed: "failed",
  blocked: "blocked",
  stopped: "stopped the turn",
  cutOff: "not finished",
};

export function hookOccasion({ event }: HookNote): string {
  return occasions[event] ?? `on ${event as string}`;
}

export function hookVerdict({ phase, status }: HookNote): string {
  return hookStates[phase === "cutOff" ? "cutOff" : status] ?? status;
}

/** The first thing that a hook said; "" when it was silent. Outside text. */
export function hookSays({ statusMessage, entries }: HookNote): string {
  return entries[0]?.text ?? statusMessage ?? "";
}

/** A hook that ended well and said nothing. */
export function isQuietHook({ phase, status, entries }: HookNote): boolean {
  return phase === "completed" && status === "completed" && entries.length === 0;
}
