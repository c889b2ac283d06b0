// What comes when: a page without a thread is drawn before what shows threads is asked for, a thread waits for it
// quietly, and a file that does not come is told of where it was needed, the rest of the page at hand.

import { afterAll, beforeAll, expect, it } from "vitest";
import { noDraft } from "../../extension/shared/bridge.ts";
import { agent, files, page, thread, turn, update, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const talk = page(thread([turn("turn-1", [user("Go"), agent("Gone.")])]));
const partsFile = /chunk-threadParts-/;
const post = { type: "snapshot", epoch: 1, seq: 0, draft: noDraft } as const;

it("draws a page without a thread before what shows threads is there", async () => {
  const stage = await stages.open({ hasOwnWindow: true });
  const asked = Promise.withResolvers<boolean>();
  const isDrawn = (): Promise<boolean> =>
    stage.page.getByRole("textbox", { name: "Message Codex" }).isVisible();
  await stage.ownPage.route(partsFile, async (route) => {
    asked.resolve(await isDrawn());
    await route.abort();
  });
  expect(await isDrawn()).toBe(false);
  await stage.post({ ...post, state: { ...talk, thread: null } });
  expect(await asked.promise).toBe(true);
  expect(await stage.page.getByText("could not be shown").count()).toBe(0);
  await stage.close();
});

it("shows a thread that comes back from its document alone", async () => {
  const stage = await stages.open({ hasThread: true, hasOwnWindow: true });
  await stage.ownPage.route(/\.(?:js|css)$/, (route) => route.abort());
  await stage.post({ ...post, state: talk });
  await stage.page.getByRole("log", { name: "Transcript" }).getByText("Gone.").waitFor();
  expect(await stage.page.getByRole("article", { name: /^You/ }).isVisible()).toBe(true);
  expect(await stage.reports()).toEqual([]);
  await stage.close();
});

it("brings from files what a thread that came back needs later: buttons, colours, diffs", async () => {
  const stage = await stages.open({ hasThread: true });
  const code = agent("```ts\nconst answer = 42;\n```");
  const changed = files([update("src/a.ts", "@@ -1 +1 @@\n-old\n+new\n")]);
  await stage.post({ ...post, state: page(thread([turn("turn-1", [user("Go"), code, changed])])) });
  await stage.page.locator(".hl-keyword").first().waitFor();
  await stage.page
    .getByRole("article", { name: /^File change/ })
    .getByText("new", { exact: true })
    .waitFor();
  await stage.page.waitForFunction(() => customElements.get("vscode-button") !== undefined);
  expect(await stage.reports()).toEqual([]);
  expect(stage.strangeRequests()).toEqual([]);
  await stage.close();
});

it("keeps the place of a thread until it can be shown, and lets one write meanwhile", async () => {
  const stage = await stages.open({ hasOwnWindow: true });
  const held = Promise.withResolvers<void>();
  await stage.ownPage.route(partsFile, async (route) => {
    await held.promise;
    await route.continue();
  });
  await stage.post({ ...post, state: talk });
  const log = stage.page.getByRole("log", { name: "Transcript" });
  expect(await log.getAttribute("aria-busy")).toBe("true");
  await stage.page.getByRole("textbox", { name: "Message Codex" }).fill("More");
  held.resolve();
  await log.getByText("Gone.").waitFor();
  expect(await log.getAttribute("aria-busy")).toBeNull();
  expect(await stage.page.getByRole("textbox", { name: "Message Codex" }).inputValue()).toBe("More");
  expect(await stage.reports()).toEqual([]);
  await stage.close();
});

it("says that a thread cannot be shown when its file does not come", async () => {
  const stage = await stages.open({ hasOwnWindow: true });
  await stage.ownPage.route(partsFile, (route) => route.abort());
  await stage.post({ ...post, state: talk });
  await stage.page.getByText("This part (transcript) could not be shown").waitFor();
  expect(await stage.page.getByRole("textbox", { name: "Message Codex" }).isEnabled()).toBe(true);
  await stage.close();
});
