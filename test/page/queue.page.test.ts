// Sending while Codex works: steer or queue, by the setting and by the other key; what waits can be edited, moved, sent
// now, deleted and held; and a message that the server lost says so.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { WhileBusy } from "../../extension/shared/messageQueue.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { agent, host, page, running, text, thread, turn, user } from "../gallery/builders.ts";
import { command } from "../samples/events.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const turns = [turn("turn-1", [user("Hi"), agent("So", running)], { status: "inProgress" })];
const messages = [
  { clientId: "q1", text: "First of all" },
  { clientId: "q2", text: "After that" },
];
const composer = (stage: Stage) => stage.page.getByRole("textbox", { name: "Message Codex" });

async function opened(change: Partial<ThreadState> = {}, whileBusy: WhileBusy = "steer"): Promise<Stage> {
  const stage = await stages.open({ width: 320 });
  await stage.show(page(thread(turns, change), host({ whileBusy })));
  return stage;
}

it("steers by Enter and queues by Alt+Enter, and says that steering cuts off", async () => {
  const stage = await opened();
  await composer(stage).fill("Now this");
  await stage.page.getByText(/steers it and cuts off what it is writing/).waitFor();
  await stage.page.keyboard.press("Alt+Enter");
  const queued = await stage.intent("queue");
  expect(queued.text).toBe("Now this");
  expect(await composer(stage).inputValue()).toBe("Now this");
  await stage.post({ type: "promptFate", clientId: queued.clientId, taken: true });
  await stage.painted();
  expect(await composer(stage).inputValue()).toBe("");
  await composer(stage).fill("And this");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("send")).toMatchObject({ text: "And this" });
  await stage.close();
});

it("queues by Enter when the person chose so, and steers by Alt+Enter", async () => {
  const stage = await opened({}, "queue");
  expect(await composer(stage).getAttribute("placeholder")).toBe("Message Codex when the turn is done");
  await composer(stage).fill("Later");
  await stage.page.getByText(/waits until the turn is done/).waitFor();
  await stage.page.keyboard.press("Enter");
  const { clientId } = await stage.intent("queue");
  await stage.post({ type: "promptFate", clientId, taken: true });
  await composer(stage).fill("Now");
  await stage.page.keyboard.press("Alt+Enter");
  expect(await stage.intent("send")).toMatchObject({ text: "Now" });
  await stage.close();
});

it("sends at once when no turn runs, whatever the setting says", async () => {
  const stage = await stages.open();
  await stage.show(page(thread([turn("turn-1", [user("Hi")])]), host({ whileBusy: "queue" })));
  await composer(stage).fill("Go");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("send")).toMatchObject({ text: "Go" });
  expect(await stage.intentsOf("queue")).toEqual([]);
  await stage.close();
});

it("lets what waits be moved, sent now, deleted, held and edited, by the keyboard", async () => {
  const stage = await opened({ messageQueue: { messages, held: null } });
  const press = async (name: string): Promise<void> => {
    await stage.page.getByRole("button", { name, exact: true }).focus();
    await stage.page.keyboard.press("Enter");
  };
  const list = stage.page.getByRole("region", { name: "2 queued messages" });
  expect(await list.getByRole("listitem").count()).toBe(2);
  await press("Move down: First of all");
  await press("Send now: steers the running turn: After that");
  await press("Delete: After that");
  await press("Hold");
  await press("Edit in the composer: First of all");
  expect(await composer(stage).inputValue()).toBe("First of all");
  const intents = (await stage.intents()).filter(({ type }) => !["ready", "draft"].includes(type));
  expect(intents).toEqual([
    { type: "moveQueued", clientId: "q1", by: "down" },
    { type: "sendQueued", clientId: "q2" },
    { type: "unqueue", clientId: "q2" },
    { type: "holdQueue", held: true },
    { type: "unqueue", clientId: "q1" },
  ]);
  await stage.close();
});

it("keeps the keyboard at a message that moves, and gives it to the composer when the message goes", async () => {
  const stage = await opened({ messageQueue: { messages, held: "person" } });
  const down = stage.page.getByRole("button", { name: "Move down: First of all" });
  await down.focus();
  await stage.page.keyboard.press("Enter");
  const moved = { messages: messages.toReversed(), held: "person" } as const;
  await stage.tell({ method: "lectern/queueChanged", params: { queue: moved } });
  expect(await down.evaluate((element) => element === document.activeElement)).toBe(true);
  await stage.page.getByRole("button", { name: "Delete: First of all" }).focus();
  await stage.page.keyboard.press("Enter");
  const left = { messages: messages.slice(1), held: "person" } as const;
  await stage.tell({ method: "lectern/queueChanged", params: { queue: left } });
  expect(await composer(stage).evaluate((element) => element === document.activeElement)).toBe(true);
  await stage.close();
});

it("says why it is held, and resumes", async () => {
  const stage = await opened({ messageQueue: { messages, held: "serverGone" } });
  await stage.page.getByText("2 queued, held: the app-server ended").waitFor();
  await stage.page.getByRole("button", { name: "Resume" }).click();
  expect(await stage.intent("holdQueue")).toEqual({ type: "holdQueue", held: false });
  await stage.tell({ method: "lectern/queueChanged", params: { queue: { messages: [], held: null } } });
  expect(await stage.page.getByRole("region", { name: /queued/ }).count()).toBe(0);
  await stage.close();
});

it("marks a message that the server lost, and sends it again", async () => {
  const lost = {
    clientId: "c",
    input: [text("Precious")],
    sentAtMs: 1,
    steers: null,
    acknowledged: true,
    turnId: null,
    notProcessed: null,
  };
  const stage = await opened({ turns: [], outgoing: [lost] });
  await stage.tell({ method: "lectern/serverGone", params: { atMs: 2 } });
  const article = stage.page.getByRole("article", { name: "You: Precious, not processed" });
  await article.getByRole("button", { name: "Send again" }).click();
  expect(await stage.intent("sendAgain")).toEqual({ type: "sendAgain", clientId: "c" });
  await stage.close();
});

it("lets a message that the server lost go", async () => {
  const lost = {
    clientId: "c",
    input: [text("Precious")],
    sentAtMs: 1,
    steers: null,
    acknowledged: true,
    turnId: null,
    notProcessed: "serverGone" as const,
  };
  const stage = await opened({ turns: [], outgoing: [lost] });
  await stage.page.getByRole("button", { name: "Discard" }).click();
  expect(await stage.intent("discard")).toEqual({ type: "discard", clientId: "c" });
  await stage.close();
});

it("marks what the server forgot and we wrote down", async () => {
  const stage = await opened({ turns: [turn("turn-1", [user("Hi")])] });
  const item = command("c1", "rm -r build", { status: "inProgress" });
  await stage.tell({
    method: "lectern/forgotten",
    params: { turnId: "turn-1", item, outcome: "unknown", beganAtMs: 3, endedAtMs: null },
  });
  await stage.page.getByText("rm -r build").waitFor();
  await stage.page.getByRole("article", { name: /^Note: .*outcome is unknown/ }).waitFor();
  await stage.close();
});

it("names a message that steered", async () => {
  const steered = turn("turn-1", [user("Hi"), agent("So"), user("Rather this")]);
  const stage = await opened({ turns: [steered] });
  expect(
    await stage.page.getByRole("article", { name: "You: Rather this, Steered the running turn" }).count(),
  ).toBe(1);
  expect(await stage.page.getByText("Steered the running turn").count()).toBe(1);
  await stage.close();
});
