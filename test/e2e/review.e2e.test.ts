// A review by the agent in a real VS Code: asked for from the palette, its findings stand at their lines and in
// Problems, "Fix this" writes into the composer and sends nothing.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { sequence } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { articles, button, composer, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "review-sample");
const file = join(folder, "src", "greeting.js");

const finding = (title: string, priority: number, line: number, path = file) => ({
  title,
  body: '`greet("")` says `Hello, !`. ![x](https://example.org/x.png)',
  confidence_score: 0.9,
  priority,
  code_location: { absolute_file_path: path, line_range: { start: line, end: line } },
});

const verdict = {
  findings: [
    finding("[P1] The empty name is greeted badly", 1, 2),
    finding("[P3] A file of another folder", 3, 1, "/etc/passwd"),
  ],
  overall_correctness: "patch is incorrect",
  overall_explanation: "One case is wrong.",
  overall_confidence_score: 0.9,
};

let provider: Provider;
let workbench: Workbench;
let page: Page;
let lectern: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  provider = await startProvider({ script: sequence([[message(JSON.stringify(verdict))]]) });
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  page = workbench.page;
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

it("shows what the review found, once, and opens it at its line", async () => {
  await workbench.runCommand("Lectern: Review Changes with Codex…");
  await page.getByRole("option", { name: /In Your Own Words/ }).click();
  await page.locator(".quick-input-widget input").fill("Look at src/greeting.js.");
  await page.keyboard.press("Enter");
  await transcript(lectern).getByText("Review finished: 2 findings").waitFor();
  await articles(lectern, "Codex").getByText("The empty name is greeted badly").waitFor();
  await expect.poll(() => transcript(lectern).getByText("One case is wrong.").count()).toBe(1);
  await button(lectern, "Show findings in the editor").click();
  await page
    .locator(".notifications-toasts")
    .getByText("Findings that name no file inside this folder are in the thread only.")
    .waitFor();
  const comment = page.locator(".review-widget").filter({ hasText: "The empty name is greeted badly" });
  await comment.getByText("says `Hello, !`").waitFor();
  // The reviewer's words are text: no picture is made of them.
  expect(await comment.locator("img[src*='example.org']").count()).toBe(0);
});

it("writes what is to be fixed into the composer, and leaves the sending to the person", async () => {
  await page.locator(".review-widget").getByRole("button", { name: "Fix This with Codex" }).click();
  await expect
    .poll(() => composer(lectern).inputValue())
    .toMatch(/^Fix this finding of the review: The empty name is greeted badly\n\nsrc\/greeting\.js:2\n\n/);
  await expect.poll(() => articles(lectern, "You").count()).toBe(1);
});

it("takes a finding away that the person dismissed", async () => {
  await page.locator(".review-widget").getByRole("button", { name: "Dismiss This Finding" }).click();
  await page.locator(".review-widget").waitFor({ state: "detached" });
});
