// The way from the host to the page: what sending costs, and how many bytes it takes, through the channel that
// is shipped. The page is a thread of its own that reads.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { noDraft, type HostMessage } from "../../extension/shared/bridge.ts";
import type { PageEvent } from "../../extension/shared/events.ts";
import { initialHostState } from "../../extension/shared/hostState.ts";
import { reduceThread } from "../../extension/shared/reduceThread.ts";
import { emptyThread, type ThreadState } from "../../extension/shared/threadState.ts";
import { PageChannel } from "../../extension/view/pageChannel.ts";
import { agentMessage, messageDelta } from "../samples/events.ts";
import { batchSize } from "./fold.ts";
import { randomFrom, streamedMessages, threadId, word } from "./inputs.ts";
import { ratioOf, timeOf } from "./measure.ts";

const count = 200_000;

/** A channel whose frames come when they are called for. */
function channelTo(post: (message: HostMessage) => void, thread: ThreadState) {
  let frame: (() => void) | undefined;
  const channel = new PageChannel({
    post: (message) => {
      post(message);
      return Promise.resolve(true);
    },
    state: () => ({ host: initialHostState, thread }),
    draft: () => noDraft,
    nextFrame: (callback) => {
      frame = callback;
    },
  });
  channel.ready();
  return { channel, frame: () => frame?.() };
}

/** Milliseconds of the host's own time; what the page needs for each post is waited for outside of it. */
async function sendBatched(events: readonly PageEvent[], page: Worker): Promise<number> {
  const post = (message: HostMessage): void => page.postMessage(message);
  const { channel, frame } = channelTo(post, emptyThread(threadId, "/work"));
  let ms = 0;
  for (let at = 0; at < events.length; at += batchSize) {
    const batch = events.slice(at, at + batchSize);
    await new Promise((resolve) => setImmediate(resolve));
    ms += timeOf(() => {
      for (const event of batch) channel.event(event);
      frame();
    });
  }
  await caughtUp(page);
  return ms;
}

async function sendSingly(events: readonly PageEvent[], page: Worker): Promise<number> {
  const ms = timeOf(() => {
    for (const event of events) page.postMessage(event);
  });
  await caughtUp(page);
  return ms;
}

function caughtUp(page: Worker): Promise<unknown> {
  page.postMessage("caught up?");
  return once(page, "message");
}

/** Host time of the shipped path ÷ one post a notification, for long messages that stream fast. */
export async function sendRatio(rounds: number): Promise<number> {
  const events = streamedMessages(count);
  const page = new Worker(new URL("reader.ts", import.meta.url));
  try {
    return await ratioOf(
      () => sendBatched(events, page),
      () => sendSingly(events, page),
      rounds,
    );
  } finally {
    await page.terminate();
  }
}

/** Bytes posted for 100 frames of deltas to one message, in a thread that holds `items` items ÷ their texts' bytes. */
export async function bytesRatio(items: number): Promise<number> {
  const random = randomFrom(items);
  const thread = threadOf(items);
  let posted = 0;
  let told = 0;
  const { channel, frame } = channelTo((message) => {
    if (message.type === "events") posted += Buffer.byteLength(JSON.stringify(message));
  }, thread);
  for (let batch = 0; batch < 100; batch++) {
    await new Promise((resolve) => setImmediate(resolve));
    for (let index = 0; index < batchSize; index++) {
      const text = word(random);
      told += Buffer.byteLength(text);
      channel.event(messageDelta(`item-${items - 1}`, text));
    }
    frame();
  }
  return posted / told;
}

function threadOf(items: number): ThreadState {
  return reduceThread(
    emptyThread(threadId, "/work"),
    Array.from({ length: items }, (_, index) => ({
      method: "item/started" as const,
      params: {
        threadId,
        turnId: `turn-${Math.floor(index / 20)}`,
        item: agentMessage(`item-${index}`, "x".repeat(200)),
        startedAtMs: 1,
      },
    })),
  );
}
