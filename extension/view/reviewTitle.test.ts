// Holds what a review is called, in the page and in the tab.

import { expect, it } from "vitest";
import { emptyThread, type ThreadState, type TurnState } from "../shared/threadState.ts";
import { reviewTitle, tabTitle } from "./reviewTitle.ts";

function turnOf(turnId: string, text: string): TurnState {
  const content = [{ type: "text" as const, text, text_elements: [] }];
  const item = { type: "userMessage" as const, id: turnId, clientId: null, content };
  return { turnId, entries: [{ itemId: turnId, item, phase: "completed" }] } as unknown as TurnState;
}

const thread: ThreadState = {
  ...emptyThread("t", "/w"),
  olderCursor: null,
  turns: [turnOf("1", "Hello"), turnOf("2", "\n Store the key first\nand more")],
};

it("names a turn by its number and prompt, a thread by its title", () => {
  expect(reviewTitle({ threadId: "t", turnId: "2" }, thread, "Shop")).toBe("Turn 2 — Store the key first");
  expect(reviewTitle({ threadId: "t", turnId: "2" }, { ...thread, olderCursor: "c" }, "Shop")).toBe(
    "Turn — Store the key first",
  );
  expect(reviewTitle({ threadId: "t", turnId: null }, thread, "Shop")).toBe("All changes — Shop");
  expect(reviewTitle({ threadId: "t", turnId: "9" }, undefined, "Shop")).toBe("Changes of one turn — Shop");
  expect(reviewTitle({ threadId: "t", turnId: null }, undefined, "")).toBe("All changes of the thread");
});

it("is short and hides nothing in a tab", () => {
  expect(tabTitle("a\u202eb $(trash)\nc")).toBe("a[U+202E]b $\u200b(trash) c");
  expect(Array.from(tabTitle("x".repeat(100)))).toHaveLength(40);
});
