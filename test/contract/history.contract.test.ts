// A long thread is read back page by page, newest first, without gap or repeat.

import { describe, expect, it } from "vitest";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { message } from "../provider/events.ts";
import { itemsOf, promptsOf, runTurn, setStage } from "./stage.ts";

const count = 45;
const prompts = Array.from({ length: count }, (_, index) => `prompt ${index + 1}`);

describe("the history of 45 turns", () => {
  it("comes with a page of 20 at resume, and the rest in order when asked for", async () => {
    const stage = await setStage(({ lastUserText }) => message(`Answer to ${lastUserText}.`));
    const first = stage.host();
    await first.start();
    const threadId = await first.threads.start(stage.workspace);
    for (const prompt of prompts) await runTurn(first, threadId, prompt);
    const heard = first.state(threadId).turns;
    await first.dispose();

    const calls: string[] = [];
    const second = stage.host({
      onLine: (direction, line) => void (direction === "sent" && calls.push(line)),
    });
    await second.start();
    await second.threads.resume(threadId);
    const known = () => second.state(threadId).turns.flatMap(promptsOf);
    expect(known()).toEqual(prompts.slice(-20));
    await Promise.all([second.threads.loadOlder(threadId), second.threads.loadOlder(threadId)]);
    expect(known()).toEqual(prompts.slice(-40));
    await second.threads.loadOlder(threadId);
    expect(known()).toEqual(prompts);
    expect(second.state(threadId).olderCursor).toBeNull();
    await second.threads.loadOlder(threadId);
    expect(calls.filter((line) => line.includes('"thread/turns/list"'))).toHaveLength(2);

    const { turns } = second.state(threadId);
    expect(turns.map(({ turnId }) => turnId)).toEqual(heard.map(({ turnId }) => turnId));
    expect(new Set(turns.map(({ turnId }) => turnId)).size).toBe(count);
    expect(turns.flatMap((turn) => itemsOf(turn, "agentMessage").map(({ item }) => item.text))).toEqual(
      prompts.map((prompt) => `Answer to ${prompt}.`),
    );
    expect((await runTurn(second, threadId, "one more")).status).toBe("completed");
    expect(known()).toEqual([...prompts, "one more"]);
  });
});

describe("a thread of some megabytes", () => {
  it("is shown before it is loaded, and stays what was shown", async () => {
    const words = "All of it. ".repeat(250_000);
    const stage = await setStage(({ lastUserText }) =>
      message(lastUserText === "long" ? { text: words, deltas: 1 } : `Answer to ${lastUserText}.`),
    );
    const first = stage.host();
    await first.start();
    const threadId = await first.threads.start(stage.workspace);
    await runTurn(first, threadId, "long");
    await runTurn(first, threadId, "short");
    await first.dispose();

    const calls: string[] = [];
    const second = stage.host({
      onLine: (direction, line) => {
        const { method } = JSON.parse(line) as { method?: string };
        if (direction === "sent" && method?.startsWith("thread/")) calls.push(method);
      },
    });
    await second.start();
    let early: ThreadState | undefined;
    await second.threads.open(threadId, () => {
      early = second.state(threadId);
    });
    expect(early?.turns.flatMap(promptsOf)).toEqual(["long", "short"]);
    expect(early?.permissions).toBeNull();
    expect(calls.indexOf("thread/turns/list")).toBeLessThan(calls.indexOf("thread/resume"));
    const loaded = second.state(threadId);
    expect(loaded.permissions?.mode).toBe("ask");
    expect(loaded.turns).toEqual(early?.turns);
    expect((await runTurn(second, threadId, "one more")).status).toBe("completed");
    expect(second.state(threadId).turns.flatMap(promptsOf)).toEqual(["long", "short", "one more"]);
  });
});
