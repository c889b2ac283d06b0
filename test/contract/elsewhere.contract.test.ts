// Two windows on one home: a thread that the first one holds is followed in the second, as it happens there; it is
// forked from there, or goes on there once it is free. Nothing of it is written by the second meanwhile.

import { expect, it } from "vitest";
import { runningTurn, type TurnState } from "../../extension/shared/threadState.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import { message } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { endedTurn, itemsOf, ourProcesses, promptsOf, runTurn, setStage } from "./stage.ts";

const script = firstOf(
  whenUser(/^hello/, [message("Hello to you.")]),
  // Longer than the time from one slow look to the next, even when the system tells of no change.
  whenUser(/^stream/, longStream(800, { delayMs: 10 })),
  whenUser(/^long/, longStream(2_000, { delayMs: 10 })),
  whenUser(/^on/, [message("Going on.")]),
);

async function begin() {
  const stage = await setStage(script);
  const [first, second] = [stage.host(), stage.host()];
  await first.start();
  const [firstServer] = (await ourProcesses()).filter(({ parentPid }) => parentPid === process.pid);
  const threadId = await first.threads.start(stage.workspace);
  await runTurn(first, threadId, "hello");
  await second.start();
  await second.threads.open(threadId);
  const killFirst = (): void => {
    if (firstServer) process.kill(firstServer.pid, "SIGKILL");
  };
  return { stage, first, second, threadId, killFirst };
}

/** The turn with this prompt runs, as far as this host knows. */
async function runs(host: HeadlessHost, threadId: string, prompt: string): Promise<TurnState> {
  return await host.until(() => {
    const turn = runningTurn(host.state(threadId));
    return turn && promptsOf(turn).includes(prompt) && turn;
  });
}

it("follows what runs in another window, and shows it as running", async () => {
  const { first, second, threadId } = await begin();
  expect(second.state(threadId)).toMatchObject({
    elsewhere: { waits: false, isFree: false },
    turns: [{ status: "completed" }],
  });
  const before = second.state(threadId).turns[0];
  await first.threads.send(threadId, "stream");
  await runs(second, threadId, "stream");
  const ended = await second.until(() => endedTurn(second.state(threadId), "stream"));
  expect(ended.status).toBe("completed");
  expect(itemsOf(ended, "agentMessage")[0]?.item.text).toContain("Sentence 800.");
  expect(second.state(threadId).turns[0]).toBe(before);
});

it("keeps a prompt with the person, and forks", async () => {
  const { second, threadId } = await begin();
  await expect(second.threads.send(threadId, "on")).rejects.toThrow("open in another window or terminal");
  expect(second.state(threadId)).toMatchObject({ outgoing: [], elsewhere: { waits: false, isFree: false } });
  const forkId = await second.threads.fork(threadId);
  await runTurn(second, forkId, "on");
  expect(second.state(forkId).turns.map(promptsOf)).toEqual([["hello"], ["on"]]);
});

it("goes on here as soon as it is free, with all that happened there", async () => {
  const { first, second, threadId } = await begin();
  await second.threads.elsewhere.continueHere(threadId, true);
  expect(second.state(threadId).elsewhere).toEqual({ waits: true, isFree: false });
  await runTurn(first, threadId, "on there");
  expect(await first.threads.release(threadId)).toBe(true);
  await second.until(() => second.state(threadId).elsewhere === null);
  expect(second.state(threadId).turns.map(promptsOf)).toEqual([["hello"], ["on there"]]);
  await runTurn(second, threadId, "on here");
  // And now the first one follows, though it showed the thread as its own before.
  await expect(first.threads.send(threadId, "on both")).rejects.toThrow("open in another window or terminal");
  await first.until(() => endedTurn(first.state(threadId), "on here"));
  expect(first.state(threadId).elsewhere).toEqual({ waits: false, isFree: false });
});

it("sees a turn that was dropped there, and waits no longer when told so", async () => {
  const { first, second, threadId } = await begin();
  await runTurn(first, threadId, "on there");
  await second.until(() => endedTurn(second.state(threadId), "on there"));
  await second.threads.elsewhere.continueHere(threadId, true);
  await second.threads.elsewhere.continueHere(threadId, false);
  await first.threads.revert(threadId, first.state(threadId).turns[1]?.turnId ?? "");
  await second.until(() => second.state(threadId).turns.length === 1);
  expect(second.state(threadId).elsewhere).toEqual({ waits: false, isFree: false });
});

/** A turn runs in the first, the second follows it, and the process that runs it is killed. */
async function beginCutOff() {
  const { first, second, threadId, killFirst } = await begin();
  await first.threads.send(threadId, "stream");
  await second.until(() => runningTurn(second.state(threadId)));
  killFirst();
  await second.until(() => second.state(threadId).elsewhere?.isFree);
  await second.until(() => runningTurn(second.state(threadId)) === undefined);
  return { first, second, threadId };
}

it("shows a turn as cut off whose process is gone, and takes a prompt then", async () => {
  const { second, threadId } = await beginCutOff();
  expect(second.state(threadId).turns.map(({ status }) => status)).toEqual(["completed", "interrupted"]);
  expect(second.state(threadId).elsewhere).toEqual({ waits: false, isFree: true });
  await runTurn(second, threadId, "on here");
  expect(second.state(threadId)).toMatchObject({
    elsewhere: null,
    turns: [{ status: "completed" }, { status: "interrupted" }, { status: "completed" }],
  });
});

it("shows it as cut off still when another process holds the thread then, and follows what that one runs", async () => {
  const { first, second, threadId } = await beginCutOff();
  await first.threads.resume(threadId);
  await second.until(() => second.state(threadId).elsewhere?.isFree === false);
  expect(runningTurn(second.state(threadId))).toBeUndefined();
  await first.threads.send(threadId, "stream on");
  await runs(second, threadId, "stream on");
  expect(second.state(threadId).turns[1]?.status).toBe("interrupted");
});

it("knows a turn as cut off whose process was followed by another, which it saw neither end nor come", async () => {
  const { stage, first, threadId, killFirst } = await begin();
  await first.threads.send(threadId, "long");
  // The model speaks for longer than clocks may differ.
  const isFarOn = (): boolean => JSON.stringify(first.state(threadId).turns.at(-1)).includes("Sentence 500.");
  await first.until(isFarOn);
  killFirst();
  await first.until(() => first.supervisor.state.phase !== "ready");
  await first.threads.resume(threadId);
  const third = stage.host();
  await third.start();
  await third.threads.open(threadId);
  expect(third.state(threadId)).toMatchObject({
    elsewhere: { waits: false, isFree: false },
    turns: [{ status: "completed" }, { status: "interrupted" }],
  });
  await first.threads.send(threadId, "stream on");
  await runs(third, threadId, "stream on");
});

it("says that a thread is free which was let go of, and leaves it so", async () => {
  const { first, second, threadId } = await begin();
  expect(await first.threads.release(threadId)).toBe(true);
  await second.until(() => second.state(threadId).elsewhere?.isFree);
  await runTurn(first, threadId, "on there");
  await second.until(() => endedTurn(second.state(threadId), "on there"));
  await second.until(() => second.state(threadId).elsewhere?.isFree === false);
});
