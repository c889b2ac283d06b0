// Pictures of files: asked of the host when they come near, shown from a blob, never fetched, and nothing moves when
// they come.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Intent } from "../../extension/shared/bridge.ts";
import { agent, cwd, other, page, thread, turn, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";
import { driftOf, lineUnderTheEye, longTurns, scrollTo, settled } from "./transcriptStage.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const url =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const viewed = other("imageView", { id: "viewed", path: `${cwd}/docs/flow.png` });
const attached = user("Like this", { type: "localImage", path: "/tmp/screen.png" });

it("asks for each picture by its item or its path, and shows what comes", async () => {
  const stage = await stages.open();
  const words =
    "![The flow](docs/flow.png) ![web](https://a.example/x.png) [![badge](b.png)](https://a.example)";
  await stage.show(page(thread([turn("turn-1", [attached, viewed, agent(words)])])));
  const items = await stage.page.waitForFunction(() => {
    const asked = window.lecternTest.posted.filter(({ type }) => type.startsWith("load"));
    return asked.length >= 3 && asked;
  });
  const asked = (await items.jsonValue()) as Intent[];
  expect(asked).toHaveLength(3);
  expect(new Set(asked.map((intent) => JSON.stringify(intent)))).toEqual(
    new Set([
      `{"type":"loadItemPicture","itemId":"${attached.item.id}","index":1}`,
      `{"type":"loadItemPicture","itemId":"viewed","index":0}`,
      `{"type":"loadLinkedPicture","href":"docs/flow.png"}`,
    ]),
  );
  await stage.post({ type: "picture", key: `item ${attached.item.id} 1`, picture: { url } });
  await stage.post({ type: "picture", key: "file docs/flow.png", picture: { url } });
  await stage.post({ type: "picture", key: "item viewed 0", picture: { problem: "Larger than 10 MB" } });
  await stage.page.getByRole("button", { name: "screen.png, small" }).waitFor();
  await stage.page.getByText("Larger than 10 MB").waitFor();
  const picture = stage.page.getByRole("button", { name: "The flow, small" });
  expect(await picture.locator("img").getAttribute("src")).toMatch(/^blob:/);
  await picture.click();
  await stage.page.getByRole("button", { name: "The flow, shown large" }).waitFor();
  expect(await stage.page.locator("img").count()).toBe(2);
  expect(stage.strangeRequests().filter((address) => !address.startsWith("blob:"))).toEqual([]);
  expect(await stage.reports()).toEqual([]);
  await stage.close();
});

it("moves nothing under the eye when pictures above it come", async () => {
  const stage = await stages.open();
  const turns = longTurns(12).map((made, at) => ({
    ...made,
    entries: [...made.entries, other("imageView", { id: `view-${at}`, path: `${cwd}/${at}.png` })],
  }));
  await stage.show(page(thread(turns)));
  await scrollTo(stage, 0.5);
  const line = await lineUnderTheEye(stage);
  const asked = await stage.intentsOf("loadItemPicture");
  expect(asked.length).toBeGreaterThan(0);
  for (const { itemId } of asked)
    await stage.post({ type: "picture", key: `item ${itemId} 0`, picture: { url } });
  await settled(stage);
  expect(await driftOf(stage, line)).toBeLessThan(1);
  await stage.close();
});
