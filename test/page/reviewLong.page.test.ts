// Comments in the review pane, from the first letter to the message; and changes of a hundred thousand lines.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longSample, turnSample } from "../gallery/reviewSamples.ts";
import { sampleComment } from "../gallery/reviewStates.ts";
import { focused, namesOf, ReviewStages } from "./reviewStage.ts";

let stages: ReviewStages;
beforeAll(async () => {
  stages = await ReviewStages.start();
});
afterAll(async () => await stages.stop());

describe("comments", () => {
  it("are written at a line by mouse or keyboard, changed, deleted and sent together", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("button", { name: "Comment on added line 53" }).click();
    await page.keyboard.type("Keep it in config");
    await page.keyboard.press("Control+Enter");
    const first = page.getByRole("group", { name: "Your comment on line 53 of src/checkout.ts" });
    expect(await first.innerText()).toContain("Keep it in config");
    // By keys: from the first line of a stretch with the arrows.
    const line = page.getByRole("button", { name: "Comment on line 7" });
    await line.focus();
    await page.keyboard.press("ArrowDown");
    expect(await focused(stage)).toBe("Comment on removed line 8");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Why?");
    await page.getByRole("button", { name: "Add comment" }).click();
    await first.getByRole("button", { name: /^Edit comment/ }).click();
    await page.keyboard.type(", not here.");
    await page.getByRole("button", { name: "Save comment" }).click();
    await page.getByRole("button", { name: "Send 2 comments to Codex" }).click();
    const [sent] = await stage.intentsOf("sendComments");
    expect(sent?.comments.map(({ path, line, side, text }) => [path, line, side, text])).toEqual([
      ["src/checkout.ts", 53, "new", "Keep it in config, not here."],
      ["package.json", 8, "old", "Why?"],
    ]);
    expect(await page.getByRole("button", { name: "Sending…" }).isDisabled()).toBe(true);
    const ids = sent?.comments.map(({ id }) => id) ?? [];
    await stage.post({ type: "commentsFate", ids, taken: false, because: "It is full." });
    expect(await page.getByRole("status").innerText()).toBe(
      "The comments were not sent, and are still here: It is full.",
    );
    await first.getByRole("button", { name: /^Delete comment/ }).click();
    await page.getByRole("button", { name: "Send 1 comment to Codex" }).click();
    await stage.post({ type: "commentsFate", ids: ids.slice(1), taken: true, because: null });
    expect(await page.getByRole("group", { name: /^Your comment/ }).count()).toBe(0);
    expect(await page.getByRole("status").innerText()).toBe("1 comment sent to Codex.");
    await stage.close();
  });

  it("stand clear of the lines below them when the pane is made narrower", async () => {
    const stage = await stages.show(turnSample, { memory: { comments: [sampleComment] } });
    const { page } = stage;
    const comment = page.getByRole("group", { name: /^Your comment on/ });
    await comment.waitFor();
    const overlaps = (): Promise<boolean> =>
      comment.evaluate((element) => {
        const row = element.closest("[data-row]");
        const below = row?.nextElementSibling?.getBoundingClientRect();
        return below === undefined || element.getBoundingClientRect().bottom > below.top;
      });
    for (const width of [700, 420, 320, 900]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(overlaps, { message: `${width} px wide` }).toBe(false);
    }
    await stage.close();
  });

  it("survive a reload, the one that is being written too", async () => {
    const stage = await stages.show(turnSample, { memory: { comments: [sampleComment] } });
    await stage.page.getByRole("button", { name: "Comment on added line 54" }).click();
    await stage.page.keyboard.type("Half a though");
    await expect.poll(async () => JSON.stringify(await stage.kept())).toContain("Half a though");
    const again = await stages.open({ kept: await stage.kept() });
    await again.show(turnSample, { memory: { comments: [sampleComment] } });
    const box = again.page.getByRole("textbox", { name: "Comment on line 54 of src/checkout.ts" });
    expect(await box.inputValue()).toBe("Half a though");
    expect(await again.page.getByText("Keep the 24 hours in config, not here.").count()).toBe(1);
    await Promise.all([stage.close(), again.close()]);
  });

  it("keep what was written when another line is pressed, and drop nothing by Escape", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("button", { name: "Comment on added line 53" }).click();
    await page.keyboard.type("First");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Comment on added line 54" }).click();
    expect(
      await page.getByRole("group", { name: "Your comment on line 53 of src/checkout.ts" }).count(),
    ).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("textbox").count()).toBe(0);
    await stage.close();
  });

  it("stay when their lines are gone, and say so", async () => {
    const gone = [
      { ...sampleComment, hunkId: "other" },
      { ...sampleComment, id: "comment-2", path: "src/gone.ts", text: "And this?" },
    ];
    const stage = await stages.show(turnSample, { memory: { comments: gone }, height: 2_000 });
    const words = await stage.page.getByRole("group", { name: /^Your comment/ }).allInnerTexts();
    expect(words).toHaveLength(2);
    for (const each of words) expect(each).toContain("the lines have changed since");
    await stage.close();
  });
});

describe("a hundred thousand lines", () => {
  it("hold few nodes wherever one is", async () => {
    const stage = await stages.show(longSample(100_000, 20));
    const { page } = stage;
    const counts: number[] = [];
    for (const share of [0, 0.5, 0.98]) {
      await page.locator("main").evaluate((main, share) => {
        main.scrollTop = main.scrollHeight * share;
      }, share);
      await stage.settle();
      await expect.poll(() => page.locator(".lines .code").count()).toBeGreaterThan(20);
      await stage.painted();
      counts.push(
        await page.evaluate(() => {
          const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
          let nodes = 1;
          while (walker.nextNode()) nodes++;
          return nodes;
        }),
      );
    }
    expect(Math.max(...counts)).toBeLessThan(3_000);
    await stage.close();
  });

  it("come in parts, of which the first is seen at once", async () => {
    const sample = longSample(5_000, 1);
    const [file] = sample.changes.files;
    const [hunk] = sample.hunks.get(file?.path ?? "") ?? [];
    if (!file || !hunk) return expect.unreachable();
    const stage = await stages.open();
    const noHunks = { ...sample, hunks: new Map() };
    await stage.post({
      type: "changeSet",
      changes: noHunks.changes,
      title: "",
      memory: { layout: "unified", viewed: [], comments: [] },
      isRunning: false,
      undoneFiles: 0,
    });
    const part = (from: number, to: number): (typeof hunk)[] => [
      { ...hunk, lines: hunk.lines.slice(from, to) },
    ];
    const { path } = file;
    await stage.post({ type: "hunks", path, hunks: part(0, 100), isFirst: true, isLast: false });
    expect(await stage.page.getByRole("table").count()).toBeGreaterThan(0);
    const height = async (): Promise<number> =>
      await stage.page.locator(".review-rows").evaluate((rows) => rows.clientHeight);
    const before = await height();
    await stage.post({
      type: "hunks",
      path,
      hunks: part(100, hunk.lines.length),
      isFirst: false,
      isLast: true,
    });
    expect(await height()).toBeGreaterThan(before * 10);
    expect((await namesOf(stage, "group")).filter((name) => name.startsWith("Change "))).toHaveLength(1);
    await stage.close();
  });

  it("go where the keys say, over files whose lines are not there yet", async () => {
    const stage = await stages.show(longSample(20_000, 50));
    for (let time = 0; time < 5; time++) {
      await stage.page.keyboard.press("j");
      await stage.settle();
    }
    expect(await focused(stage)).toContain("part00004.ts");
    const top = await stage.page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? -1);
    const edge = await stage.page.locator("main").evaluate((main) => main.getBoundingClientRect().top);
    expect(Math.abs(top - edge)).toBeLessThan(40);
    await stage.close();
  });
});
