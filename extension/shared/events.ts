// What the reducers eat. The server's own notifications are the events; the `lectern/…` ones are made by the
// host for what no notification says. Events of one thread are ordered; folding them twice is an error.

import type { Approval, ChoiceId } from "./approvals.ts";
import type { HostState } from "./hostState.ts";
import type { Turn, UserInput } from "./protocol.ts";
import type { ThreadNotification } from "./routes.ts";
import type { TurnState } from "./threadState.ts";

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
        readonly model: string | null;
        readonly effort: string | null;
        readonly blocked: string | null;
      };
    }
  /** A page of history, oldest turn first, that goes before what is known. Known turn ids are skipped. */
  | {
      readonly method: "lectern/historyLoaded";
      readonly params: { readonly turns: readonly Turn[]; readonly olderCursor: string | null };
    }
  | {
      readonly method: "lectern/messageSent";
      readonly params: {
        readonly clientId: string;
        readonly input: readonly UserInput[];
        readonly atMs: number;
        readonly steers: string | null;
      };
    }
  | { readonly method: "lectern/messageAcknowledged"; readonly params: { readonly clientId: string } }
  /** The server refused the prompt, or died before it took it: the page keeps the text. */
  | { readonly method: "lectern/messageRejected"; readonly params: { readonly clientId: string } }
  | { readonly method: "lectern/approvalOpened"; readonly params: { readonly approval: Approval } }
  | {
      readonly method: "lectern/approvalAnswered";
      readonly params: { readonly key: string; readonly choice: ChoiceId; readonly atMs: number };
    }
  /** A server request that this client cannot ask a person yet; it was answered with its refusal. */
  | {
      readonly method: "lectern/requestRefused";
      readonly params: { readonly what: string; readonly turnId: string | null; readonly atMs: number };
    }
  | { readonly method: "lectern/serverGone"; readonly params: { readonly atMs: number } };

/** Events that change what the page shows: those of its thread and the host's own. */
export type PageEvent =
  | ThreadEvent
  | { readonly method: "lectern/host"; readonly params: { readonly host: HostState } }
  /** Turns that the host still held and the snapshot had left out. */
  | {
      readonly method: "lectern/olderTurns";
      readonly params: { readonly turns: readonly TurnState[]; readonly olderCursor: string | null };
    };

type DeltaEvent = Extract<ThreadEvent, { params: { itemId: string; delta: string } }>;

function isDelta(event: PageEvent): event is DeltaEvent {
  return "delta" in event.params;
}

function partOf({ params }: DeltaEvent): number {
  return "summaryIndex" in params ? params.summaryIndex : "contentIndex" in params ? params.contentIndex : 0;
}

function isSameLane(a: DeltaEvent, b: DeltaEvent): boolean {
  const { itemId, turnId } = a.params;
  return (
    a.method === b.method &&
    itemId === b.params.itemId &&
    turnId === b.params.turnId &&
    partOf(a) === partOf(b)
  );
}

/** The deltas of one text, waiting to be joined at the place of the first. */
interface Lane {
  readonly at: number;
  readonly first: DeltaEvent;
  readonly parts: string[];
}

/**
 * Joins the deltas of one item into one event each, without moving any delta across an event of another
 * kind. Folding the result gives the same state as folding the input (held by a test).
 */
export function coalesce(events: readonly PageEvent[]): PageEvent[] {
  const result: PageEvent[] = [];
  let lanes: Lane[] = [];
  let latest: Lane | undefined;
  const settle = (): void => {
    for (const { at, first, parts } of lanes) {
      if (parts.length === 1) continue;
      result[at] = { ...first, params: { ...first.params, delta: parts.join("") } } as DeltaEvent;
    }
    lanes = [];
    latest = undefined;
  };
  for (const event of events) {
    if (!isDelta(event)) {
      settle();
      result.push(event);
      continue;
    }
    // Few texts grow at a time, and mostly the same one as a moment ago.
    if (!latest || !isSameLane(latest.first, event))
      latest = lanes.find(({ first }) => isSameLane(first, event));
    if (latest) latest.parts.push(event.params.delta);
    else {
      latest = { at: result.length, first: event, parts: [event.params.delta] };
      lanes.push(latest);
      result.push(event);
    }
  }
  settle();
  return result;
}
