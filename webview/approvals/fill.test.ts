// Holds what a filled card sends, what keeps it from being sent, and what of it may be kept.

import { describe, expect, it } from "vitest";
import {
  emptyForm,
  form,
  oneQuestion,
  permissions,
  ruled,
  threeQuestions,
} from "../../test/gallery/askSamples.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { Choice, ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { detailsFor, fillFrom, freshFill, obstacleOf, withoutSecrets } from "./fill.ts";

function choiceOf(approval: Approval, id: ChoiceId): Choice {
  const choice = approval.choices.find((offered) => offered.id === id);
  if (!choice) throw new Error(`${id} is not offered`);
  return choice;
}
const through = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("details", () => {
  it("carry the words of a rule only when it was shortened", () => {
    const card = ruled();
    const rule = choiceOf(card, "acceptWithRule");
    const fresh = freshFill(card.ask);
    expect(detailsFor(card, rule, fresh)).toBeNull();
    expect(detailsFor(card, rule, { ...fresh, words: 3 })).toEqual({ kind: "rule", words: 3 });
    expect(detailsFor(card, choiceOf(card, "accept"), { ...fresh, words: 3 })).toBeNull();
  });

  it("go with what allows, never with a refusal", () => {
    const card = permissions();
    const fresh = freshFill(card.ask);
    expect(detailsFor(card, choiceOf(card, "accept"), fresh)).toEqual({
      kind: "grants",
      granted: [0, 1, 2, 3, 4, 5],
    });
    expect(detailsFor(card, choiceOf(card, "decline"), fresh)).toBeNull();
  });
});

describe("obstacles", () => {
  it("are that nothing is ticked, what stays denied not counted", () => {
    const { ask } = permissions();
    if (ask.kind !== "permissions") throw new Error("another kind");
    const denied = ask.grants.findIndex(({ access }) => access === "deny");
    const fresh = freshFill(ask);
    expect(obstacleOf(ask, "accept", fresh)).toBeNull();
    expect(obstacleOf(ask, "accept", { ...fresh, granted: [denied] })).toBe("Tick what you allow");
    expect(obstacleOf(ask, "decline", { ...fresh, granted: [] })).toBeNull();
  });

  it("are questions without an answer; blanks are none", () => {
    const { ask } = threeQuestions();
    const fresh = freshFill(ask);
    expect(obstacleOf(ask, "accept", fresh)).toBe("3 questions have no answer yet");
    const answers = [
      { option: 0, text: "" },
      { option: null, text: "no" },
      { option: null, text: "  " },
    ];
    expect(obstacleOf(ask, "accept", { ...fresh, answers })).toBe("1 question has no answer yet");
    expect(obstacleOf(oneQuestion().ask, "accept", freshFill(oneQuestion().ask))).toBe(
      "Pick or write an answer",
    );
  });

  it("are fields that are not right", () => {
    const { ask } = form();
    expect(obstacleOf(ask, "accept", freshFill(ask))).toBe("4 fields are not right yet");
    expect(obstacleOf(emptyForm().ask, "accept", freshFill(emptyForm().ask))).toBeNull();
  });
});

it("never ticks what the server wants ticked", () => {
  const { ask } = form();
  if (ask.kind !== "mcpForm") throw new Error("another kind");
  const tick = ask.fields.findIndex(({ input }) => input.type === "tick");
  expect(freshFill(ask).values[tick]).toBe(false);
});

describe("what is kept", () => {
  it("holds no secret", () => {
    const questions = threeQuestions().ask;
    const answers = ["a", "b", "hunter2"].map((text) => ({ option: null, text }));
    expect(JSON.stringify(withoutSecrets(questions, { ...freshFill(questions), answers }))).not.toContain(
      "hunter2",
    );
    const { ask } = form();
    const values = freshFill(ask).values.map((value) => (value === "" ? "hunter2" : value));
    const kept = withoutSecrets(ask, { ...freshFill(ask), values });
    expect(kept.values.at(-1)).toBe("");
    expect(kept.values[0]).toBe("hunter2");
  });

  it.each([permissions, oneQuestion, threeQuestions, form, ruled])("comes back whole: %o", (make) => {
    const { ask } = make();
    const fill = { ...freshFill(ask), words: 2 };
    expect(fillFrom(ask, through(fill))).toEqual(fill);
  });

  it.each([
    null,
    "x",
    {},
    { words: -1, granted: [], answers: [], values: [] },
    { words: null, granted: [9], answers: [], values: [] },
    { words: null, granted: [0], answers: [{ option: null, text: "" }], values: [] },
    { words: null, granted: [0], answers: [], values: ["x"] },
  ])("is dropped when it does not fit: %j", (kept) => {
    expect(fillFrom(permissions().ask, kept)).toBeUndefined();
  });

  it("is dropped when it names an option that is not there", () => {
    const kept = { words: null, granted: [], values: [] };
    const { ask } = oneQuestion();
    expect(fillFrom(ask, { ...kept, answers: [{ option: 2, text: "" }] })).toBeDefined();
    expect(fillFrom(ask, { ...kept, answers: [{ option: 3, text: "" }] })).toBeUndefined();
  });
});
