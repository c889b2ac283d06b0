// The commands that outlive their turn: a line above the composer, a list behind it, and an End for each.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, host, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const commands = [
  { itemId: "a", processId: "11", command: "npm run dev\u202E" },
  { itemId: "b", processId: "12", command: "sleep 600" },
];

it("counts them, shows each with its hidden characters, and ends the one that is meant", async () => {
  const stage = await stages.open({ width: 320 });
  await stage.show(page(thread([turn("t", [user("Hi"), agent("So")])], { commands }), host()));
  const box = stage.page.getByRole("region", { name: "2 commands are still running" });
  const end = box.getByRole("button", { name: /^End: npm run dev.*202E/ });
  expect(await end.count()).toBe(0);
  await box.getByRole("button", { name: "Show" }).click();
  await end.click();
  expect(await stage.intent("endCommand")).toEqual({ type: "endCommand", processId: "11" });
  await stage.tell({ method: "lectern/commandsRead", params: { commands: [] } });
  await box.waitFor({ state: "detached" });
  await stage.close();
});

it("says nothing while a turn runs", async () => {
  const stage = await stages.open({ width: 320 });
  const turns = [turn("t", [user("Hi"), agent("So", running)], { status: "inProgress" })];
  await stage.show(page(thread(turns, { commands }), host()));
  await stage.page.getByRole("button", { name: "Stop" }).waitFor();
  expect(await stage.page.getByText("still running").count()).toBe(0);
  await stage.close();
});
