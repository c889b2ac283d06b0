// The folder of the next thread: asked for only where there are several, named as the workspace names it.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, host, page, thread, turn, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const folders = [
  { name: "shop (work)", path: "/work/shop" },
  { name: "shop (old)", path: "/old/shop" },
];
const folder = folders[1] ?? null;

it("is offered for a new thread of a workspace with several folders, and only there", async () => {
  const stage = await stages.open({ width: 320 });
  const pick = stage.page.getByRole("button", { name: "in shop (old)" });
  await stage.show(page(null, host({ folder, folders: folders.slice(1) })));
  await stage.painted();
  expect(await pick.count()).toBe(0);
  await stage.show(page(null, host({ folder, folders })));
  await pick.click();
  expect(await stage.intent("pickFolder")).toEqual({ type: "pickFolder" });
  await stage.show(
    page(thread([turn("t", [user("Hi"), agent("So")])], { cwd: "/work/shop" }), host({ folder, folders })),
  );
  await pick.waitFor({ state: "detached" });
  await stage.page.locator(".header-folder").getByText("shop (work)", { exact: true }).waitFor();
  await stage.close();
});
