import { describe, expect, it } from "vitest";
import {
  agentMessage,
  command,
  started,
  threadId,
  turn,
  turnCompleted,
  turnId,
  turnStarted,
  userMessage,
} from "../../test/samples/events.ts";
import { hookTold, reviewTold } from "../../test/samples/guardEvents.ts";
import type { ThreadEvent } from "./events.ts";
import { reduceThread } from "./reduceThread.ts";
import { emptyThread, type Note, type ThreadState } from "./threadState.ts";

const fold = (...events: ThreadEvent[]): ThreadState => reduceThread(emptyThread(threadId, ""), events);
const notes = (state: ThreadState): Note[] =>
  state.turns.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === "note" ? [entry.note] : [])),
  );
const warned = (message: string): ThreadEvent => ({
  method: "guardianWarning",
  params: { threadId, message },
});

describe("a hook", () => {
  it("is one note from its start to its end, where it began", () => {
    const state = fold(
      turnStarted(),
      hookTold("running"),
      started(command("c", "ls")),
      hookTold("blocked", { entries: [{ kind: "feedback", text: "No." }] }),
    );
    expect(state.turns[0]?.entries.map(({ kind }) => kind)).toEqual(["note", "item"]);
    expect(notes(state)).toMatchObject([
      { type: "hook", status: "blocked", phase: "completed", entries: [{ text: "No." }] },
    ]);
  });

  it("that runs twice under one id is two notes", () => {
    const state = fold(
      turnStarted(),
      hookTold("running"),
      hookTold("blocked"),
      hookTold("running"),
      hookTold("completed"),
    );
    expect(notes(state)).toMatchObject([{ status: "blocked" }, { status: "completed" }]);
  });

  it("is cut off with its turn, and completed if it is still heard of", () => {
    const cut = fold(turnStarted(), hookTold("running"), turnCompleted());
    expect(notes(cut)).toMatchObject([{ phase: "cutOff" }]);
    expect(notes(reduceThread(cut, [hookTold("completed")]))).toMatchObject([{ phase: "completed" }]);
  });

  it("is cut off when the server goes", () => {
    const state = fold(turnStarted(), hookTold("running"), {
      method: "lectern/serverGone",
      params: { atMs: 1 },
    });
    expect(notes(state)).toMatchObject([{ type: "hook", phase: "cutOff" }, { type: "serverGone" }]);
  });

  it("of no turn is found again in an earlier turn", () => {
    const state = fold(
      turnStarted(),
      hookTold("running", {}, null),
      turnStarted("turn-2"),
      hookTold("completed", {}, null),
    );
    expect(state.turns.map(({ entries }) => entries.length)).toEqual([1, 0]);
    expect(notes(state)).toMatchObject([{ phase: "completed" }]);
  });
});

describe("an automatic review", () => {
  it("takes the reviewer's words and then the verdict in its one note", () => {
    const running = fold(turnStarted(), reviewTold("inProgress"), warned("Denied: no."));
    expect(notes(running)).toMatchObject([{ type: "review", phase: "running", rationale: "Denied: no." }]);
    const over = reduceThread(running, [reviewTold("denied", { riskLevel: "high", rationale: "no." })]);
    expect(notes(over)).toMatchObject([
      { targetItemId: "c", status: "denied", phase: "completed", riskLevel: "high", rationale: "no." },
    ]);
  });

  it("leaves words of the reviewer that no review waits for as a warning", () => {
    expect(notes(fold(turnStarted(), warned("Look out.")))).toEqual([{ type: "warning", text: "Look out." }]);
  });

  it("is cut off with its turn", () => {
    expect(notes(fold(turnStarted(), reviewTold("inProgress"), turnCompleted("interrupted")))).toMatchObject([
      { type: "review", status: "inProgress", phase: "cutOff" },
    ]);
  });
});

const goal = (status: "active" | "complete", tokensUsed: number): ThreadEvent => ({
  method: "thread/goal/updated",
  params: {
    threadId,
    turnId,
    goal: {
      threadId,
      objective: "All tests pass",
      status,
      tokenBudget: null,
      tokensUsed,
      timeUsedSeconds: 0,
      createdAt: 0,
      updatedAt: 0,
    },
  },
});

describe("what the provider remarks", () => {
  it("is one note a turn, however often a goal is told", () => {
    const state = fold(turnStarted(), goal("active", 1), goal("active", 2), goal("complete", 3));
    expect(notes(state)).toEqual([{ type: "goal", objective: "All tests pass", status: "complete" }]);
  });

  it("says that a goal was cleared only if there was one", () => {
    const cleared: ThreadEvent = { method: "thread/goal/cleared", params: { threadId } };
    expect(notes(fold(turnStarted(), cleared))).toEqual([]);
    expect(notes(fold(turnStarted(), goal("active", 1), cleared))).toEqual([
      { type: "goal", objective: "", status: "cleared" },
    ]);
  });

  it("of the provider's sign-in goes from running to completed", () => {
    const params = { threadId, turnId, provider: "corp", message: "" };
    const state = fold(
      turnStarted(),
      { method: "modelProvider/authRecoveryStarted", params },
      { method: "modelProvider/authRecoveryCompleted", params },
    );
    expect(notes(state)).toMatchObject([{ type: "authRecovery", phase: "completed" }]);
  });
});

describe("a review that history tells in two turns", () => {
  const first = turn(turnId, "completed", {
    rootTurnId: turnId,
    items: [
      { type: "enteredReviewMode", id: "e", review: "Look" },
      { type: "exitedReviewMode", id: "x", review: "Good" },
    ],
  });
  const second = turn("turn-2", "interrupted", { rootTurnId: turnId, items: [userMessage("u", "Look")] });

  it("stands in the first, in the order in which it was heard", () => {
    const state = fold({
      method: "lectern/historyLoaded",
      params: { turns: [second, first], olderCursor: null },
    });
    const ids = state.turns.map(({ entries }) =>
      entries.map((entry) => (entry.kind === "item" ? entry.item.id : "")),
    );
    expect(ids).toEqual([["e", "u", "x"], []]);
  });
});

describe("notes", () => {
  it("have ids of their own, also when an item before them goes", () => {
    const state = fold(
      turnStarted(),
      started(command("c", "ls")),
      { method: "item/started", params: { threadId, turnId, startedAtMs: 1, item: agentMessage("m") } },
      warned("one"),
      {
        method: "item/started",
        params: { threadId, turnId, startedAtMs: 1, item: { type: "exitedReviewMode", id: "x", review: "" } },
      },
      warned("two"),
    );
    const ids = state.turns[0]?.entries.flatMap((entry) => (entry.kind === "note" ? [entry.id] : [])) ?? [];
    expect(new Set(ids).size).toBe(2);
  });
});
