// A thread that another window holds: followed, with the text of the composer kept and nothing sent or stopped.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, host, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const turns = [turn("turn-1", [user("Hi"), agent("So", running)], { status: "inProgress" })];

it("says who holds it, keeps the text, and offers to go on here or in a fork", async () => {
  const stage = await stages.open({ width: 320 });
  const composer = stage.page.getByRole("textbox", { name: "Message Codex" });
  await stage.show(page(thread(turns), host()));
  await stage.page.getByRole("button", { name: "Stop" }).waitFor();
  await composer.fill("Precious");
  await stage.tell({ method: "lectern/elsewhere", params: { waits: false, isFree: false } });
  const box = stage.page.getByRole("region", { name: "Open in another window or terminal" });
  await box.getByText("This view follows it").waitFor();
  await composer.press("Enter");
  await stage.painted();
  expect(await composer.inputValue()).toBe("Precious");
  expect(await stage.page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  await box.getByRole("button", { name: "Fork" }).click();
  expect(await stage.intent("forkThread")).toEqual({ type: "forkThread" });
  await box.getByRole("button", { name: "Continue here" }).click();
  expect(await stage.intent("continueHere")).toEqual({ type: "continueHere", isWanted: true });
  await stage.tell({ method: "lectern/elsewhere", params: { waits: true, isFree: false } });
  await box.getByRole("button", { name: "Do not wait" }).click();
  await expect
    .poll(() => stage.intentsOf("continueHere"))
    .toEqual([true, false].map((isWanted) => ({ type: "continueHere", isWanted })));
  await composer.fill("");
  expect(await stage.page.getByRole("button", { name: "Stop" }).count()).toBe(0);
  await stage.close();
});

it("shows what happened there in its place", async () => {
  const stage = await stages.open({ width: 320 });
  await stage.show(page(thread(turns, { elsewhere: { waits: false, isFree: false } }), host()));
  const done = {
    id: "turn-1",
    rootTurnId: "turn-1",
    items: [agent("All is done there.").item],
    itemsView: "full" as const,
    status: "completed" as const,
    error: null,
    startedAt: 1,
    completedAt: 2,
    durationMs: 1000,
  };
  const told = { name: "There", preview: "Hi", cwd: "/work/shop", olderCursor: null, runningTurnId: null };
  await stage.tell({
    method: "lectern/elsewhereRead",
    params: { ...told, turns: [done], turnIds: ["turn-1"] },
  });
  await stage.page.getByText("All is done there.").waitFor();
  await stage.close();
});
