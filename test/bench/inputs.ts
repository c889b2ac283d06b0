// What the benches are fed with: protocol lines made from a fixed seed, the same in every run and on every
// machine. It knows what lines look like and nothing of those who read them.

import type { ThreadItem } from "../../extension/shared/protocol.ts";
import type { ThreadNotification } from "../../extension/shared/routes.ts";
import {
  agentMessage,
  command,
  messageDelta,
  outputDelta,
  reasoning,
  turn as makeTurn,
  userMessage,
} from "../samples/events.ts";

export const threadId = "01a20fac-cd65-7cf3-8d2f-a5cdc511bde3";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = "the agent reads a file and runs its tests until all of them pass again ".split(/(?<= )/);

export function word(random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? "";
}

/** `count` lines of about 215 bytes, as a streaming model causes them. */
export function smallLines(count: number): string[] {
  const random = randomFrom(1);
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      method: "item/agentMessage/delta",
      params: {
        threadId,
        turnId: "01a20fac-d139-7db0-b5f4-72fa284b7661",
        itemId: `item-${index}`,
        delta: word(random),
      },
      emittedAtMs: 1_700_000_000_000 + index,
    }),
  );
}

/** One line of about 2.2 MB, a command's whole output in several scripts. */
export function largeLine(): string {
  const random = randomFrom(2);
  const pieces = ["grün ", "コード ", "код\n", "done — ", "naïve ", "✓ ", word(random)];
  let output = "";
  while (output.length < 1_150_000) output += pieces[Math.floor(random() * pieces.length)] ?? "";
  const item = command("call-1", "make", { status: "completed", exitCode: 0, aggregatedOutput: output });
  return JSON.stringify({
    method: "item/completed",
    params: { threadId, turnId: "t", item, completedAtMs: 2 },
  });
}

/** At least `count` notifications of a long thread: turns of messages, thoughts and commands, mostly deltas. */
export function mixedNotifications(count: number): ThreadNotification[] {
  const random = randomFrom(3);
  const result: ThreadNotification[] = [];
  for (let turn = 0; result.length < count; turn++)
    result.push(...notificationsOfTurn(`turn-${turn}`, random));
  return result.slice(0, count);
}

/** `count` notifications of long messages that stream fast, 500 pieces each. */
export function streamedMessages(count: number): ThreadNotification[] {
  const random = randomFrom(4);
  const result: ThreadNotification[] = [];
  for (let index = 0; result.length < count; index++) {
    const [id, turnId] = [`item-${index}`, "turn-0"];
    const item = agentMessage(id);
    result.push(
      { method: "item/started", params: { threadId, turnId, item, startedAtMs: 1 } },
      ...repeat(500, () => inTurn(messageDelta(id, word(random)), turnId)),
      { method: "item/completed", params: { threadId, turnId, item, completedAtMs: 2 } },
    );
  }
  return result.slice(0, count);
}

function notificationsOfTurn(turnId: string, random: () => number): ThreadNotification[] {
  const result: ThreadNotification[] = [
    { method: "thread/status/changed", params: { threadId, status: { type: "active", activeFlags: [] } } },
    { method: "turn/started", params: { threadId, turn: makeTurn(turnId, "inProgress") } },
  ];
  const put = (item: ThreadItem, deltas: readonly ThreadNotification[], end: ThreadItem = item): void => {
    result.push({ method: "item/started", params: { threadId, turnId, item, startedAtMs: 1 } }, ...deltas);
    result.push({ method: "item/completed", params: { threadId, turnId, item: end, completedAtMs: 2 } });
  };
  put(userMessage(`${turnId}-u`, "go on"), []);
  for (let step = 0; step < 6; step++) {
    const id = `${turnId}-${step}`;
    put(
      reasoning(`${id}-r`),
      repeat(15, () => ({
        method: "item/reasoning/summaryTextDelta",
        params: { threadId, turnId, itemId: `${id}-r`, summaryIndex: 0, delta: word(random) },
      })),
    );
    put(
      agentMessage(`${id}-m`),
      repeat(40, () => inTurn(messageDelta(`${id}-m`, word(random)), turnId)),
    );
    put(
      command(`${id}-c`, "npm test"),
      repeat(12, () => inTurn(outputDelta(`${id}-c`, `ok ${word(random)}\n`), turnId)),
      command(`${id}-c`, "npm test", {
        status: "completed",
        exitCode: 0,
        aggregatedOutput: "ok\n".repeat(12),
      }),
    );
    result.push({ method: "turn/diff/updated", params: { threadId, turnId, diff: "+line\n".repeat(20) } });
  }
  result.push({ method: "turn/completed", params: { threadId, turn: makeTurn(turnId, "completed") } });
  return result;
}

function repeat(times: number, make: () => ThreadNotification): ThreadNotification[] {
  return Array.from({ length: times }, make);
}

function inTurn(event: ReturnType<typeof messageDelta>, turnId: string): ThreadNotification {
  return { ...event, params: { ...event.params, threadId, turnId } } as ThreadNotification;
}
