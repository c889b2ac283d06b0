// What is known of one thread, as host and page both hold it. Plain data that survives JSON: no classes,
// no undefined that matters, no functions. `reduceThread` alone makes new ones.

import type { Approval } from "./approvals/approval.ts";
import type { ChoiceId } from "./approvals/choices.ts";
import { emptyQueue, type MessageQueueView } from "./messageQueue.ts";
import type { Permissions, PermissionsInForce } from "./permissions.ts";
import type {
  ThreadItem,
  ThreadStatus,
  TokenUsage,
  TurnError,
  TurnStatus,
  UserInput,
  v2,
} from "./protocol.ts";
import type { TurnChanges } from "./turnChanges.ts";

export interface ThreadState {
  readonly threadId: string;
  readonly name: string | null;
  /** The first prompt, cut by the server at about 300 characters; "" before the first turn. */
  readonly preview: string;
  readonly cwd: string;
  readonly model: string | null;
  readonly effort: string | null;
  readonly status: ThreadStatus;
  /** How its history is kept; a `legacy` one cannot be reverted. null: nothing told it yet. */
  readonly historyMode: v2.ThreadHistoryMode | null;
  /** Oldest first. Only a tail of the history when `olderCursor` is set. */
  readonly turns: readonly TurnState[];
  /** Cursor of `thread/turns/list` for what is older than `turns[0]`; null when nothing is. */
  readonly olderCursor: string | null;
  /** Turns that were reverted lately: late words about them are dropped. */
  readonly revertedTurnIds: readonly string[];
  readonly tokenUsage: TokenUsage | null;
  /** Open server requests that wait for a person, oldest first. */
  readonly approvals: readonly Approval[];
  /** Prompts of this client that no `userMessage` item stands for yet. */
  readonly outgoing: readonly OutgoingMessage[];
  /** Messages that wait here for the running turn. */
  readonly messageQueue: MessageQueueView;
  /** Messages that wait in the server's own queue, which another client of this thread fills. */
  readonly queued: number;
  /** What the server said is in force; null: it said nothing, or something that no mode stands for. */
  readonly permissions: PermissionsInForce | null;
  /** A switch that the server has not confirmed yet. */
  readonly switchingTo: Permissions | null;
  /** Why nothing may be sent, in plain words; null when it may. Source: the policy echo of the server. */
  readonly blocked: string | null;
  /** Commands that still run though their turn is over, as the server listed them last. */
  readonly commands: readonly RunningCommand[];
  /** Set while the thread is only read here, for another window or a terminal holds it, or did so last. */
  readonly elsewhere: Elsewhere | null;
  /** Set for the thread of a sub-agent; null for one that a person started. */
  readonly agent: AgentOf | null;
}

export interface Elsewhere {
  /** To go on here, as soon as it is free. */
  readonly waits: boolean;
  /** Nobody held it when it was looked at last: the next prompt takes it. */
  readonly isFree: boolean;
}

export interface RunningCommand {
  readonly itemId: string;
  /** Names it to the server. */
  readonly processId: string;
  /** Outside text. */
  readonly command: string;
}

/** Set in the state of a thread that a sub-agent works in. It takes no prompts of a person. */
export interface AgentOf {
  readonly parentThreadId: string;
  /** The agent's name as the server gave it; "" when it has none. Outside text. */
  readonly name: string;
  /** Why its earlier turns could not be read, in plain words; null when they could. */
  readonly unread: string | null;
}

export interface TurnState {
  readonly turnId: string;
  /** The turn that this one works for, another one in a review (facts §8); null when it stands for itself. */
  readonly rootTurnId: string | null;
  readonly status: TurnStatus;
  readonly error: TurnError | null;
  /** The server's words while it tries again by itself; null otherwise. */
  readonly retrying: string | null;
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
  readonly entries: readonly Entry[];
  /** Cumulative git-style diff of the turn's patches, from `turn/diff/updated`; null before the first. */
  readonly diff: string | null;
  readonly plan: readonly v2.TurnPlanStep[] | null;
  /** Files in sensitive places that changed on the disk while it ran, by whatever hand; absolute, each once. */
  readonly sensitive: readonly string[];
  /** What changed in the files while it ran, by checkpoints; null while that is not known. */
  readonly changes: TurnChanges | null;
}

/** One line of a turn: an item of the server, or a note of ours that stands where it happened. */
export type Entry = ItemEntry | NoteEntry;

/**
 * `running`: started, not completed. `completed`: its last word was heard. `cutOff`: it never completed and
 * will not (stop, steer, reconnect, server gone); what was streamed is kept, the agent may not remember it.
 */
export type ItemPhase = "running" | "completed" | "cutOff";

export interface ItemEntry {
  readonly kind: "item";
  readonly item: ThreadItem;
  readonly phase: ItemPhase;
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
  /** What the agent typed into the running command (`terminalInteraction`), oldest first. */
  readonly stdin: readonly string[];
  /** What let it run unasked, where it is proved: the saved rule of a command (outside text), the word of an MCP server; null otherwise. */
  readonly unasked: string | null;
  /** Last words of a running tool (`item/mcpToolCall/progress`). */
  readonly progress: string | null;
}

export interface NoteEntry {
  readonly kind: "note";
  /** Unique within the thread. */
  readonly id: string;
  readonly atMs: number;
  readonly note: Note;
}

export type Note =
  | {
      readonly type: "decision";
      /** The question of the card, in our words. */
      readonly asked: string;
      /** What it was about (outside text). */
      readonly subject: string;
      readonly choice: ChoiceId;
      /** What the choice came with: the rule that was saved, what was granted; "" for nothing (outside text). */
      readonly told: string;
      readonly about: AskKind;
      /** The sub-agent that asked, by its name (outside text); null: the thread itself. */
      readonly agent: string | null;
    }
  | {
      readonly type: "approvalVoid";
      readonly asked: string;
      readonly subject: string;
      /** The subject is something to run or to touch, and not a sentence. */
      readonly isCode: boolean;
      readonly because: VoidReason;
      /** The sub-agent that asked, by its name (outside text); null: the thread itself. */
      readonly agent: string | null;
    }
  | { readonly type: "rerouted"; readonly from: string; readonly to: string }
  | { readonly type: "warning"; readonly text: string }
  | HookNote
  | ReviewNote
  | { readonly type: "strictReview" }
  | { readonly type: "goal"; readonly objective: string; readonly status: v2.ThreadGoalStatus | "cleared" }
  | { readonly type: "verification"; readonly kinds: readonly string[] }
  /** `isHeld`: the provider holds the answer back until it has looked at it. */
  | {
      readonly type: "buffering";
      readonly isHeld: boolean;
      readonly reasons: readonly string[];
      readonly fasterModel: string | null;
    }
  | {
      readonly type: "authRecovery";
      readonly provider: string;
      readonly message: string;
      readonly phase: ItemPhase;
    }
  | { readonly type: "serverGone" }
  /** The item before it is in no history of the server any more: we alone wrote it down. */
  | { readonly type: "forgotten"; readonly outcome: Forgotten };

/**
 * What became of something that the server forgot: it had ended; nobody had answered; it was denied; its turn ended
 * before it did; or server or host died while it ran.
 */
export type Forgotten = "ended" | "notRun" | "denied" | "cutOff" | "unknown";

export type AskKind = Approval["ask"]["kind"];
/** One run of a hook, from its start on. */
export interface HookNote {
  readonly type: "hook";
  readonly runId: string;
  readonly event: v2.HookEventName;
  readonly status: v2.HookRunStatus;
  readonly phase: ItemPhase;
  readonly statusMessage: string | null;
  readonly entries: readonly v2.HookOutputEntry[];
  readonly sourcePath: string;
  readonly durationMs: number | null;
}

/** One automatic review of an approval, from its start on; `status` and what follows it are the reviewer's. */
export interface ReviewNote extends Readonly<v2.GuardianApprovalReview> {
  readonly type: "review";
  readonly reviewId: string;
  /** The item that it is about; null for access to the network. */
  readonly targetItemId: string | null;
  readonly action: v2.GuardianApprovalReviewAction;
  readonly phase: ItemPhase;
}

/**
 * Why an approval closed without our answer: resolved by the server (stop, other client), or its server died.
 * `answerLost`: it was answered, and the server died before it settled the request.
 */
export type VoidReason = "resolved" | "serverGone" | "answerLost";

export interface OutgoingMessage {
  readonly clientId: string;
  readonly input: readonly UserInput[];
  readonly sentAtMs: number;
  /** The running turn that it steers; null when it starts a turn of its own. */
  readonly steers: string | null;
  readonly acknowledged: boolean;
  /** The turn that the server took it into; null until it said so. */
  readonly turnId: string | null;
  /** The server took it, and did nothing with it before it or the turn ended; null while it still may. */
  readonly notProcessed: "serverGone" | "turnEnded" | null;
}

/** The empty state of a thread that is known by its id only. */
export function emptyThread(threadId: string, cwd: string): ThreadState {
  return {
    threadId,
    name: null,
    preview: "",
    cwd,
    model: null,
    effort: null,
    status: { type: "notLoaded" },
    historyMode: null,
    turns: [],
    olderCursor: null,
    revertedTurnIds: [],
    tokenUsage: null,
    approvals: [],
    outgoing: [],
    messageQueue: emptyQueue,
    queued: 0,
    permissions: null,
    switchingTo: null,
    blocked: null,
    commands: [],
    elsewhere: null,
    agent: null,
  };
}

/**
 * The turn that runs now, or undefined. The only source of "busy" beside the thread's status. Of a review, whose
 * second turn never completes, it is the first: the one that can be stopped.
 */
export function runningTurn(state: ThreadState): TurnState | undefined {
  const last = state.turns.findLast((turn) => turn.status === "inProgress");
  const root = state.turns.find((turn) => turn.turnId === last?.rootTurnId);
  return root?.status === "inProgress" ? root : last;
}

/** Finds an item anywhere in the loaded turns, newest first. */
export function findItem(state: ThreadState, itemId: string): ItemEntry | undefined {
  for (let t = state.turns.length - 1; t >= 0; t--) {
    const entries = state.turns[t]?.entries ?? [];
    for (let e = entries.length - 1; e >= 0; e--) {
      const entry = entries[e];
      if (entry?.kind === "item" && entry.item.id === itemId) return entry;
    }
  }
  return undefined;
}
