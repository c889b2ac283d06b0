import { describe, expect, it } from "vitest";
import type { ThreadItem } from "../shared/protocol.ts";
import { emptyThread, type ThreadState, type TurnState } from "../shared/threadState.ts";
import { commitMessage } from "./commitMessage.ts";

const said = (item: ThreadItem) => ({
  kind: "item" as const,
  item,
  phase: "completed" as const,
  startedAtMs: 0,
  completedAtMs: 0,
  stdin: [],
  unasked: null,
  progress: null,
});
function turn(turnId: string, prompt: string, ...answers: string[]): TurnState {
  const user = {
    type: "userMessage" as const,
    id: `${turnId}-u`,
    clientId: null,
    content: [{ type: "text" as const, text: prompt, text_elements: [] }],
  };
  const messages = answers.map((text, at) => ({
    type: "agentMessage" as const,
    id: `${turnId}-${at}`,
    text,
    phase: null,
    memoryCitation: null,
  }));
  return {
    turnId,
    rootTurnId: null,
    status: "completed",
    error: null,
    retrying: null,
    startedAtMs: 0,
    completedAtMs: 1,
    entries: [user as ThreadItem, ...(messages as ThreadItem[])].map(said),
    diff: null,
    plan: null,
    sensitive: [],
    changes: null,
  };
}
function thread(...turns: TurnState[]): ThreadState {
  return { ...emptyThread("t", "/work"), turns };
}

describe("the commit message", () => {
  it("has the prompt of the turn as subject and the last answer as body", () => {
    const both = thread(
      turn("1", "something else", "Else."),
      turn(
        "2",
        "\n make the checkout safe to retry.\nPlease",
        "I look.",
        "## Done\n\nIt holds an **order key**.",
      ),
    );
    expect(commitMessage(both, "2")).toBe(
      "Make the checkout safe to retry\n\nDone\n\nIt holds an order key.",
    );
  });

  it("has the name of the thread where all of it is committed", () => {
    const named = { ...thread(turn("1", "do it", "Done.")), name: "Retry safe checkout" };
    expect(commitMessage(named, null)).toBe("Retry safe checkout\n\nDone.");
    expect(commitMessage({ ...named, name: null, preview: "do it now" }, null)).toBe("Do it now\n\nDone.");
  });

  it("breaks long lines at words, and indents what a list item goes on with", () => {
    const long = `Add ${"words ".repeat(40)}end`;
    const message = commitMessage(thread(turn("1", long, `- ${"item ".repeat(30)}end`)), "1");
    const [subject = "", , ...body] = message.split("\n");
    expect(subject.length).toBeLessThanOrEqual(72);
    expect(subject.startsWith("Add words")).toBe(true);
    expect(body.every((line) => line.length <= 72)).toBe(true);
    expect(body[1]?.startsWith("  item")).toBe(true);
  });

  it("shows hidden characters, and is nothing where nothing was said", () => {
    expect(commitMessage(thread(turn("1", "a\u202eb")), "1")).toContain("U+202E");
    expect(commitMessage(thread(), null)).toBe("");
  });
});
