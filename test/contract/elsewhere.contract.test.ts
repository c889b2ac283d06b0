// Two windows on one home: a thread that the first one holds is followed in the second, as it happens there; it is
// forked from there, or goes on there once it is free. Nothing of it is written by the second meanwhile.

import { expect, it } from "vitest";
import { runningTurn } from "../../extension/shared/threadState.ts";
import { message } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { endedTurn, itemsOf, promptsOf, runTurn, setStage } from "./stage.ts";

const script = firstOf(
  whenUser(/^hello/, [message("Hello to you.")]),
  whenUser(/^stream/, longStream(200, { delayMs: 10 })),
  whenUser(/^on/, [message("Going on.")]),
);

async function begin() {
  const stage = await setStage(script);
  const [first, second] = [stage.host(), stage.host()];
  await first.start();
  const threadId = await first.threads.start(stage.workspace);
  await runTurn(first, threadId, "hello");
  await second.start();
  await second.threads.open(threadId);
  return { first, second, threadId };
}

it("follows what runs in another window, and shows it as running", async () => {
  const { first, second, threadId } = await begin();
  expect(second.state(threadId)).toMatchObject({
    elsewhere: { waits: false },
    turns: [{ status: "completed" }],
  });
  const before = second.state(threadId).turns[0];
  await first.threads.send(threadId, "stream");
  // The server writes that a turn began before it writes the prompt.
  const running = await second.until(() => {
    const turn = runningTurn(second.state(threadId));
    return turn && promptsOf(turn).length > 0 ? turn : undefined;
  });
  expect(promptsOf(running)).toEqual(["stream"]);
  const ended = await second.until(() => endedTurn(second.state(threadId), "stream"));
  expect(ended.status).toBe("completed");
  expect(itemsOf(ended, "agentMessage")[0]?.item.text).toContain("Sentence 200.");
  expect(second.state(threadId).turns[0]).toBe(before);
});

it("keeps a prompt with the person, and forks", async () => {
  const { second, threadId } = await begin();
  await expect(second.threads.send(threadId, "on")).rejects.toThrow("open in another window or terminal");
  expect(second.state(threadId)).toMatchObject({ outgoing: [], elsewhere: { waits: false } });
  const forkId = await second.threads.fork(threadId);
  await runTurn(second, forkId, "on");
  expect(second.state(forkId).turns.map(promptsOf)).toEqual([["hello"], ["on"]]);
});

it("goes on here as soon as it is free, with all that happened there", async () => {
  const { first, second, threadId } = await begin();
  await second.threads.elsewhere.continueHere(threadId, true);
  expect(second.state(threadId).elsewhere).toEqual({ waits: true });
  await runTurn(first, threadId, "on there");
  expect(await first.threads.release(threadId)).toBe(true);
  await second.until(() => second.state(threadId).elsewhere === null);
  expect(second.state(threadId).turns.map(promptsOf)).toEqual([["hello"], ["on there"]]);
  await runTurn(second, threadId, "on here");
  // And now the first one follows, though it showed the thread as its own before.
  await expect(first.threads.send(threadId, "on both")).rejects.toThrow("open in another window or terminal");
  await first.until(() => endedTurn(first.state(threadId), "on here"));
  expect(first.state(threadId).elsewhere).toEqual({ waits: false });
});

it("sees a turn that was dropped there, and waits no longer when told so", async () => {
  const { first, second, threadId } = await begin();
  await runTurn(first, threadId, "on there");
  await second.until(() => endedTurn(second.state(threadId), "on there"));
  await second.threads.elsewhere.continueHere(threadId, true);
  await second.threads.elsewhere.continueHere(threadId, false);
  await first.threads.revert(threadId, first.state(threadId).turns[1]?.turnId ?? "");
  await second.until(() => second.state(threadId).turns.length === 1);
  expect(second.state(threadId).elsewhere).toEqual({ waits: false });
});
