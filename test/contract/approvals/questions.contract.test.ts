// Questions of the model, on the real server: what the model is told for each way of answering, in the mode that
// waits and in the one that does not.

import { describe, expect, it } from "vitest";
import { requestUserInput, requestUserInputAsync } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { itemsOf } from "../stage.ts";
import { type Answer, changing, openDesk, replyLine } from "./desk.ts";

const model = "gpt-6.1-sol";
const options = [
  { label: "Red", description: "Warm" },
  { label: "Blue", description: "Cold" },
];
const script = sequence([
  requestUserInput([
    { id: "colour", header: "Colour", question: "Which colour?", options },
    { id: "size", header: "Size", question: "Which size?", options },
  ]),
  message("Done."),
]);
const answering = (...answers: { option: number | null; text: string }[]): Answer => [
  "accept",
  { kind: "answers", answers },
];

describe("questions that do not hold the turn", () => {
  it.each<[string, Answer, { colour: string[]; size: string[] } | null]>([
    [
      "options",
      answering({ option: 1, text: "" }, { option: 0, text: "" }),
      { colour: ["Blue"], size: ["Red"] },
    ],
    [
      "an option with words, and words alone",
      answering({ option: 0, text: " dark " }, { option: null, text: "huge" }),
      { colour: ["Red", "dark"], size: ["huge"] },
    ],
    ["no answer", "decline", null],
  ])("%s", async (_, answer, told) => {
    const desk = await openDesk(script, { model, features: ["default_mode_request_user_input"] });
    const seen = await desk.turn("go", [answer]);
    expect(seen.cards[0]?.ask).toMatchObject({ kind: "questions", isBlocking: false });
    const answers = told ? { colour: { answers: told.colour }, size: { answers: told.size } } : {};
    expect(desk.replies).toEqual([replyLine(0, { answers })]);
    expect(seen.told.map((output) => JSON.parse(output) as unknown)).toEqual([{ answers }]);
    expect(seen.turn.status).toBe("completed");
  });
});

describe("questions in plan mode", () => {
  it("hold the turn", async () => {
    const settings = { model, reasoning_effort: null, developer_instructions: null };
    const between = changing("turn/start", (params) => ({
      ...params,
      collaborationMode: { mode: "plan", settings },
    }));
    const desk = await openDesk(script, { model, host: { between } });
    const seen = await desk.turn("go", [answering({ option: 0, text: "" }, { option: null, text: "s" })]);
    expect(seen.cards[0]?.ask).toMatchObject({ kind: "questions", isBlocking: true });
    const answers = { colour: { answers: ["Red"] }, size: { answers: ["s"] } };
    expect(JSON.parse(seen.told[0] ?? "")).toEqual({ answers });
  });
});

describe("questions within a message", () => {
  it("are a message of their own and no request", async () => {
    const asked = [{ title: "Which colour?", options: ["Red"] }];
    const desk = await openDesk(sequence([requestUserInputAsync(asked), message("Done.")]), { model });
    const { turn } = await desk.turn("go");
    expect(desk.requests).toEqual([]);
    expect(itemsOf(turn, "agentMessage")[0]?.item).toMatchObject({ delivery: "async", questions: asked });
  });
});
