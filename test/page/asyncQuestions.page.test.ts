// Questions that the agent left without waiting: an option goes into the composer, the person sends it.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, entry, page, thread, turn, user } from "../gallery/builders.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

function asking(...questions: { title: string; options: string[] | null }[]): ItemEntry {
  const { item } = agent("Two things are open.");
  return entry({ ...item, questions } as ItemEntry["item"]);
}

const keep = { title: "How long?", options: ["24 hours", "7 days\u202e"] };
const free = { title: "Free it?", options: ["Yes", "No"] };

it("puts an option into the composer, as something typed that can be undone, and sends nothing", async () => {
  const stage = await stages.open();
  await stage.show(page(thread([turn("turn-1", [user("Go"), asking(keep)])])));
  const composer = stage.page.getByRole("textbox", { name: "Message Codex" });
  await stage.page.getByRole("button", { name: "24 hours" }).click();
  expect(await composer.inputValue()).toBe("24 hours");
  expect(await stage.intentsOf("send")).toEqual([]);
  await stage.page.keyboard.press("ControlOrMeta+z");
  expect(await composer.inputValue()).toBe("");
  await stage.page.keyboard.press("ControlOrMeta+Shift+z");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intentsOf("send")).toMatchObject([{ text: "24 hours" }]);
  await stage.close();
});

it("says which question an option answers, and keeps what stands there", async () => {
  const stage = await stages.open();
  await stage.show(page(thread([turn("turn-1", [user("Go"), asking(keep, free)])])), "Thanks.");
  await stage.page.getByRole("button", { name: "No", exact: true }).click();
  await stage.page.getByRole("button", { name: /^7 days/ }).click();
  const composer = stage.page.getByRole("textbox", { name: "Message Codex" });
  expect(await composer.inputValue()).toBe("Thanks.\nFree it? No\nHow long? 7 days\u202e");
  await stage.close();
});

it("is answered once the person said something later", async () => {
  const stage = await stages.open();
  const answered = turn("turn-1", [user("Go"), asking(keep)]);
  await stage.show(page(thread([answered, turn("turn-2", [user("24 hours"), agent("Good.")])])));
  expect(await stage.page.getByText("Answered", { exact: true }).count()).toBe(1);
  expect(await stage.page.getByRole("button", { name: "24 hours" }).count()).toBe(0);
  await stage.close();
});
