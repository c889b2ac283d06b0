// A message of one's own can be edited and sent anew, forked at, and gone back to: what the page offers, what it asks
// the host for, and that no word is lost on the way.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { agent, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const first = user("Do the first thing");
const second = user("Then the second");
const itemId = second.item.id;
const done = thread([turn("turn-1", [first, agent("Done.")]), turn("turn-2", [second, agent("Done too.")])]);
const composer = (stage: Stage) => stage.page.getByRole("textbox", { name: "Message Codex" });

async function opened(state: ThreadState = done, draft = ""): Promise<Stage> {
  const stage = await stages.open();
  await stage.show(page(state), draft);
  return stage;
}

async function openMenu(stage: Stage): Promise<void> {
  await stage.page.getByRole("article", { name: "You: Then the second" }).hover();
  await stage.page.getByRole("button", { name: "Message actions" }).last().click();
}

async function choose(stage: Stage, name: string): Promise<void> {
  await openMenu(stage);
  await stage.page.getByRole("menuitem", { name }).click();
}

it("edits a message in the composer and sends it in the place of the old one", async () => {
  const stage = await opened(done, "Half a thought");
  await choose(stage, "Edit and resend");
  expect(await composer(stage).inputValue()).toBe("Then the second");
  await stage.page.getByText("Replaces everything from here on. Files stay as they are.").waitFor();
  await composer(stage).press("End");
  await composer(stage).pressSequentially(", better");
  await stage.page.keyboard.press("Enter");
  const sent = await stage.intent("resend");
  expect(sent).toMatchObject({ itemId, text: "Then the second, better" });
  await stage.show(page({ ...done, turns: done.turns.slice(0, 1) }));
  expect(await composer(stage).inputValue()).toBe("Then the second, better");
  await stage.post({ type: "promptFate", clientId: sent.clientId, taken: true });
  await stage.painted();
  expect(await composer(stage).inputValue()).toBe("Half a thought");
  expect(await stage.page.getByText(/^Replaces everything/).count()).toBe(0);
  expect(await stage.intentsOf("send")).toEqual([]);
  await stage.close();
});

it("leaves the edit by Escape, and what stood in the composer comes back", async () => {
  const stage = await opened(done, "Half a thought");
  await choose(stage, "Edit and resend");
  await composer(stage).fill("Something else");
  await stage.page.keyboard.press("Escape");
  expect(await composer(stage).inputValue()).toBe("Half a thought");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("send")).toMatchObject({ text: "Half a thought" });
  expect(await stage.intentsOf("resend")).toEqual([]);
  await stage.close();
});

it("keeps the words when the old message went and the new one was not taken", async () => {
  const stage = await opened();
  await choose(stage, "Edit and resend");
  await composer(stage).fill("Precious words");
  await stage.page.keyboard.press("Enter");
  const { clientId } = await stage.intent("resend");
  await stage.show(page({ ...done, turns: done.turns.slice(0, 1) }));
  await stage.post({ type: "promptFate", clientId, taken: false });
  await stage.page.getByText("The earlier message is removed already.").waitFor();
  expect(await composer(stage).inputValue()).toBe("Precious words");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("send")).toMatchObject({ text: "Precious words" });
  await stage.close();
});

it("goes on with the edit after a reload of the page", async () => {
  const stage = await opened(done, "Half a thought");
  await choose(stage, "Edit and resend");
  await composer(stage).fill("Better");
  await stage.page.waitForFunction(() => JSON.stringify(window.lecternTest.kept).includes("Better"));
  const kept = await stage.kept();
  await stage.close();
  const again = await stages.open({ kept });
  await again.show(page(done));
  expect(await composer(again).inputValue()).toBe("Better");
  await composer(again).press("Enter");
  expect(await again.intent("resend")).toMatchObject({ itemId, text: "Better" });
  await again.close();
});

it("asks the host to fork and to revert, by the keyboard alone", async () => {
  const stage = await opened();
  const button = stage.page.getByRole("button", { name: "Message actions" }).last();
  await button.focus();
  await stage.page.keyboard.press("Enter");
  await stage.page.keyboard.press("ArrowDown");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("fork")).toEqual({ type: "fork", itemId });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await stage.page.keyboard.press("Enter");
  await stage.page.keyboard.press("End");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("revert")).toEqual({ type: "revert", itemId });
  await stage.page.keyboard.press("Enter");
  await stage.page.keyboard.press("Escape");
  expect(await stage.page.getByRole("menu").count()).toBe(0);
  await stage.close();
});

it("says why it cannot, in place of doing it", async () => {
  const stage = await opened({ ...done, historyMode: "legacy" });
  await openMenu(stage);
  const entry = stage.page.getByRole("menuitem", { name: "Revert to here" });
  expect(await entry.getAttribute("aria-disabled")).toBe("true");
  await stage.page.getByText("An older Codex wrote this thread").first().waitFor();
  await entry.click({ force: true });
  expect(await stage.intentsOf("revert")).toEqual([]);
  await stage.close();
});

it("does not go back to a message that steered, and says that a running turn is stopped", async () => {
  const turns = [turn("turn-1", [first, agent("So", running), second], { status: "inProgress" })];
  const stage = await opened(thread(turns));
  await openMenu(stage);
  await stage.page.getByText("It steered a running turn").first().waitFor();
  await stage.page.keyboard.press("Escape");
  await stage.page.getByRole("article", { name: "You: Do the first thing" }).hover();
  await stage.page.getByRole("button", { name: "Message actions" }).first().click();
  await stage.page.getByRole("menuitem", { name: "Edit and resend" }).click();
  await stage.page.getByText("The running turn is stopped first.").waitFor();
  await stage.page.keyboard.press("Escape");
  expect(await stage.intentsOf("stop")).toEqual([]);
  await stage.close();
});
