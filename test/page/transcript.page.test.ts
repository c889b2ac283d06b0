// The long thread in a real browser: few nodes, no line that runs away from under the eye, an end that holds, and a
// place that is found again.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, page, running, thread, turn } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";
import {
  driftOf,
  lastTurn,
  lines,
  lineUnderTheEye,
  log,
  longTurns,
  rowAbove,
  scrollTo,
  settled,
  streamed,
  toEnd,
} from "./transcriptStage.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

describe("ten thousand items", () => {
  it("draws few of them", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(longTurns(1_000))));
    expect(await stage.page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(3_000);
    expect(await toEnd(stage)).toBeLessThan(2);
    expect(await stage.page.getByText("Answer 999").count()).toBe(1);
    await scrollTo(stage, 0.4);
    expect(await stage.page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(3_000);
    expect(await stage.page.locator("[data-row]").count()).toBeGreaterThan(5);
    expect(await stage.reports()).toEqual([]);
    await stage.close();
  });
});

describe("the line under the eye", () => {
  it("stays when an item above it unfolds", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(longTurns(60))));
    await scrollTo(stage, 0.5);
    const line = await lineUnderTheEye(stage);
    const key = await rowAbove(stage);
    const row = stage.page.locator(`[data-row="${key}"]`);
    const height = await row.evaluate((element) => element.getBoundingClientRect().height);
    await row
      .locator("[aria-expanded='false']")
      .first()
      .evaluate((fold) => (fold as HTMLElement).click());
    await settled(stage);
    expect(await row.evaluate((element) => element.getBoundingClientRect().height)).toBeGreaterThan(
      height + 100,
    );
    expect(await driftOf(stage, line)).toBeLessThanOrEqual(2);
    await stage.close();
  });

  it("stays while a command above it writes", async () => {
    const stage = await stages.open();
    const turns = longTurns(60);
    const writes = { ...command("pnpm watch", { aggregatedOutput: "", id: "watch" }, running) };
    const states = turns.map((turn) =>
      turn.turnId === "turn-30" ? { ...turn, entries: [...turn.entries, writes] } : turn,
    );
    await stage.show(page(thread(states)));
    await scrollTo(stage, 0.45);
    await stage.page.waitForFunction(() => {
      const row = document.querySelector('[data-row="watch"]')?.getBoundingClientRect();
      const view = document.querySelector('[role="log"]');
      if (!view) return false;
      if (!row) view.scrollTop += 150;
      else if (row.bottom > 30) view.scrollTop += row.bottom - 30;
      return row !== undefined && row.bottom <= 30;
    });
    await settled(stage);
    const line = await lineUnderTheEye(stage);
    for (let index = 0; index < 5; index++)
      await stage.tell({
        method: "item/commandExecution/outputDelta",
        params: { threadId: "thread-1", turnId: "turn-30", itemId: "watch", delta: "a line\n" },
      });
    await settled(stage);
    expect(await stage.page.locator('[data-row="watch"]').innerText()).toContain("a line\na line");
    expect(await driftOf(stage, line)).toBeLessThanOrEqual(2);
    await stage.close();
  });

  it("stays when what is under the pointer unfolds, and while the end grows", async () => {
    const stage = await stages.open();
    await stage.show(page(thread([...longTurns(60), lastTurn()])));
    await scrollTo(stage, 0.5);
    const line = await lineUnderTheEye(stage);
    const seen = await stage.page.evaluateHandle((key) => {
      const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
      const from = rows.findIndex((row) => row.dataset["row"] === key);
      return rows.slice(from).find((row) => row.querySelector("[aria-expanded]"));
    }, line.key);
    const button = await seen.asElement()?.$("[aria-expanded]");
    const before = await button?.boundingBox();
    await button?.click();
    await settled(stage);
    expect(Math.abs(((await button?.boundingBox())?.y ?? 0) - (before?.y ?? -99))).toBeLessThanOrEqual(2);
    for (let index = 0; index < 10; index++) await stage.tell(streamed);
    expect(await driftOf(stage, line)).toBeLessThanOrEqual(2);
    await stage.close();
  });

  it("stays when older turns come before it", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(longTurns(30, 100), { olderCursor: "more" })));
    await scrollTo(stage, 0);
    expect(await stage.intent("loadOlder")).toEqual({ type: "loadOlder", beforeTurnId: "turn-100" });
    const line = await lineUnderTheEye(stage);
    await stage.tell({
      method: "lectern/olderTurns",
      params: { turns: longTurns(50, 50), olderCursor: null },
    });
    await settled(stage);
    expect(await driftOf(stage, line)).toBeLessThanOrEqual(2);
    expect(await stage.page.getByRole("button", { name: "New messages" }).count()).toBe(0);
    await scrollTo(stage, 0);
    expect(await stage.page.getByText("Question 50", { exact: true }).count()).toBe(1);
    await stage.close();
  });
});

describe("the end", () => {
  it("holds while a turn streams, and lets go when what is near it unfolds", async () => {
    const stage = await stages.open();
    const ran = command("pnpm build", { aggregatedOutput: lines(80) });
    const end = lastTurn();
    await stage.show(page(thread([...longTurns(60), { ...end, entries: [ran, ...end.entries] }])));
    for (let index = 0; index < 40; index++) {
      await stage.tell(streamed);
      expect(await toEnd(stage)).toBeLessThan(2);
    }
    await stage.show(page(thread([...longTurns(60), turn("turn-x", [ran])])));
    await settled(stage);
    const button = stage.page.getByRole("button", { name: /pnpm build/ });
    const before = await button.boundingBox();
    await button.click();
    await settled(stage);
    expect(Math.abs(((await button.boundingBox())?.y ?? 0) - (before?.y ?? -99))).toBeLessThanOrEqual(2);
    await stage.close();
  });

  it("is left by scrolling up, and found again by the chip", async () => {
    const stage = await stages.open();
    await stage.show(page(thread([...longTurns(60), lastTurn()])));
    await scrollTo(stage, 0.9);
    const line = await lineUnderTheEye(stage);
    expect(await stage.page.getByRole("button", { name: "New messages" }).count()).toBe(0);
    for (let index = 0; index < 10; index++) await stage.tell(streamed);
    expect(await driftOf(stage, line)).toBeLessThanOrEqual(2);
    await stage.page.getByRole("button", { name: "New messages" }).click();
    await settled(stage);
    expect(await toEnd(stage)).toBeLessThan(2);
    await stage.tell(streamed);
    expect(await toEnd(stage)).toBeLessThan(2);
    await stage.close();
  });
});

describe("a reload", () => {
  it("finds the place and what was unfolded", async () => {
    const first = await stages.open();
    const state = page(thread(longTurns(60)));
    await first.show(state);
    await scrollTo(first, 0.5);
    const { key } = await lineUnderTheEye(first);
    const fold = first.page.locator("[data-row] [aria-expanded='false']").first();
    await fold.evaluate((button) => (button as HTMLElement).click());
    await settled(first);
    const line = await lineUnderTheEye(first);
    expect(line.key).toBe(key);
    await first.page.waitForFunction(() =>
      JSON.stringify(window.lecternTest.kept ?? "").includes("command-"),
    );
    const top = await log(first).evaluate((view) => view.scrollTop);
    await first.page.waitForFunction((top) => {
      const kept = window.lecternTest.kept as { places: { top: number }[] } | null;
      return Math.abs((kept?.places[0]?.top ?? -99) - top) < 1;
    }, top);
    const kept = await first.kept();
    await first.close();
    const second = await stages.open({ kept });
    await second.show(state);
    await settled(second);
    expect(await driftOf(second, line)).toBeLessThanOrEqual(2);
    const unfolded = (kept as { unfolded: string[] }).unfolded[0] ?? "";
    expect(
      await second.page.locator(`[data-row="${unfolded}"] [aria-expanded]`).getAttribute("aria-expanded"),
    ).toBe("true");
    await second.close();
  });

  it("keeps unfolded what was scrolled away and back", async () => {
    const stage = await stages.open();
    await stage.show(
      page(
        thread([...longTurns(60), turn("turn-x", [command("pnpm build", { aggregatedOutput: "built" })])]),
      ),
    );
    await stage.page.getByRole("button", { name: /pnpm build/ }).click();
    await stage.page.getByRole("textbox").focus();
    await scrollTo(stage, 0.1);
    await log(stage).press("End");
    await stage.page.getByText("built", { exact: true }).waitFor();
    await stage.close();
  });
});
