// The accessible names that everything else goes by, the stream that becomes text, and the one live region.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import {
  agent,
  command,
  files,
  host,
  note,
  page,
  reasoning,
  running,
  thread,
  turn,
  user,
} from "../gallery/builders.ts";
import { checkoutDiff } from "../gallery/samples.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const at = { threadId: "thread-1", turnId: "turn-1" };
const delta = (text: string): PageEvent => ({
  method: "item/agentMessage/delta",
  params: { ...at, itemId: "m", delta: text },
});
const message = {
  type: "agentMessage",
  id: "m",
  text: "",
  moderation: null,
  phase: null,
  memoryCitation: null,
  delivery: null,
  questions: null,
} as const;

const top = async (view: Stage): Promise<{ top: number; toEnd: number }> =>
  await view.page.getByRole("log").evaluate((log) => ({
    top: log.scrollTop,
    toEnd: log.scrollHeight - log.clientHeight - log.scrollTop,
  }));

describe("the toolkit's buttons", () => {
  it.each(["dark", "light", "highContrast"] as const)("have the colours of the theme: %s", async (theme) => {
    const stage = await stages.open({ theme });
    await stage.show(page(thread([turn("turn-1", [user("Hello")])])));
    const button = stage.page.getByRole("button", { name: "New thread", exact: true });
    const colours = await button.evaluate((inner) => ({
      icon: getComputedStyle(inner).color,
      text: getComputedStyle(document.body).color,
    }));
    expect(colours.icon).toBe(colours.text);
  });
});

describe("the page itself", () => {
  it("does not scroll, whatever has the focus", async () => {
    const stage = await stages.open({ width: 320, height: 400 });
    await stage.show(page(thread([turn("turn-1", [user("Hello"), agent("Words.\n\n".repeat(60))])])));
    const height = await stage.page.evaluate(() => {
      window.scrollTo(0, 1000);
      return { scrolled: window.scrollY, over: document.documentElement.scrollHeight - window.innerHeight };
    });
    expect(height).toEqual({ scrolled: 0, over: 0 });
  });
});

describe("names", () => {
  it("has the controls under their names", async () => {
    const stage = await stages.open();
    await stage.show(page(thread([turn("turn-1", [user("Hello")])])));
    const { page: view } = stage;
    await view.getByRole("textbox", { name: "Message Codex", exact: true }).fill("text");
    for (const name of ["Send", "New thread", "Earlier threads"]) {
      expect(await view.getByRole("button", { name, exact: true }).count(), name).toBe(1);
    }
    const log = view.getByRole("log", { name: "Transcript", exact: true });
    expect(await log.getAttribute("aria-live")).toBe("off");
    expect(await view.getByRole("status").count()).toBe(1);
    await stage.close();
  });

  it("names each item by its kind, subject and state", async () => {
    const stage = await stages.open();
    const entries = [
      user("Hello"),
      reasoning("Looking"),
      command("/bin/bash -lc 'pnpm test'", { exitCode: 1, status: "failed" }),
      files([checkoutDiff]),
      agent("Done"),
      note({
        type: "decision",
        agent: null,
        told: "",
        about: "command",
        asked: "",
        subject: "pnpm test",
        choice: "accept",
      }),
    ];
    await stage.show(
      page(thread([turn("turn-1", entries, { plan: [{ step: "One", status: "completed" }] })])),
    );
    const names = await stage.page
      .getByRole("article")
      .evaluateAll((all) => all.map((item) => item.ariaLabel));
    expect(names).toEqual([
      "You: Hello",
      "Reasoning: Thought for 6 s. Looking",
      "Command: pnpm test, failed with exit code 1",
      "File change: src/checkout.ts, written",
      "Codex: Done",
      "Note: Allowed by you: pnpm test",
      "Plan: 1 of 1 done",
    ]);
    await stage.close();
  });

  it("posts what the header's buttons mean", async () => {
    const stage = await stages.open();
    await stage.show(page(null));
    await stage.page.getByRole("button", { name: "New thread" }).click();
    await stage.page.getByRole("button", { name: "Earlier threads" }).press("Enter");
    expect((await stage.intents()).map(({ type }) => type)).toEqual(["ready", "newThread", "pickThread"]);
    await stage.close();
  });

  it("labels the demo and an unpinned server", async () => {
    const stage = await stages.open();
    const server = { phase: "ready", version: "0.171.0", pinned: false, untested: true } as const;
    await stage.show(
      page(thread([turn("turn-1", [user("Hi")])]), host({ demo: "Scripted, no model", server })),
    );
    const status = await stage.page.getByRole("status").innerText();
    expect(status).toContain("Scripted, no model");
    expect(status).toContain("0.171.0 untested");
    await stage.close();
  });
});

it("keeps a fault in one item where it happened", async () => {
  const stage = await stages.open();
  const broken = agent("x");
  const item = { type: "agentMessage", id: "broken" } as unknown as typeof broken.item;
  await stage.show(page(thread([turn("turn-1", [user("Before"), { ...broken, item }, agent("After")])])));
  const log = await stage.page.getByRole("log").innerText();
  expect(log).toContain("Before");
  expect(log).toContain("This part (agentMessage) could not be shown");
  expect(log).toContain("After");
  await stage.close();
});

describe("streaming", () => {
  it("turns deltas into text and tells only the whole", async () => {
    const stage = await stages.open();
    await stage.show(page(thread([turn("turn-1", [user("Hi")], { status: "inProgress" })])));
    await stage.tell({ method: "item/started", params: { ...at, startedAtMs: 1, item: message } });
    await stage.tell(delta("Hello **wo"));
    await stage.tell(delta("rld**\n\n- one\n- two"));
    const article = stage.page.getByRole("article", { name: /^Codex/ });
    expect(await article.locator("strong").innerText()).toBe("world");
    expect(await article.locator("li").count()).toBe(2);
    const live = stage.page.locator('[aria-live="polite"]');
    expect(await live.count()).toBe(1);
    expect(await live.innerText()).toBe("");
    await stage.tell({
      method: "item/completed",
      params: { ...at, completedAtMs: 2, item: { ...message, text: "Hello all" } },
    });
    expect(await article.innerText()).toBe("Hello all");
    expect(await live.innerText()).toBe("Codex: Hello all");
    expect(await stage.reports()).toEqual([]);
    await stage.close();
  });

  it("asks for a snapshot when a number is missing", async () => {
    const stage = await stages.open();
    await stage.show(page(null));
    await stage.post({ type: "events", epoch: 1, seq: 9, events: [] });
    await stage.post({ type: "events", epoch: 1, seq: 10, events: [] });
    await stage.painted();
    expect(await stage.intentsOf("ready")).toHaveLength(2);
    await stage.close();
  });
});

describe("scrolling", () => {
  const long = Array.from({ length: 60 }, (_, index) =>
    turn(`turn-${index}`, [user(`Question ${index}`), agent(`Answer ${index}`)]),
  );
  const news: PageEvent = {
    method: "item/completed",
    params: {
      threadId: "thread-1",
      turnId: "turn-59",
      completedAtMs: 2,
      item: { ...message, text: "news\n\n".repeat(30) },
    },
  };

  it("stays at the end, and does not move once the person scrolled up", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(long)));
    expect((await top(stage)).toEnd).toBeLessThan(2);
    await stage.tell(news);
    expect((await top(stage)).toEnd).toBeLessThan(2);
    await stage.page.getByRole("log").hover();
    await stage.page.mouse.wheel(0, -900);
    await stage.page.waitForFunction(() => {
      const log = document.querySelector('[role="log"]');
      return log !== null && log.scrollHeight - log.clientHeight - log.scrollTop > 400;
    });
    await stage.painted();
    const before = await top(stage);
    await stage.tell({
      ...news,
      params: { ...news.params, item: { ...message, id: "n", text: "more\n\n".repeat(30) } },
    });
    expect(Math.abs((await top(stage)).top - before.top)).toBeLessThan(2);
    await stage.page.getByRole("button", { name: "New messages" }).click();
    expect((await top(stage)).toEnd).toBeLessThan(2);
    expect(await stage.page.getByRole("button", { name: "New messages" }).count()).toBe(0);
    await stage.close();
  });

  it("asks for older turns at the top, once", async () => {
    const stage = await stages.open();
    await stage.show(page(thread(long, { olderCursor: "more" })));
    await stage.page.getByRole("log").press("Home");
    expect(await stage.intent("loadOlder")).toEqual({ type: "loadOlder", beforeTurnId: "turn-0" });
    await stage.page.getByRole("button", { name: "Load earlier messages" }).click();
    expect(await stage.intentsOf("loadOlder")).toHaveLength(1);
    await stage.close();
  });

  it("comes back to its place after a reload", async () => {
    const stage = await stages.open({
      kept: { draft: "", places: [{ threadId: "thread-1", top: 500 }], unfolded: [] },
    });
    await stage.show(page(thread(long)));
    expect(Math.abs((await top(stage)).top - 500)).toBeLessThan(2);
    await stage.close();
  });

  it("unfolds a command in place and remembers it", async () => {
    const stage = await stages.open();
    const ran = command("pnpm build", { aggregatedOutput: "built\n" });
    await stage.show(page(thread([turn("turn-1", [ran, command("pnpm dev", {}, running)])])));
    const row = stage.page.getByRole("button", { name: /pnpm build/ });
    expect(await row.getAttribute("aria-expanded")).toBe("false");
    await row.press("Enter");
    expect(await row.getAttribute("aria-expanded")).toBe("true");
    expect(await stage.page.getByRole("article", { name: /pnpm build/ }).innerText()).toContain("built");
    await stage.page.waitForFunction(() =>
      JSON.stringify(window.lecternTest.kept ?? "").includes("commandExecution"),
    );
    await stage.close();
  });
});
