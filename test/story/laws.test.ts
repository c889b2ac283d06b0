// The laws that hold over every recorded story: folding may be interrupted by a snapshot anywhere, history and
// live lines tell the same, and each request of the server is answered once.

import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { coalesce } from "../../extension/shared/events.ts";
import { reduceThread } from "../../extension/shared/reduceThread.ts";
import { emptyThread, type ThreadState } from "../../extension/shared/threadState.ts";
import { fixtureNames, readFixture } from "../record/fixture.ts";
import { differences, toldOf, type Difference, type TurnTold } from "./differences.ts";
import { replay, type Replayed } from "./replay.ts";

const stories = fixtureNames().map((name) => ({ name, story: replay(readFixture(name)) }));

/** The state before the first event. */
function before({ state }: Replayed): ThreadState {
  return emptyThread(state.threadId, state.cwd);
}

function throughJson(state: ThreadState): ThreadState {
  return JSON.parse(JSON.stringify(state)) as ThreadState;
}

/** The points of a story at which it goes on otherwise than by snapshot and rest; none, if the law holds. */
function brokenSnapshots(story: Replayed): number[] {
  const broken: number[] = [];
  let state = before(story);
  for (const [index, event] of story.events.entries()) {
    state = reduceThread(state, [event]);
    const folded = reduceThread(throughJson(state), story.events.slice(index + 1));
    if (!isDeepStrictEqual(throughJson(folded), throughJson(story.state))) broken.push(index);
  }
  return broken;
}

function liveTurns({ state, events }: Replayed, known: readonly Difference[]): TurnTold[] {
  const completions = events.flatMap((event) =>
    event.method === "item/completed" ? [event.params.item.id] : [],
  );
  const crashed = new Set(
    state.turns
      .filter(({ entries }) =>
        entries.some((entry) => entry.kind === "note" && entry.note.type === "serverGone"),
      )
      .map(({ turnId }) => turnId),
  );
  return state.turns.map((turn) =>
    known.reduce((told, { change }) => change(told, completions, crashed), toldOf(turn)),
  );
}

function turnsReadBack(story: Replayed): TurnTold[] {
  const params = { turns: story.history, olderCursor: null };
  return reduceThread(before(story), [{ method: "lectern/historyLoaded", params }]).turns.map(toldOf);
}

describe.each(stories)("the story of $name", ({ story }) => {
  it("goes on from a snapshot at any point", () => {
    expect(story.events.length).toBeGreaterThan(5);
    expect(brokenSnapshots(story)).toEqual([]);
  });

  it("is the same when deltas are joined on the way", () => {
    const joined = coalesce(story.events) as typeof story.events;
    expect(reduceThread(before(story), joined)).toEqual(story.state);
  });

  it("is read back from history as it was heard", () => {
    expect(liveTurns(story, differences)).toEqual(turnsReadBack(story));
  });

  it("has one reply for each request of the server, or a reason for none", () => {
    const voided = story.state.turns.flatMap(({ entries }) =>
      entries.filter((entry) => entry.kind === "note" && entry.note.type === "approvalVoid"),
    );
    const unanswered = story.requests.filter(({ recorded }) => recorded.length === 0);
    expect(unanswered).toHaveLength(voided.length);
    for (const { recorded, made } of story.requests) {
      expect(recorded.length).toBeLessThanOrEqual(1);
      expect(made).toEqual(recorded);
    }
  });

  it("leaves nothing open at its end", () => {
    expect(story.state).toMatchObject({ approvals: [], outgoing: [], blocked: null });
    expect(story.state.turns.map(({ status }) => status)).not.toContain("inProgress");
  });
});

describe("the known differences of history", () => {
  it.each(differences)("$what", (difference) => {
    const others = differences.filter((other) => other !== difference);
    const needing = stories.filter(
      ({ story }) => !isDeepStrictEqual(liveTurns(story, others), turnsReadBack(story)),
    );
    expect(needing.map(({ name }) => name)).not.toEqual([]);
  });
});

describe("all stories together", () => {
  it("hold every kind of line that they were recorded for", () => {
    const methods = new Set(stories.flatMap(({ story }) => story.events.map(({ method }) => method)));
    const requests = new Set(stories.flatMap(({ story }) => story.requests.map(({ method }) => method)));
    const kinds = new Set(
      stories.flatMap(({ story }) =>
        story.state.turns.flatMap((turn) => toldOf(turn).items.map(({ item }) => item.type)),
      ),
    );
    expect([...kinds].toSorted()).toEqual([
      "agentMessage",
      "collabAgentToolCall",
      "commandExecution",
      "contextCompaction",
      "dynamicToolCall",
      "enteredReviewMode",
      "exitedReviewMode",
      "fileChange",
      "hookPrompt",
      "imageView",
      "mcpToolCall",
      "plan",
      "reasoning",
      "sleep",
      "subAgentActivity",
      "userMessage",
      "webSearch",
    ]);
    expect([...requests].toSorted()).toEqual([
      "item/commandExecution/requestApproval",
      "item/fileChange/requestApproval",
      "item/tool/call",
      "item/tool/requestUserInput",
      "mcpServer/elicitation/request",
    ]);
    for (const method of [
      "item/agentMessage/delta",
      "item/reasoning/summaryTextDelta",
      "item/reasoning/textDelta",
      "item/commandExecution/outputDelta",
      "item/commandExecution/terminalInteraction",
      "item/plan/delta",
      "item/autoApprovalReview/started",
      "item/autoApprovalReview/completed",
      "guardianWarning",
      "hook/started",
      "hook/completed",
      "model/rerouted",
      "lectern/queueRead",
      "turn/plan/updated",
      "turn/diff/updated",
      "error",
      "serverRequest/resolved",
      "lectern/serverGone",
      "lectern/approvalAnswered",
    ]) {
      expect(methods, method).toContain(method);
    }
  });
});
