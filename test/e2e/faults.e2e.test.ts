// What a person sees when something breaks: the server is killed idle and in the middle of a turn, the page and the
// window are reloaded with an approval open. A real VS Code, the real binary, a scripted provider that the Codex
// home's own config.toml names, so that nothing here depends on the demo.

import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startProvider, type Provider } from "../provider/provider.ts";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { answer, approval, articles, button, composer, send, transcript } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

let folder: string;
let provider: Provider;
let workbench: Workbench;
let lectern: FrameLocator;

const script = firstOf(
  whenUser(/long/, longStream(400, { delayMs: 50 })),
  whenUser(
    /touch/,
    sequence([
      command({ cmd: "touch allowed.txt", escalate: { justification: "The file is to be made." } }),
      message("The file is made."),
    ]),
  ),
  whenUser(
    /slowly/,
    sequence([
      [
        message({ text: "Step 1. " + "More. ".repeat(60), deltas: 60, delayMs: 100 }),
        command({ cmd: "date", escalate: { justification: "What time is it?" } }),
      ],
      message("Understood."),
    ]),
  ),
  whenUser(/hello/, sequence([message("Hello back.")])),
);

beforeAll(async () => {
  folder = await makeWorkFolder("faults");
  provider = await startProvider({ script });
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
  expect(await serverPids(workbench)).toEqual([]);
});

async function killServer(): Promise<void> {
  const pids = await serverPids(workbench);
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );

it("works with a provider that needs no sign-in", async () => {
  await send(lectern, "hello");
  await articles(lectern, "Codex").getByText("Hello back.").waitFor();
  await expect.poll(() => composer(lectern).inputValue()).toBe("");
});

it("goes on in the same thread after the idle server was killed", async () => {
  await killServer();
  await send(lectern, "hello again");
  await expect.poll(async () => await articles(lectern, "Codex").getByText("Hello back.").count()).toBe(2);
});

it("keeps what was streamed when the server dies in the middle of a turn, says so, and goes on", async () => {
  await send(lectern, "a long one");
  await lectern.getByText("Sentence 5.").first().waitFor();
  await killServer();
  await lectern
    .getByText(/server (stopped|ended)/i)
    .first()
    .waitFor();
  await expect.poll(() => lectern.getByText("Sentence 5.").count()).toBe(1);
  await button(lectern, "Stop").waitFor({ state: "detached" });
  await send(lectern, "hello once more");
  await expect.poll(async () => await articles(lectern, "Codex").getByText("Hello back.").count()).toBe(3);
});

it("stops a turn", async () => {
  await send(lectern, "a long one");
  await expect.poll(async () => await lectern.getByText("Sentence 5.").count()).toBe(2);
  await button(lectern, "Stop").click();
  await button(lectern, "Stop").waitFor({ state: "detached" });
  expect(await lectern.getByText("Sentence 400.").count()).toBe(0);
});

it("keeps an open approval, unanswered, over a reload of the page, and takes one answer", async () => {
  const made = join(folder, "allowed.txt");
  await send(lectern, "touch a file");
  await approval(lectern).waitFor();
  const left = workbench.page.waitForEvent("framedetached");
  await workbench.runCommand("Developer: Reload Webviews");
  await left;
  lectern = workbench.lecternPage();
  await approval(lectern).waitFor();
  expect(await approval(lectern).getByRole("radio", { checked: true }).count()).toBe(0);
  expect(await exists(made)).toBe(false);
  await answer(lectern, /^1?\s*Allow$/);
  await articles(lectern, "Codex").getByText("The file is made.").waitFor();
  expect(await exists(made)).toBe(true);
});

it("tells of an approval while the view is hidden, and brings the card up, unanswered", async () => {
  await send(lectern, "slowly, while nobody looks");
  await lectern.getByText("Step 1.").first().waitFor();
  await workbench.runCommand("View: Toggle Secondary Side Bar Visibility");
  await workbench.page.locator(".part.auxiliarybar").waitFor({ state: "hidden" });
  const toast = workbench.page.locator(".notifications-toasts");
  await toast.getByText("Codex is waiting for your answer.").waitFor();
  await toast.getByRole("button", { name: "Show" }).click();
  lectern = workbench.lecternPage();
  await approval(lectern).waitFor();
  expect(await approval(lectern).getByRole("radio", { checked: true }).count()).toBe(0);
  await answer(lectern, /^\d?\s*Deny, and let Codex continue/);
});

it("voids an open approval when the server dies, and nothing runs", async () => {
  await send(lectern, "touch it again");
  await approval(lectern).waitFor();
  await killServer();
  await approval(lectern).waitFor({ state: "detached" });
  await transcript(lectern)
    .getByText(/server ended/)
    .first()
    .waitFor();
});

it("keeps over a reload of the window what was streamed and what was never answered, each with its mark", async () => {
  await send(lectern, "a long one, for the reload");
  const turn = articles(lectern, "Codex").last();
  await turn.getByText("Sentence 20.").waitFor();
  await workbench.reload();
  lectern = workbench.lecternPage();
  await transcript(lectern).getByText("cut off").last().waitFor();
  await articles(lectern, "Codex").last().getByText("Sentence 5.").waitFor();
  // On a slow machine more was streamed than the page shows at once.
  await button(lectern, "Previous prompt").click();
  await articles(lectern, "You").getByText("a long one, for the reload").waitFor();
  await lectern.getByText("Not run: Codex ended before your answer").first().waitFor();
  await button(lectern, "Stop").waitFor({ state: "detached" });
  await expect.poll(() => composer(lectern).inputValue()).toBe("");
  await send(lectern, "hello after all");
  await articles(lectern, "Codex").last().getByText("Hello back.").waitFor();
});
