import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agentMessage,
  command,
  commandApproval,
  completed,
  messageDelta,
  outputDelta,
  reasoning,
  started,
  threadId,
  turn,
  turnCompleted,
  turnId,
  turnStarted,
  userMessage,
  approvalOf,
} from "../../test/samples/events.ts";
import { coalesce, type ThreadEvent } from "./events.ts";
import { reduceThread } from "./reduceThread.ts";
import { emptyThread, runningTurn, type ItemEntry, type ThreadState } from "./threadState.ts";

const empty = emptyThread(threadId, "/work/shop");
const fold = (...events: ThreadEvent[]): ThreadState => reduceThread(empty, events);
const items = (state: ThreadState): ItemEntry[] =>
  state.turns.flatMap((t) => t.entries.filter((e): e is ItemEntry => e.kind === "item"));

const delta = (summaryIndex: number, text: string): ThreadEvent => ({
  method: "item/reasoning/summaryTextDelta",
  params: { threadId, turnId, itemId: "r", delta: text, summaryIndex },
});

describe("the life of an item", () => {
  it("grows by its deltas and ends as its completion says", () => {
    const live = fold(
      turnStarted(),
      started(agentMessage("m")),
      messageDelta("m", "Hel"),
      messageDelta("m", "lo"),
    );
    expect(items(live)).toMatchObject([{ phase: "running", item: { text: "Hello" } }]);
    const done = reduceThread(live, [completed(agentMessage("m", "Hello!"))]);
    expect(items(done)).toMatchObject([
      { phase: "completed", item: { text: "Hello!" }, startedAtMs: 1, completedAtMs: 2 },
    ]);
  });

  it("never writes to an event or to an earlier state", () => {
    const first = started(agentMessage("m"));
    const frozen = JSON.stringify(first);
    const live = fold(turnStarted(), first, messageDelta("m", "a"));
    const before = JSON.stringify(live);
    reduceThread(live, [messageDelta("m", "b"), turnCompleted()]);
    expect(JSON.stringify(first)).toBe(frozen);
    expect(JSON.stringify(live)).toBe(before);
  });

  it("starts anew when the same id starts again: a retried stream is not doubled", () => {
    const state = fold(
      turnStarted(),
      started(agentMessage("m")),
      messageDelta("m", "half a th"),
      started(agentMessage("m")),
      messageDelta("m", "whole"),
    );
    expect(items(state)).toMatchObject([{ item: { text: "whole" } }]);
  });

  it("replaces the half message of a failed try that comes back under a new id", () => {
    const retry: ThreadEvent = {
      method: "error",
      params: {
        threadId,
        turnId,
        willRetry: true,
        error: {
          message: "Reconnecting… 1/5",
          codexErrorInfo: null,
          additionalDetails: null,
          misalignment: null,
        },
      },
    };
    const state = fold(
      turnStarted(),
      started(agentMessage("m1")),
      messageDelta("m1", "half"),
      retry,
      started(agentMessage("m2")),
    );
    expect(items(state).map((e) => e.item.id)).toEqual(["m2"]);
    expect(state.turns[0]?.retrying).toBeNull();
  });

  it("keeps text that a steer cut off, marked", () => {
    const state = fold(
      turnStarted(),
      started(agentMessage("m1")),
      messageDelta("m1", "half"),
      started(userMessage("u2", "stop that")),
      started(agentMessage("m2")),
    );
    expect(items(state).map((e) => [e.item.id, e.phase])).toEqual([
      ["m1", "cutOff"],
      ["u2", "running"],
      ["m2", "running"],
    ]);
  });

  it("closes open items at the end of the turn, but lets a command go on", () => {
    const ended = fold(
      turnStarted(),
      started(reasoning("r")),
      started(command("c", "sleep 9")),
      turnCompleted("interrupted"),
    );
    expect(items(ended).map((e) => e.phase)).toEqual(["cutOff", "running"]);
    const late = reduceThread(ended, [
      outputDelta("c", "end\n"),
      completed(command("c", "sleep 9", { status: "completed", exitCode: 0 })),
    ]);
    expect(items(late)[1]).toMatchObject({
      phase: "completed",
      item: { exitCode: 0, aggregatedOutput: "end\n" },
    });
    expect(runningTurn(late)).toBeUndefined();
  });

  it("takes the aggregated output over the incomplete deltas", () => {
    const state = fold(
      turnStarted(),
      started(command("c", "ls")),
      outputDelta("c", "line 2\n"),
      completed(command("c", "ls", { aggregatedOutput: "line 1\nline 2\n", status: "completed" })),
    );
    expect(items(state)[0]?.item).toMatchObject({ aggregatedOutput: "line 1\nline 2\n" });
  });

  it("collects reasoning summaries by part", () => {
    const state = fold(turnStarted(), started(reasoning("r")), delta(0, "a"), delta(1, "b"), delta(1, "c"));
    expect(items(state)[0]?.item).toMatchObject({ summary: ["a", "bc"] });
  });

  it("makes a place for items of a turn that was never announced", () => {
    expect(fold(started(agentMessage("m"), "unknown")).turns).toMatchObject([
      { turnId: "unknown", status: "inProgress" },
    ]);
  });
});

describe("a review, whose items and end come under the first of two turn ids", () => {
  const second: ThreadEvent = {
    method: "turn/started",
    params: { threadId, turn: turn("turn-2", "inProgress", { rootTurnId: turnId }) },
  };

  it("runs as its first turn, which is the one to stop", () => {
    const state = fold(
      turnStarted(),
      second,
      started(userMessage("u", "review"), "turn-2"),
      started(agentMessage("m")),
    );
    expect(runningTurn(state)?.turnId).toBe(turnId);
  });

  it("is over for both turns when the first completes, and was never stopped", () => {
    const state = fold(turnStarted(), second, turnCompleted());
    expect(state.turns.map((t) => t.status)).toEqual(["completed", "completed"]);
    const read = fold({
      method: "lectern/historyLoaded",
      params: {
        turns: [turn(turnId, "completed"), turn("turn-2", "interrupted", { rootTurnId: turnId })],
        olderCursor: null,
      },
    });
    expect(read.turns.map((t) => t.status)).toEqual(["completed", "completed"]);
  });
});

describe("prompts of the person", () => {
  const sent: ThreadEvent = {
    method: "lectern/messageSent",
    params: {
      clientId: "mine",
      input: [{ type: "text", text: "hi", text_elements: [] }],
      atMs: 5,
      steers: null,
    },
  };

  it("stand until the server's own item takes their place", () => {
    const state = fold(sent, {
      method: "lectern/messageAcknowledged",
      params: { clientId: "mine", turnId: "t1" },
    });
    expect(state.outgoing).toMatchObject([{ clientId: "mine", acknowledged: true }]);
    expect(reduceThread(state, [started(userMessage("u", "hi", "mine"))]).outgoing).toEqual([]);
  });

  it("that were never acknowledged go with the server, so that the text is the person's again", () => {
    expect(fold(sent, { method: "lectern/serverGone", params: { atMs: 6 } }).outgoing).toEqual([]);
  });
});

describe("approvals", () => {
  const request = commandApproval(0, "make deploy");
  const approval = approvalOf(request, { key: "1.0.x" });
  const opened: ThreadEvent = { method: "lectern/approvalOpened", params: { approval } };

  it("leave no command running that was stopped while it waited", () => {
    const waiting = { ...approval, itemId: "c" };
    const resolved: ThreadEvent = {
      method: "serverRequest/resolved",
      params: { threadId, requestId: approval.requestId },
    };
    const before = [
      turnStarted(),
      started(command("c", "make")),
      started(command("other", "make watch")),
      { method: "lectern/approvalOpened", params: { approval: waiting } } as ThreadEvent,
    ];
    // Answered by another client it may run; after a stop it never will, and nobody says so.
    expect(items(fold(...before, resolved)).map(({ phase }) => phase)).toEqual(["running", "running"]);
    const stopped = fold(...before, turnCompleted("interrupted"), resolved);
    expect(items(stopped).map(({ phase }) => phase)).toEqual(["cutOff", "running"]);
  });

  it("become a line of the turn when they are answered", () => {
    const state = fold(turnStarted(), opened, {
      method: "lectern/approvalAnswered",
      params: { key: "1.0.x", choice: "accept", told: "", atMs: 7 },
    });
    expect(state.approvals).toEqual([]);
    expect(state.turns[0]?.entries).toMatchObject([
      { kind: "note", atMs: 7, note: { type: "decision", choice: "accept", subject: "make deploy" } },
    ]);
  });

  it("with request id 0 close when the server resolves them", () => {
    const state = fold(turnStarted(), opened, {
      method: "serverRequest/resolved",
      params: { threadId, requestId: 0 },
    });
    expect(state.approvals).toEqual([]);
    expect(state.turns[0]?.entries).toMatchObject([{ note: { type: "approvalVoid", because: "resolved" } }]);
  });

  it("are void when the server is gone, and the turn says so", () => {
    const state = fold(turnStarted(), opened, { method: "lectern/serverGone", params: { atMs: 9 } });
    expect(state.approvals).toEqual([]);
    expect(state.turns[0]).toMatchObject({ status: "interrupted" });
    expect(state.turns[0]?.entries.map((e) => (e.kind === "note" ? e.note.type : ""))).toEqual([
      "approvalVoid",
      "serverGone",
    ]);
  });
});

describe("history", () => {
  it("is made of the same pieces as live traffic", () => {
    const done = command("c", "ls", { status: "completed", exitCode: 0, aggregatedOutput: "a\n" });
    const live = fold(turnStarted(), started(command("c", "ls")), completed(done), turnCompleted());
    const read = fold({
      method: "lectern/historyLoaded",
      params: {
        turns: [turn(turnId, "completed", { items: [done], durationMs: 1000 })],
        olderCursor: "next",
      },
    });
    expect(read.olderCursor).toBe("next");
    expect(
      read.turns.map((t) => ({ ...t, entries: t.entries.map((e) => (e.kind === "item" ? e.item : e)) })),
    ).toEqual(
      live.turns.map((t) => ({ ...t, entries: t.entries.map((e) => (e.kind === "item" ? e.item : e)) })),
    );
  });

  it("goes before what is known and never repeats it", () => {
    const state = fold(turnStarted("t2"), {
      method: "lectern/historyLoaded",
      params: { turns: [turn("t1", "completed"), turn("t2", "inProgress")], olderCursor: null },
    });
    expect(state.turns.map((t) => t.turnId)).toEqual(["t1", "t2"]);
  });
});

/** Random traffic over two turns and a few items, legal and not. */
const anyEvent: fc.Arbitrary<ThreadEvent> = fc.oneof(
  fc.constantFrom(
    turnStarted(),
    turnStarted("turn-2"),
    turnCompleted(),
    turnCompleted("interrupted", "turn-2"),
  ),
  fc.constantFrom(...["a", "b", "c"].map((id) => started(agentMessage(id)))),
  fc.constantFrom(...["a", "b"].map((id) => completed(agentMessage(id, `${id} done`)))),
  fc.constantFrom(started(command("x", "ls")), completed(command("x", "ls", { status: "completed" }))),
  fc.tuple(fc.constantFrom("a", "b", "c", "none"), fc.string()).map(([id, text]) => messageDelta(id, text)),
  fc.string().map((text) => outputDelta("x", text)),
  fc.constant<ThreadEvent>({ method: "lectern/serverGone", params: { atMs: 3 } }),
);

describe("laws", () => {
  it("fold(all) is a snapshot at any point, through JSON, and the rest", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.nat(), (events, cut) => {
        const at = events.length === 0 ? 0 : cut % events.length;
        const snapshot = JSON.parse(JSON.stringify(reduceThread(empty, events.slice(0, at)))) as ThreadState;
        expect(reduceThread(snapshot, events.slice(at))).toEqual(reduceThread(empty, events));
      }),
    );
  });

  it("coalesced events fold to the same state", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        expect(reduceThread(empty, coalesce(events) as ThreadEvent[])).toEqual(reduceThread(empty, events));
      }),
    );
  });

  it("untouched turns and items keep their identity", () => {
    const state = fold(
      turnStarted("t1"),
      completed(agentMessage("old", "x"), "t1"),
      turnStarted(),
      started(agentMessage("m")),
      started(command("c", "ls")),
    );
    const next = reduceThread(state, [messageDelta("m", "more")]);
    expect(next.turns[0]).toBe(state.turns[0]);
    expect(next.turns[1]?.entries[1]).toBe(state.turns[1]?.entries[1]);
    expect(next.turns[1]?.entries[0]).not.toBe(state.turns[1]?.entries[0]);
  });
});

const sentMessage = (clientId: string): ThreadEvent => ({
  method: "lectern/messageSent",
  params: { clientId, input: [], atMs: 1, steers: null },
});

it("marks a message that the server took and did not begin before it died, and drops one that it never took", () => {
  const state = fold(
    sentMessage("taken"),
    { method: "lectern/messageAcknowledged", params: { clientId: "taken", turnId: "t9" } },
    sentMessage("unheard"),
    { method: "lectern/serverGone", params: { atMs: 2 } },
  );
  expect(state.outgoing).toMatchObject([{ clientId: "taken", notProcessed: "serverGone" }]);
});

it("marks a message whose turn ended before anything was done with it, whichever is told first", () => {
  const taken: ThreadEvent = { method: "lectern/messageAcknowledged", params: { clientId: "mine", turnId } };
  const stopped = turnCompleted("interrupted");
  const marked = [{ clientId: "mine", notProcessed: "turnEnded" }];
  expect(fold(sentMessage("mine"), taken, stopped).outgoing).toMatchObject(marked);
  expect(fold(sentMessage("mine"), stopped, taken).outgoing).toMatchObject(marked);
  const another = turnCompleted("completed", "another");
  expect(fold(sentMessage("mine"), taken, another).outgoing).toMatchObject([{ notProcessed: null }]);
});
