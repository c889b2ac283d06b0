// Stop ends the turn and what it started; the thread is ready for the next prompt.

import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { message } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longCommand } from "../provider/scripts/commands.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { patch } from "../provider/scripts/patches.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";
import { endedTurn, gone, itemsOf, ourProcesses, runTurn, setStage } from "./stage.ts";

const afterwards = whenUser(/^and now/, [message("I go on.")]);

describe("stop", () => {
  it("interrupts the turn and ends the running command, with its processes", async () => {
    const stage = await setStage(firstOf(afterwards, longCommand));
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    const commandItem = () => itemsOf(host.state(threadId).turns[0], "commandExecution")[0];
    await host.threads.send(threadId, "go");
    await host.until(() => commandItem()?.item.aggregatedOutput?.includes("line 3"));
    const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
    const begun = (await ourProcesses()).filter(({ pid }) => pid !== server?.pid);
    expect(begun).not.toEqual([]);
    await host.threads.stop(threadId);
    const turn = await host.until(() => endedTurn(host.state(threadId), "go"));
    expect(turn.status).toBe("interrupted");
    await host.until(() => commandItem()?.phase === "completed");
    expect(commandItem()?.item).toMatchObject({ status: "failed" });
    expect(commandItem()?.item.aggregatedOutput).not.toContain("line 12");
    await gone(begun);
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
  });

  it("interrupts a turn that nothing was told of yet", async () => {
    const stage = await setStage(firstOf(afterwards, longStream(1000, { delayMs: 10 })));
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    for (let round = 1; round <= 10; round++) {
      const prompt = `go ${round}`;
      const sent = host.threads.send(threadId, prompt);
      // Half of them before the server took the prompt, half of them just after.
      if (round % 2 === 0) await sent;
      await host.threads.stop(threadId);
      await sent;
      const turn = await host.until(() =>
        host.state(threadId).turns.find(({ status }) => status !== "completed"),
      );
      await host.until(() => host.state(threadId).turns.every(({ status }) => status === "interrupted"));
      expect(turn).toBeDefined();
      expect(host.state(threadId).turns).toHaveLength(round);
    }
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
  });

  it("removes the empty folders that the sandbox of a writable workspace leaves behind", async () => {
    const stage = await setStage(longCommand, { files: { "kept/file.txt": "x" } });
    const host = stage.host({ mode: "auto" });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    const commandItem = () => itemsOf(host.state(threadId).turns[0], "commandExecution")[0];
    await host.until(() => commandItem()?.item.aggregatedOutput?.includes("line 3"));
    expect(await readdir(stage.workspace)).toContain(".git");
    await host.threads.stop(threadId);
    await host.until(() => commandItem()?.phase === "completed");
    await expect.poll(() => readdir(stage.workspace), { timeout: 10_000 }).toEqual(["kept"]);
  });

  it("keeps what was streamed of a message", async () => {
    const stage = await setStage(firstOf(afterwards, longStream(1000, { delayMs: 10 })));
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    const textOf = () => itemsOf(host.state(threadId).turns[0], "agentMessage")[0];
    await host.threads.send(threadId, "go");
    await host.until(() => (textOf()?.item.text.length ?? 0) > 100);
    await host.threads.stop(threadId);
    await host.until(() => endedTurn(host.state(threadId), "go"));
    expect(textOf()?.phase).toBe("cutOff");
    expect(textOf()?.item.text).toMatch(/^Sentence 1\. /);
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
  });

  it("closes an approval that waits, unanswered", async () => {
    const stage = await setStage(patch, { files: scriptFiles });
    const sent: string[] = [];
    const host = stage.host({
      onLine: (direction, line) => void (direction === "sent" && sent.push(line)),
    });
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    await host.threads.stop(threadId);
    await host.until(() => host.state(threadId).approvals.length === 0);
    expect(await host.threads.answer(approval.key, "accept")).toBe("unknown");
    expect(sent.filter((line) => line.includes('"result"'))).toEqual([]);
  });
});
