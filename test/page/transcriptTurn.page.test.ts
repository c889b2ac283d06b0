// What a turn shows while it runs and when it ended, what is sent, what is selected, and a composer that notices
// nothing of the stream.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import { command, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";
import { lastTurn, longTurns, scrollTo, settled, streamed, toEnd } from "./transcriptStage.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

describe("what the person sends", () => {
  it("is seen, wherever they were reading", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(longTurns(60))));
    await scrollTo(stage, 0.3);
    const input = [{ type: "text" as const, text: "Another question", text_elements: [] }];
    await stage.tell({
      method: "lectern/messageSent",
      params: { clientId: "c", input, atMs: 1, steers: null },
    });
    await settled(stage);
    expect(await toEnd(stage)).toBeLessThan(2);
    expect(await stage.page.getByRole("article", { name: /^You: Another question/ }).isVisible()).toBe(true);
    await stage.close();
  });
});

describe("a turn", () => {
  it("says what it does and since when while it runs, and how long it took", async () => {
    const stage = await stages.open();
    const runs = command("pnpm test", {}, running);
    const live = turn("turn-x", [user("Go"), runs], {
      status: "inProgress",
      startedAtMs: Date.now() - 65_000,
    });
    await stage.show(page(thread([live])));
    const working = stage.page.getByRole("note", { name: "Working: Running pnpm test", exact: true });
    expect(await working.innerText()).toMatch(/1:0\d$/);
    expect(await stage.page.getByRole("status").innerText()).toMatch(/Running pnpm test\s*1:0\d/);
    expect(await stage.page.locator("[data-row]").last().getAttribute("data-row")).toBe("working");
    await stage.tell({
      method: "turn/completed",
      params: {
        threadId: "thread-1",
        turn: {
          id: "turn-x",
          items: [],
          itemsView: "full",
          status: "interrupted",
          error: null,
          startedAt: 1_000,
          completedAt: 1_100,
          durationMs: 95_000,
        },
      },
    } as unknown as PageEvent);
    expect(await working.count()).toBe(0);
    expect(await stage.page.getByRole("note", { name: "Turn stopped" }).count()).toBe(1);
    expect(await stage.page.getByRole("note", { name: "Took 1 min 35 s" }).count()).toBe(1);
    await stage.close();
  });
});

describe("a selection", () => {
  it("keeps its text while it is scrolled away", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(longTurns(60))));
    await settled(stage);
    const words = await stage.page.getByText("Answer 59").evaluate((element) => {
      document.getSelection()?.selectAllChildren(element);
      return document.getSelection()?.toString();
    });
    await settled(stage);
    await scrollTo(stage, 0.1);
    expect(words).toBe("Answer 59");
    expect(await stage.page.evaluate(() => document.getSelection()?.toString())).toBe(words);
    await stage.page.evaluate(() => document.getSelection()?.removeAllRanges());
    await stage.page.getByText("Answer 59").waitFor({ state: "detached" });
    await stage.close();
  });
});

describe("the composer", () => {
  it("is not drawn again while a thousand deltas stream", async () => {
    const stage = await stages.open();
    await stage.show(page(thread([...longTurns(20), lastTurn()])));
    // React hands an element its properties anew whenever its component is drawn again.
    const properties = async (): Promise<boolean> =>
      await stage.page.evaluate(() => {
        const field = document.getElementById("composer");
        const name = Object.keys(field ?? {}).find((key) => key.startsWith("__reactProps$")) ?? "";
        const now: unknown = (field as unknown as Record<string, unknown>)[name];
        const kept = window as unknown as { before?: unknown };
        const isSame = now !== undefined && kept.before === now;
        kept.before = now;
        return isSame;
      });
    await properties();
    for (let batch = 0; batch < 10; batch++) {
      await stage.tell(...Array.from({ length: 100 }, () => streamed));
      expect(await properties()).toBe(true);
    }
    await stage.page.getByRole("textbox").press("x");
    expect(await properties()).toBe(false);
    await stage.close();
  });
});
