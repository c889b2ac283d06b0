// The transcript by keyboard alone, and the search that reaches what is not drawn.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import { agent, command, page, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const output = `${"a line\n".repeat(20)}the needle is here\n${"a line\n".repeat(20)}`;
const turns = Array.from({ length: 80 }, (_, at) =>
  turn(`turn-${at}`, [
    user(`Question ${at}`),
    command(`pnpm step ${at}`, { id: `command-${at}`, aggregatedOutput: at === 7 ? output : "done" }),
    agent(`Answer ${at} in **bold** words`),
  ]),
);

const open = async (olderCursor: string | null = null): Promise<Stage> => {
  return await shown(await stages.open(), olderCursor);
};
const shown = async (stage: Stage, olderCursor: string | null = null): Promise<Stage> => {
  await stage.show(page(thread(turns, { olderCursor })));
  return stage;
};

/** Presses a key and waits until the row of this name has the focus. */
async function press(stage: Stage, key: string, name: string): Promise<void> {
  await stage.page.keyboard.press(key);
  await focused(stage, name);
}

async function focused(stage: Stage, name: string): Promise<void> {
  await stage.page.waitForFunction(
    (name) => document.activeElement?.getAttribute("aria-label")?.startsWith(name),
    name,
  );
}

describe("the keyboard", () => {
  it("walks the rows, unfolds, copies and goes back to the composer", async () => {
    const stage = await shown(await stages.open({ hasOwnWindow: true }));
    await stage.ownPage.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await stage.page.getByRole("log").focus();
    await press(stage, "End", "Codex: Answer 79");
    await press(stage, "ArrowUp", "Command: pnpm step 79");
    const article = stage.page.getByRole("article", { name: /^Command: pnpm step 79/ });
    expect(await article.getAttribute("aria-setsize")).toBe("240");
    expect(await article.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    await stage.page.keyboard.press("Enter");
    await article.locator("[aria-expanded='true']").waitFor();
    await stage.page.keyboard.press("c");
    await stage.page.waitForFunction(
      async () => (await navigator.clipboard.readText()) === "pnpm step 79\ndone",
    );
    await article.locator("xpath=..").getByText("Copied").waitFor();
    await stage.page.locator('[aria-live="polite"]').getByText("Copied").waitFor({ state: "attached" });
    await press(stage, "Alt+ArrowUp", "You: Question 79");
    await press(stage, "Alt+ArrowUp", "You: Question 78");
    await press(stage, "Alt+ArrowDown", "You: Question 79");
    await press(stage, "Home", "You: Question 0");
    await press(stage, "ArrowDown", "Command: pnpm step 0");
    await stage.page.keyboard.press("Escape");
    expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("composer");
    await stage.close();
  });

  it("loses no step of a key that is held", async () => {
    const stage = await open();
    await stage.page.getByRole("log").focus();
    await press(stage, "Home", "You: Question 0");
    for (let step = 0; step < 60; step++) await stage.page.keyboard.press("ArrowDown");
    await focused(stage, "You: Question 20");
    const { y, height } = (await stage.page
      .getByRole("article", { name: "You: Question 20" })
      .boundingBox()) ?? {
      y: -1,
      height: 0,
    };
    const log = await stage.page.getByRole("log").boundingBox();
    expect(y).toBeGreaterThanOrEqual(log?.y ?? 0);
    expect(y + height).toBeLessThanOrEqual((log?.y ?? 0) + (log?.height ?? 0) + 1);
    await stage.close();
  });

  it("keeps the row that has the focus while the view is elsewhere", async () => {
    const stage = await open();
    await stage.page.getByRole("log").focus();
    await press(stage, "End", "Codex: Answer 79");
    await stage.page.getByRole("log").evaluate((log) => (log.scrollTop = 0));
    await stage.page.getByText("Question 1", { exact: true }).waitFor();
    await focused(stage, "Codex: Answer 79");
    await press(stage, "ArrowUp", "Command: pnpm step 79");
    await stage.close();
  });
});

describe("find", () => {
  it("reaches what is folded and not drawn, and marks it", async () => {
    const stage = await open();
    expect(await stage.page.getByText("the needle").count()).toBe(0);
    await stage.page.getByRole("textbox", { name: "Message Codex" }).focus();
    await stage.page.keyboard.press("Control+f");
    const bar = stage.page.getByRole("search", { name: "Find in thread" });
    const input = bar.getByRole("textbox", { name: "Find in thread" });
    await input.waitFor();
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
    await input.fill("The NEEDLE");
    await bar.getByText("1 found").waitFor();
    await input.press("Enter");
    await bar.getByText("1 of 1").waitFor();
    await stage.page.waitForFunction(() => {
      const [range] = CSS.highlights.get("lectern-found") ?? [];
      const rect = range instanceof Range ? range.getBoundingClientRect() : undefined;
      return rect !== undefined && rect.height > 0 && rect.top > 35 && rect.bottom < innerHeight;
    });
    expect(await stage.page.locator(".line.has-match").count()).toBe(1);
    expect(await stage.page.getByRole("article", { name: /^Command: pnpm step 7,/ }).isVisible()).toBe(true);
    await input.press("Escape");
    expect(await bar.count()).toBe(0);
    expect(await stage.page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("log");
    expect(await stage.page.evaluate(() => CSS.highlights.size)).toBe(0);
    await stage.close();
  });

  it("goes from match to match, round at the ends", async () => {
    const stage = await open("more");
    await stage.page.keyboard.press("Control+f");
    const bar = stage.page.getByRole("search");
    await bar.getByRole("textbox").fill("question");
    await bar.getByText("80 found").waitFor();
    await bar.getByRole("textbox").press("Enter");
    await bar.getByText("80 of 80").waitFor();
    await bar.getByRole("button", { name: "Next match" }).click();
    await bar.getByText("1 of 80").waitFor();
    await stage.page.getByText("Question 0", { exact: true }).waitFor();
    await bar.getByRole("button", { name: "Previous match" }).click();
    await bar.getByText("80 of 80").waitFor();
    await bar.getByRole("textbox").fill("nothing of this kind");
    await bar.getByText("No results").waitFor();
    await bar.getByRole("button", { name: "Close find" }).click();
    expect(await bar.count()).toBe(0);
    await stage.close();
  });
});

const olderPage = (first: number, olderCursor: string | null): PageEvent => ({
  method: "lectern/olderTurns",
  params: {
    turns: Array.from({ length: 20 }, (_, at) =>
      turn(`older-${first + at}`, [user(`Older ${first + at}`), agent(`Said ${first + at}`)]),
    ),
    olderCursor,
  },
});

describe("find in older messages", () => {
  it("loads page after page until something is found", async () => {
    const stage = await open("more");
    const { page: view } = stage;
    await view.keyboard.press("Control+f");
    const bar = view.getByRole("search");
    await bar.getByRole("textbox").fill("Older 15");
    await bar.getByText("No results").waitFor();
    await bar.getByRole("button", { name: "Search older messages" }).click();
    expect((await stage.intent("loadOlder")).beforeTurnId).toBe("turn-0");
    await bar.getByText("Searching older messages").waitFor();
    await stage.tell(olderPage(20, "more"));
    await view.waitForFunction(
      () => window.lecternTest.posted.filter(({ type }) => type === "loadOlder").length === 2,
    );
    expect((await stage.intentsOf("loadOlder"))[1]?.beforeTurnId).toBe("older-20");
    await stage.tell(olderPage(0, "more"));
    await bar.getByText("1 of 1").waitFor();
    await view.getByText("Older 15", { exact: true }).waitFor();
    await bar.getByText("Older messages are not loaded.").waitFor();
    expect(await stage.intentsOf("loadOlder")).toHaveLength(2);
    await stage.close();
  });

  it("ends at the beginning, or when the person has enough", async () => {
    const stage = await open("more");
    await stage.page.keyboard.press("Control+f");
    const bar = stage.page.getByRole("search");
    await bar.getByRole("textbox").fill("nowhere");
    const search = bar.getByRole("button", { name: "Search older messages" });
    await search.click();
    await bar.getByRole("button", { name: "Cancel" }).click();
    await search.click();
    expect(await stage.intentsOf("loadOlder")).toHaveLength(2);
    await stage.tell(olderPage(20, null));
    await bar.getByText("No results").waitFor();
    expect(await bar.getByText(/[Oo]lder messages/).count()).toBe(0);
    await stage.close();
  });
});

describe("the buttons from prompt to prompt", () => {
  it("lead through the prompts by pointer, and to the end behind the last one", async () => {
    const stage = await open();
    const previous = stage.page.getByRole("button", { name: "Previous prompt" });
    const isAtTop = async (words: string): Promise<unknown> =>
      await stage.page.waitForFunction((words) => {
        const top = document.querySelector(".transcript")?.getBoundingClientRect().top ?? 0;
        const rows = [...document.querySelectorAll<HTMLElement>(".line")];
        const row = rows.find((line) => line.textContent === words);
        return row !== undefined && Math.abs(row.getBoundingClientRect().top - top) < 2;
      }, words);
    await previous.click();
    const first = await stage.page.locator(".transcript").evaluate((view) => view.scrollTop);
    await previous.click();
    await stage.page.waitForFunction(
      (first) => (document.querySelector(".transcript")?.scrollTop ?? first) < first,
      first,
    );
    await stage.page.getByRole("log").focus();
    await stage.page.keyboard.press("Home");
    await stage.page.getByRole("button", { name: "Next prompt" }).click();
    await isAtTop("Question 1");
    await stage.page.getByRole("button", { name: "Next prompt" }).click();
    await isAtTop("Question 2");
    await previous.click();
    await isAtTop("Question 1");
    await stage.close();
  });
});

describe("the detail menu", () => {
  it("folds what only ran, remembers it, and shows all again", async () => {
    const stage = await stages.open();
    const ran = [command("pnpm one"), command("pnpm two"), command("pnpm three")];
    await stage.show(page(thread([turn("turn-1", [user("Go"), ...ran, agent("Done")])])));
    expect(await stage.page.getByRole("article").count()).toBe(5);
    await stage.page.getByRole("button", { name: "Detail: Commands" }).click();
    await stage.page.keyboard.press("ArrowUp");
    await stage.page.keyboard.press("Enter");
    await stage.page.getByRole("button", { name: "Detail: Compact" }).waitFor();
    expect(await stage.page.getByText("pnpm two").count()).toBe(0);
    await stage.page.getByRole("button", { name: /Ran 3 commands/ }).click();
    expect(await stage.page.getByText("pnpm two").count()).toBe(1);
    await stage.page.waitForFunction(() => {
      const kept = window.lecternTest.kept as { density?: string; unfolded: string[] } | null;
      return kept?.density === "compact" && kept.unfolded.length === 1;
    });
    const again = await stages.open({ kept: await stage.kept() });
    await again.show(page(thread([turn("turn-1", [user("Go"), ...ran, agent("Done")])])));
    expect(await again.page.getByRole("button", { name: "Detail: Compact" }).count()).toBe(1);
    expect(await again.page.getByText("pnpm two").count()).toBe(1);
    await again.close();
    await stage.close();
  });
});
