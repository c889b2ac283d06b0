// Two windows of a real VS Code on one Codex home, with an app-server each: what runs in the first is followed in the
// second, nothing is written there meanwhile, a fork goes its own way, and the thread goes on in the second when the
// first lets go. The scripted model counts what reaches it, so that nothing is sent twice unseen.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { openWorkbench, type Workbench, type WorkbenchWindow } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, approval, articles, button, composer, send, transcript } from "./lecternPage.ts";
import { killWithHost, serverPids } from "./serverProcesses.ts";

const folder = join(projectRoot, ".build", "e2e", "two-windows");

/** A turn that runs until the person answers: no clock says how long. */
const asks = (said: string, end: string) => [
  [message(said), command({ cmd: "date", escalate: { justification: "What time is it?" } })],
  [message(end)],
];

const script = firstOf(
  whenUser(/^Look around/, asks("I look around first.", "That is all there is.")),
  whenUser(/^Look again/, asks("I look once more.", "Nothing new.")),
  whenUser(/^Look for the last time/, asks("I look for the last time.", "Never said.")),
  whenUser(/^Go on/, [message("Going on.")]),
);

let provider: Provider;
let workbench: Workbench;
let second: WorkbenchWindow;
let here: FrameLocator;
let there: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  provider = await startProvider({ script });
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  here = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
  expect(await serverPids(workbench)).toEqual([]);
});

const held = (lectern: FrameLocator): Locator =>
  lectern.getByRole("region", { name: "Open in another window or terminal" });
const stop = (lectern: FrameLocator): Locator => button(lectern, "Stop");
const status = (lectern: FrameLocator): Locator => lectern.getByRole("status").filter({ hasText: "0.169.0" });

/** Opens a thread from the list of a window, by words of its title or of what was said in it. */
async function openIn(window: WorkbenchWindow, lectern: FrameLocator, words: string): Promise<void> {
  await button(lectern, "Earlier threads").click();
  const list = window.page.locator(".quick-input-widget");
  await list.locator(".quick-input-box input").fill(words);
  await list.getByRole("option").filter({ hasText: words }).click();
  await held(lectern).getByText("This view follows it").waitFor();
}

/** How often the model was asked with these words last. */
const timesAsked = (words: string): number =>
  provider.requests.filter(({ kind, lastUserText }) => kind === "turn" && lastUserText === words).length;

it("follows a turn that runs in the other window, as running, and never as ended", async () => {
  await send(here, "Look around");
  await approval(here).waitFor();
  second = await workbench.openWindow(folder);
  there = await second.openLectern();
  await openIn(second, there, "Look around");
  await articles(there, "Codex").getByText("I look around first.").waitFor();
  await status(there).getByText("Working").waitFor();
  expect(
    await transcript(there)
      .getByText(/interrupted|cut off|stopped/i)
      .count(),
  ).toBe(0);
  // Whose approval it is, only the window that runs it can know.
  expect(await approval(there).count()).toBe(0);
  expect(await stop(there).count()).toBe(0);
  expect(await serverPids(workbench)).toHaveLength(2);
});

it("keeps what is typed there, and sends nothing", async () => {
  await composer(there).fill("Go on in a fork");
  await composer(there).press("Enter");
  // Seen above already; who asks for the description of the composer hears it.
  const description = there.getByText("Open in another window or terminal.", { exact: true });
  await description.waitFor({ state: "attached" });
  expect(await button(there, "Send").isDisabled()).toBe(true);
  await expect.poll(() => composer(there).inputValue()).toBe("Go on in a fork");
});

it("shows the rest of the turn when the person allowed it in its own window", async () => {
  await answer(here, /^1?\s*Allow$/);
  await stop(here).waitFor({ state: "detached" });
  await articles(there, "Codex").getByText("That is all there is.").waitFor();
  await status(there).getByText("Working").waitFor({ state: "detached" });
  await expect.poll(() => articles(there, "Command").count()).toBe(1);
  await held(there).waitFor();
});

it("forks in one click, with the text still there, and goes its own way", async () => {
  await held(there).getByRole("button", { name: "Fork" }).click();
  await held(there).waitFor({ state: "detached" });
  await expect.poll(() => composer(there).inputValue()).toBe("Go on in a fork");
  await button(there, "Send").click();
  await articles(there, "Codex").getByText("Going on.").waitFor();
  await expect.poll(() => composer(there).inputValue()).toBe("");
  await expect.poll(() => articles(here, "You").count()).toBe(1);
  await expect.poll(() => articles(there, "You").count()).toBe(2);
});

it("goes on there once the first window is closed, with all that happened in it", async () => {
  await send(here, "Look again");
  await approval(here).waitFor();
  // The fork has the same title: what only the other has finds that one.
  await openIn(second, there, "Look again");
  await articles(there, "Codex").getByText("I look once more.").waitFor();
  await composer(there).fill("Go on here");
  await held(there).getByRole("button", { name: "Continue here" }).click();
  await held(there).getByRole("button", { name: "Do not wait" }).waitFor();
  await answer(here, /^1?\s*Allow$/);
  await articles(there, "Codex").getByText("Nothing new.").waitFor();
  await held(there).waitFor();
  await workbench.close();
  await held(there).waitFor({ state: "detached" });
  await expect.poll(() => composer(there).inputValue()).toBe("Go on here");
  await button(there, "Send").click();
  await articles(there, "Codex").getByText("Going on.").waitFor();
  const told = await articles(there, "You").allInnerTexts();
  expect(told.map((text) => /Look around|Look again|Go on here/.exec(text)?.[0])).toEqual([
    "Look around",
    "Look again",
    "Go on here",
  ]);
  await expect.poll(() => serverPids(workbench)).toHaveLength(1);
});

it("sent each message once, and met no error", async () => {
  const asked = ["Look around", "Look again", "Go on in a fork", "Go on here"].map(timesAsked);
  // A command is asked about once more with its output.
  expect(asked).toEqual([2, 2, 1, 1]);
  expect(provider.unexpected).toEqual([]);
  expect(await there.getByRole("alert").count()).toBe(0);
  expect(await second.page.locator(".notifications-toasts .notification-list-item").count()).toBe(0);
});

it("shows a turn as cut off, and not as running, when its window's processes were killed", async () => {
  await send(there, "Look for the last time");
  await approval(there).waitFor();
  const [server] = await serverPids(workbench);
  if (server === undefined) expect.unreachable();
  const third = await workbench.openWindow(folder);
  const page = await third.openLectern();
  await openIn(third, page, "last time");
  await articles(page, "Codex").getByText("I look for the last time.").waitFor();
  await status(page).getByText("Working").waitFor();
  await killWithHost(server);
  await transcript(page).getByRole("note", { name: "Turn stopped" }).waitFor();
  await status(page).getByText("Working").waitFor({ state: "detached" });
  expect(await transcript(page).getByText("Never said.").count()).toBe(0);
});
