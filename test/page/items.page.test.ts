// Items on the real page: their names, what one can do with them, how output, code and pictures are shown, and
// that nothing of it needs anything that the content policy forbids.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Entry } from "../../extension/shared/threadState.ts";
import { agent, command, files, other, page, running, thread, turn, user } from "../gallery/builders.ts";
import { everyItem } from "../gallery/everyItem.ts";
import { colouredOutput, hostileOutput, tinyPicture } from "../gallery/itemSamples.ts";
import { longFile } from "../gallery/samples.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

async function shown(entries: readonly Entry[], isRunning = false): Promise<Stage> {
  const stage = await stages.open({ height: 1_600 });
  await stage.show(page(thread([turn("turn-1", entries, isRunning ? { status: "inProgress" } : {})])));
  return stage;
}

it("names every item by its kind", async () => {
  const kinds =
    /^(?:You|Codex|Plan|Reasoning|Command|File change|Tool|Agents|Web search|Picture|Review|Summary|Hook|Wait|Made up later)\b/;
  const stage = await stages.open({ height: 2_400 });
  for (const { name, state } of everyItem) {
    await stage.show(state);
    const names = await stage.page
      .locator("article.item")
      .evaluateAll((all) => all.map((article) => article.getAttribute("aria-label") ?? ""));
    expect(names.length, name).toBeGreaterThan(0);
    expect(
      names.filter((label) => !kinds.test(label)),
      name,
    ).toEqual([]);
  }
  expect(await stage.reports()).toEqual([]);
  await stage.close();
});

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `line ${from + at}\n`).join("");

describe("commands", () => {
  it("tell what they looked at, the command one press away", async () => {
    const read = { type: "read", command: "cat a.ts", name: "a.ts", path: "/a.ts" } as const;
    const stage = await shown([command("bash -lc 'cat a.ts'", { commandActions: [read] })]);
    const article = stage.page.getByRole("article", { name: /^Command: cat a\.ts, succeeded/ });
    const row = article.getByRole("button", { name: "Read a.ts" });
    expect(await article.innerText()).not.toContain("bash");
    await row.press("Enter");
    expect(await article.innerText()).toContain("bash -lc 'cat a.ts'");
    await stage.close();
  });

  it("show colours by class, and name what they do not obey", async () => {
    const stage = await shown([
      command("first", { aggregatedOutput: colouredOutput }),
      command("second", { aggregatedOutput: hostileOutput }),
    ]);
    for (const name of [/^first/, /^second/]) await stage.page.getByRole("button", { name }).click();
    const [first, second] = await stage.page.getByRole("region", { name: "Output" }).all();
    expect(await first?.locator(".ansi-fg-1").first().innerText()).toBe("❯");
    expect(await first?.locator(".ansi-fg-own").first().getAttribute("style")).toContain("#ff8700");
    expect(await first?.innerText()).toContain("downloading 100%");
    expect(await first?.innerText()).not.toContain("downloading  60%");
    expect(await second?.locator("mark").allInnerTexts()).toEqual([
      "OSC 8",
      "OSC 8",
      "OSC 52",
      "OSC 0",
      "U+202E",
      "U+200B",
    ]);
    expect(await second?.innerText()).toContain("concealed words");
    expect(await stage.reports()).toEqual([]);
    await stage.close();
  });

  it("follow the end of what runs until the person scrolls up", async () => {
    const ran = command("pnpm dev", { aggregatedOutput: "start\n".repeat(60) }, running);
    const stage = await shown([ran], true);
    await stage.page.getByRole("button", { name: /pnpm dev/ }).click();
    const output = stage.page.getByRole("region", { name: "Output" });
    const toEnd = async (): Promise<number> =>
      await output.evaluate(
        ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
      );
    const at = { threadId: "thread-1", turnId: "turn-1", itemId: ran.item.id };
    const more = async (delta: string): Promise<void> => {
      await stage.tell({ method: "item/commandExecution/outputDelta", params: { ...at, delta } });
    };
    await more("more\n".repeat(40));
    expect(await toEnd()).toBeLessThan(2);
    await output.evaluate((element) => {
      element.scrollTop = 100;
    });
    await stage.painted();
    await more("even more\n".repeat(40));
    expect(await output.evaluate((element) => element.scrollTop)).toBe(100);
    await stage.close();
  });

  it("hold only the end in the page while one follows it, and all that is near when one looks back", async () => {
    const ran = command("pnpm dev", { aggregatedOutput: lines(0, 1_000) }, running);
    const stage = await shown([ran], true);
    await stage.page.getByRole("button", { name: /pnpm dev/ }).click();
    const output = stage.page.getByRole("region", { name: "Output" });
    const at = { threadId: "thread-1", turnId: "turn-1", itemId: ran.item.id };
    const more = async (delta: string): Promise<void> => {
      await stage.tell({ method: "item/commandExecution/outputDelta", params: { ...at, delta } });
    };
    const heightOf = async (): Promise<number> => await output.evaluate((element) => element.scrollHeight);
    await more(lines(1_000, 500));
    await output.getByText("line 1499").waitFor();
    const text = await output.innerText();
    expect(text).toContain("line 1499");
    expect(text.split("\n").length).toBeLessThan(60);
    expect(await heightOf()).toBe(1_500 * 18);
    await output.hover();
    await stage.page.mouse.wheel(0, -2_000);
    await output.getByText("line 1375", { exact: false }).first().waitFor();
    expect(await heightOf()).toBe(1_500 * 18);
    expect(await output.innerText()).toContain("line 1499");
    await stage.close();
  });

  it("keep what is selected while more comes", async () => {
    const ran = command("pnpm dev", { aggregatedOutput: lines(0, 60) }, running);
    const stage = await shown([ran], true);
    await stage.page.getByRole("button", { name: /pnpm dev/ }).click();
    const output = stage.page.getByRole("region", { name: "Output" });
    await output.evaluate((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.nodeValue?.indexOf("line 45") ?? -1;
        if (at >= 0)
          document.getSelection()?.setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 7);
      }
    });
    await stage.painted();
    const at = { threadId: "thread-1", turnId: "turn-1", itemId: ran.item.id };
    for (let time = 0; time < 4; time++) {
      const delta = lines(60 + 15 * time, 15);
      await stage.tell({ method: "item/commandExecution/outputDelta", params: { ...at, delta } });
    }
    await output.getByText("line 119").waitFor();
    expect(await stage.page.evaluate(() => document.getSelection()?.toString())).toBe("line 45");
    await stage.close();
  });

  it("open their whole output in an editor", async () => {
    const ran = command("pnpm build", { aggregatedOutput: "line\n".repeat(100) });
    const stage = await shown([ran]);
    await stage.page.getByRole("button", { name: /pnpm build/ }).click();
    await stage.page.getByRole("button", { name: "Open in editor" }).click();
    expect(await stage.intent("openOutput")).toEqual({ type: "openOutput", itemId: ran.item.id });
    await stage.close();
  });
});

describe("code", () => {
  const text = "const key = 'a1'";
  it("is coloured, and inserted or opened by its buttons", async () => {
    const stage = await shown([agent(`\`\`\`ts\n${text}\n\`\`\``)]);
    const block = stage.page.locator(".code-block");
    await block.locator(".hl-keyword").waitFor();
    expect(await block.locator("code").innerText()).toBe(text);
    await block.getByRole("button", { name: "Insert at cursor" }).press("Enter");
    await block.getByRole("button", { name: "Open as a file" }).press("Enter");
    expect(await stage.intent("insertCode")).toEqual({ type: "insertCode", text });
    expect(await stage.intent("openCode")).toEqual({ type: "openCode", text, language: "ts" });
    expect(await stage.reports()).toEqual([]);
    expect(stage.strangeRequests()).toEqual([]);
    await stage.close();
  });

  it("with hidden characters keeps its marks and hands out what is seen", async () => {
    const stage = await shown([agent("```ts\nif (a\u202e) b()\n```\n\n```ts\nlet done = 1\n```")]);
    const [first, second] = await stage.page.locator(".code-block").all();
    await second?.locator(".hl-keyword").waitFor();
    expect(await first?.locator("mark").innerText()).toBe("U+202E");
    expect(await first?.locator("[class^=hl-]").count()).toBe(0);
    await first?.getByRole("button", { name: "Insert at cursor" }).click();
    expect((await stage.intent("insertCode")).text).toBe("if (a[U+202E]) b()");
    await stage.close();
  });

  it("gets its colours and buttons when its fence closes", async () => {
    const message = agent("Look:\n\n```ts\nconst a = 1\n", running);
    const stage = await shown([user("Hi"), message], true);
    const block = stage.page.locator(".code-block");
    expect(await block.innerText()).toContain("const a = 1");
    expect(await block.getByRole("button").count()).toBe(0);
    const at = { threadId: "thread-1", turnId: "turn-1", itemId: message.item.id };
    await stage.tell({
      method: "item/agentMessage/delta",
      params: { ...at, delta: "const b = 2\n```\n\nDone" },
    });
    await block.locator(".hl-keyword").first().waitFor();
    expect(await block.locator(".hl-keyword").count()).toBe(2);
    expect(await block.getByRole("button", { name: "Copy" }).count()).toBe(1);
    await stage.close();
  });
});

describe("messages", () => {
  it("are copied as they were written", async () => {
    const stage = await shown([agent("**bold** words")]);
    await stage.page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => void Object.assign(window, { copied: text });
    });
    await stage.page.getByRole("button", { name: "Copy message as Markdown" }).press("Enter");
    await stage.page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await stage.page.evaluate(() => (window as unknown as { copied: string }).copied)).toBe(
      "**bold** words",
    );
    await stage.close();
  });

  it("show a picture through a blob of the page", async () => {
    const stage = await shown([
      user("See", { type: "image", url: tinyPicture }, { type: "image", url: "https://x.example/a.png" }),
    ]);
    const picture = stage.page.getByRole("button", { name: "Attached picture, small" });
    await picture.locator("img").evaluate(async (image: HTMLImageElement) => await image.decode());
    expect(await picture.locator("img").getAttribute("src")).toMatch(/^blob:/);
    await picture.press("Enter");
    expect(await stage.page.getByRole("button", { name: "Attached picture, shown large" }).count()).toBe(1);
    expect(await stage.page.locator("img").count()).toBe(1);
    expect(await stage.reports()).toEqual([]);
    await stage.close();
  });

  it("say that the next message answers their questions", async () => {
    const asked = agent("Two things.");
    const questions = [{ title: "How long?", options: ["A day", "A week"] }];
    const item = { ...asked.item, questions } as typeof asked.item;
    const stage = await shown([{ ...asked, item }]);
    const text = await stage.page.getByRole("article", { name: /^Codex/ }).innerText();
    expect(text).toContain("How long?");
    expect(text).toContain("A week");
    expect(text).toContain("Your next message answers this.");
    await stage.close();
  });
});

it("shows the first changed lines of a long diff, then all", async () => {
  const stage = await shown([files([longFile])]);
  await stage.page.getByRole("button", { name: /currencies/, expanded: false }).click();
  const rows = stage.page.locator(".diff tr:has(.d2h-ins)");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(24);
  await stage.page.getByRole("button", { name: "Show all 900 lines" }).click();
  await stage.painted();
  expect(await rows.count()).toBe(900);
  await stage.close();
});

it("says that a tool was not asked for, and shows what it answered", async () => {
  const call = other("mcpToolCall", {
    server: "s",
    tool: "t",
    status: "completed",
    readOnlyHint: true,
    arguments: { a: 1 },
    result: {
      content: [
        { type: "text", text: "found" },
        { type: "image", data: tinyPicture.split(",")[1] ?? "", mimeType: "image/bmp" },
      ],
      structuredContent: { b: 2 },
      _meta: null,
    },
    error: null,
    durationMs: 3,
  });
  const ran = { ...call, unasked: "called read-only by its MCP server" };
  const asked = { ...call, item: { ...call.item, id: "asked", tool: "u", result: null } as typeof call.item };
  const stage = await shown([ran, asked]);
  await stage.page.getByRole("button", { name: /s · t/ }).click();
  await stage.page.getByRole("button", { name: /s · u/ }).click();
  const text = await stage.page.getByRole("article", { name: "Tool: s · t, completed" }).innerText();
  const askedText = await stage.page.getByRole("article", { name: "Tool: s · u, completed" }).innerText();
  expect(askedText).toContain("The server declared it read-only.");
  expect(askedText).not.toContain("Ran without asking");
  expect(text).toContain("Ran without asking: the server declared it read-only.");
  expect(text).toContain("found");
  expect(text).toContain('"b": 2');
  expect(await stage.page.getByRole("button", { name: /^Picture in the answer/ }).count()).toBe(1);
  await stage.close();
});
