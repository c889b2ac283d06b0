// What the reducers eat. The server's own notifications are the events; the `lectern/…` ones are made by the
// host for what no notification says. Events of one thread are ordered; folding them twice is an error.

import type { ParentView } from "./agents.ts";
import type { Approval } from "./approvals/approval.ts";
import type { ChoiceId } from "./approvals/choices.ts";
import type { HostState } from "./hostState.ts";
import type { MessageQueueView } from "./messageQueue.ts";
import type { Permissions, PermissionsInForce } from "./permissions.ts";
import type { ThreadItem, Turn, UserInput, v2 } from "./protocol.ts";
import type { ThreadNotification } from "./routes.ts";
import type {
  AgentOf,
  Elsewhere,
  Forgotten,
  OutgoingMessage,
  RunningCommand,
  TurnState,
} from "./threadState.ts";
import type { TurnChanges } from "./turnChanges.ts";

/** Events that change a thread. `atMs` is the host's clock in Unix milliseconds. */
export type ThreadEvent = ThreadNotification | OwnThreadEvent;

export type OwnThreadEvent =
  /** The thread was started or resumed: what the answer told of it. */
  | {
      readonly method: "lectern/opened";
      readonly params: {
        readonly name: string | null;
        readonly preview: string;
        readonly cwd: string;
        readonly historyMode: v2.ThreadHistoryMode | null;
        readonly model: string | null;
        readonly effort: string | null;
        readonly permissions: PermissionsInForce | null;
        readonly blocked: string | null;
      };
    }
  /** What the server says the thread may do, compared with what was asked for; or a switch on its way. */
  | {
      readonly method: "lectern/permissions";
      readonly params: {
        readonly permissions: PermissionsInForce | null;
        readonly switchingTo: Permissions | null;
        readonly blocked: string | null;
      };
    }
  /** The thread is a sub-agent's: what was read of it. */
  | {
      readonly method: "lectern/agentOpened";
      readonly params: {
        readonly agent: AgentOf;
        readonly preview: string;
        readonly cwd: string;
        readonly model: string | null;
        readonly effort: string | null;
      };
    }
  /** A page of history, oldest turn first, that goes before what is known. Known turn ids are skipped. */
  | {
      readonly method: "lectern/historyLoaded";
      readonly params: { readonly turns: readonly Turn[]; readonly olderCursor: string | null };
    }
  /** The server dropped this turn and all after it. */
  | { readonly method: "lectern/reverted"; readonly params: { readonly beforeTurnId: string } }
  | {
      readonly method: "lectern/messageSent";
      readonly params: {
        readonly clientId: string;
        readonly input: readonly UserInput[];
        readonly atMs: number;
        readonly steers: string | null;
      };
    }
  | {
      readonly method: "lectern/messageAcknowledged";
      readonly params: { readonly clientId: string; readonly turnId: string };
    }
  /** The server refused the prompt, or died before it took it: the page keeps the text. */
  | { readonly method: "lectern/messageRejected"; readonly params: { readonly clientId: string } }
  /** It could not be sent again either. */
  | {
      readonly method: "lectern/messageLost";
      readonly params: {
        readonly clientId: string;
        readonly because: NonNullable<OutgoingMessage["notProcessed"]>;
      };
    }
  /** The commands that still run in the thread, all of them. */
  | {
      readonly method: "lectern/commandsRead";
      readonly params: { readonly commands: readonly RunningCommand[] };
    }
  /** Another process holds the thread, or did so last: it is only followed here. */
  | { readonly method: "lectern/elsewhere"; readonly params: Elsewhere }
  /** What was read of such a thread: the turns of its last page that changed, oldest first, and the ids of all of it. */
  | {
      readonly method: "lectern/elsewhereRead";
      readonly params: {
        readonly name: string | null;
        readonly preview: string;
        readonly cwd: string;
        readonly turns: readonly Turn[];
        readonly turnIds: readonly string[];
        readonly olderCursor: string | null;
        readonly runningTurnId: string | null;
      };
    }
  /** What was shown of its history before it was loaded is not what it is: the history comes anew. */
  | { readonly method: "lectern/historyDropped"; readonly params: Readonly<Record<string, never>> }
  /** Nobody else holds it any more. */
  | { readonly method: "lectern/heldHere"; readonly params: Readonly<Record<string, never>> }
  /** An item that we wrote down and that the server's history of its turn does not have. It comes once. */
  | {
      readonly method: "lectern/forgotten";
      readonly params: {
        readonly turnId: string;
        readonly item: ThreadItem;
        readonly outcome: Forgotten;
        readonly beganAtMs: number;
        readonly endedAtMs: number | null;
      };
    }
  /** The messages that wait here, whole. */
  | { readonly method: "lectern/queueChanged"; readonly params: { readonly queue: MessageQueueView } }
  /** A file in a sensitive place changed on the disk while this turn ran. */
  | {
      readonly method: "lectern/sensitiveChanged";
      readonly params: { readonly turnId: string; readonly path: string };
    }
  /** A command ran without a question, because this saved rule allows it. */
  | {
      readonly method: "lectern/ranUnasked";
      readonly params: { readonly itemId: string; readonly rule: string };
    }
  /** What the checkpoints say of the files that changed while a turn ran. */
  | {
      readonly method: "lectern/turnChanges";
      readonly params: { readonly turnId: string; readonly changes: TurnChanges };
    }
  /** How many messages wait in the server's queue of the thread. */
  | { readonly method: "lectern/queueRead"; readonly params: { readonly count: number } }
  | { readonly method: "lectern/approvalOpened"; readonly params: { readonly approval: Approval } }
  | {
      readonly method: "lectern/approvalAnswered";
      readonly params: {
        readonly key: string;
        readonly choice: ChoiceId;
        /** What the choice came with, in words (outside text): the rule that was saved, what was granted. */
        readonly told: string;
        readonly atMs: number;
      };
    }
  /** The server died after the answer went out and before it settled the request. */
  | {
      readonly method: "lectern/answerLost";
      readonly params: { readonly approval: Approval; readonly atMs: number };
    }
  | { readonly method: "lectern/serverGone"; readonly params: { readonly atMs: number } };

/** Events that change what the page shows: those of its thread and the host's own. */
export type PageEvent =
  | ThreadEvent
  | { readonly method: "lectern/host"; readonly params: { readonly host: HostState } }
  /** What the page of an agent's thread needs of the thread that it works for; null for any other thread. */
  | { readonly method: "lectern/parent"; readonly params: { readonly parent: ParentView | null } }
  /** Turns that the host still held and the snapshot had left out. */
  | {
      readonly method: "lectern/olderTurns";
      readonly params: { readonly turns: readonly TurnState[]; readonly olderCursor: string | null };
    };

type DeltaEvent = Extract<ThreadEvent, { params: { itemId: string; delta: string } }>;

function isDelta(event: PageEvent): event is DeltaEvent {
  return "delta" in event.params;
}

/** Which of an item's texts grows: reasoning has several parts, everything else has one. */
function partOf(event: DeltaEvent): number {
  switch (event.method) {
    case "item/reasoning/summaryTextDelta":
      return event.params.summaryIndex;
    case "item/reasoning/textDelta":
      return event.params.contentIndex;
    default:
      return 0;
  }
}

function isSameLane(a: DeltaEvent, b: DeltaEvent): boolean {
  return (
    a.params.itemId === b.params.itemId &&
    a.method === b.method &&
    a.params.turnId === b.params.turnId &&
    partOf(a) === partOf(b)
  );
}

/** The deltas of one text, joined at the place of the first. */
interface Lane {
  readonly at: number;
  readonly first: DeltaEvent;
  text: string;
  isJoined: boolean;
}

/**
 * Events on their way to a page, with the deltas of one item joined into one event each, and none moved across an
 * event of another kind. Folding what `take` gives makes the same state as folding what was added (held by a test).
 */
export class Gathered {
  #events: PageEvent[] = [];
  #lanes: Lane[] = [];
  #latest: Lane | undefined;

  get size(): number {
    return this.#events.length;
  }

  add(event: PageEvent): void {
    if (!isDelta(event)) {
      this.#settle();
      this.#events.push(event);
      return;
    }
    // Few texts grow at a time, and mostly the same one as a moment ago.
    let lane = this.#latest;
    if (!lane || !isSameLane(lane.first, event))
      lane = this.#lanes.find(({ first }) => isSameLane(first, event));
    if (lane) {
      lane.text += event.params.delta;
      lane.isJoined = true;
    } else {
      lane = { at: this.#events.length, first: event, text: event.params.delta, isJoined: false };
      this.#lanes.push(lane);
      this.#events.push(event);
    }
    this.#latest = lane;
  }

  /** What was gathered; empty afterwards. */
  take(): PageEvent[] {
    this.#settle();
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #settle(): void {
    for (const { at, first, text, isJoined } of this.#lanes) {
      if (isJoined) this.#events[at] = { ...first, params: { ...first.params, delta: text } } as DeltaEvent;
    }
    this.#lanes = [];
    this.#latest = undefined;
  }
}

/** The events as `Gathered` would hand them on. */
export function coalesce(events: readonly PageEvent[]): PageEvent[] {
  const gathered = new Gathered();
  for (const event of events) gathered.add(event);
  return gathered.take();
}
