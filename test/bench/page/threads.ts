// The threads that the page is measured with, made from fixed seeds: long mixed ones, messages of every kind of
// markdown, and those that defeat cutting a message into blocks. It knows the host's state, no page.

import type { PageEvent } from "../../../extension/shared/events.ts";
import { initialHostState, type HostState } from "../../../extension/shared/hostState.ts";
import type { PageState } from "../../../extension/shared/pageState.ts";
import type { ThreadItem, ThreadStatus, Turn } from "../../../extension/shared/protocol.ts";
import { reduceThread } from "../../../extension/shared/reduceThread.ts";
import { emptyThread, type ThreadState } from "../../../extension/shared/threadState.ts";
import {
  agentMessage,
  command,
  completed,
  messageDelta,
  reasoning,
  started,
  threadId,
  turn,
  userMessage,
} from "../../samples/events.ts";
import { randomFrom, word } from "../inputs.ts";
import type { Batch } from "./benchPage.ts";

const cwd = "/work/shop";
const itemsInTurn = 20;
/** The turn that runs in every thread made here. */
export const runningTurnId = "turn-running";

export const readyHost: HostState = {
  ...initialHostState,
  trusted: true,
  folder: { name: "shop", path: cwd },
  server: { phase: "ready", version: "0.169.0", pinned: true, untested: false },
  account: { phase: "signedIn", label: "ada@example.org" },
};

export const pageOf = (thread: ThreadState | null): PageState => ({ host: readyHost, thread });

/** A thread of about `items` items that are said, and a last turn that runs, with one prompt in it. */
export function threadOf(items: number, id = threadId): ThreadState {
  const running = turn(runningTurnId, "inProgress", { items: [userMessage("prompt", "go on")] });
  return withHistory(id, [...madeTurns(items), running], { type: "active", activeFlags: [] });
}

/** The same with nothing running: all is said. */
export function restingThreadOf(items: number): ThreadState {
  return withHistory(threadId, madeTurns(items), { type: "idle" });
}

/** Folded as the host folds history, so that it has the shape that the page is used to. */
function withHistory(id: string, turns: readonly Turn[], status: ThreadStatus): ThreadState {
  const empty: ThreadState = { ...emptyThread(id, cwd), name: "A long thread", status };
  return reduceThread(empty, [{ method: "lectern/historyLoaded", params: { turns, olderCursor: null } }]);
}

function madeTurns(items: number): Turn[] {
  const random = randomFrom(items);
  return Array.from({ length: Math.ceil(items / itemsInTurn) }, (_, number) => {
    const first = number * itemsInTurn;
    const made = Array.from({ length: Math.min(itemsInTurn, items - first) }, (_, place) =>
      madeItem(first + place, place, random),
    );
    return turn(turnOfItem(first), "completed", { items: made, durationMs: 24_000 });
  });
}

/** Every item names its number, so that it can be found again by its words: `#17.` */
function madeItem(number: number, place: number, random: () => number): ThreadItem {
  const id = itemId(number);
  if (place === 0) return userMessage(id, `#${number}. ${words(12, random)}`);
  if (place % 4 === 1) return { ...reasoning(id), summary: [`#${number}. ${words(20, random)}`] };
  if (place % 4 === 2) {
    const output = Array.from({ length: 12 }, () => `ok ${words(4, random)}\n`).join("");
    const line = `npm test ${words(2, random)}#${number}.`;
    return command(id, line, { status: "completed", exitCode: 0, durationMs: 900, aggregatedOutput: output });
  }
  const text = `#${number}. ${words(30, random)}\n\n- **one** ${words(5, random)}\n- \`two\` ${words(5, random)}`;
  return agentMessage(id, text);
}

export const itemId = (number: number): string => `item-${number}`;

/** The turn in which `threadOf` puts an item. */
export const turnOfItem = (number: number): string => `turn-${Math.floor(number / itemsInTurn)}`;

export function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => word(random)).join("");
}

/** At least `chars` characters of all that messages are made of. */
export function mixedMarkdown(chars: number, seed = 11): string {
  const random = randomFrom(seed);
  const blocks = [
    () => `## ${words(4, random)}\n\n`,
    () => `${words(60, random)}**${words(3, random).trim()}** and \`${words(2, random).trim()}\`.\n\n`,
    () => `${words(90, random)}[a file](src/app.ts) ${words(20, random)}.\n\n`,
    () => `${list(6, random)}\n`,
    () => `\`\`\`ts\n${code(12, random)}\`\`\`\n\n`,
    () => `${words(70, random)}*${words(2, random).trim()}* ${words(20, random)}\n\n`,
    () => `${table(6, random)}\n`,
    () => `> ${words(25, random)}\n\n`,
  ];
  let text = "";
  for (let at = 0; text.length < chars; at++) text += blocks[at % blocks.length]?.() ?? "";
  return text.slice(0, chars);
}

const list = (lines: number, random: () => number): string =>
  Array.from({ length: lines }, () => `- ${words(9, random).trim()}\n`).join("");
const code = (lines: number, random: () => number): string =>
  Array.from({ length: lines }, (_, n) => `const value${n} = run("${words(4, random).trim()}");\n`).join("");
const table = (rows: number, random: () => number): string =>
  `| name | words |\n| --- | --- |\n${Array.from({ length: rows }, (_, n) => `| row ${n} | ${words(5, random).trim()} |\n`).join("")}`;

/** Messages of at least `chars` characters, the last three of one block each. */
export function hardMessages(chars: number): readonly string[] {
  const random = randomFrom(13);
  const lines = Math.ceil(chars / 40);
  return [
    mixedMarkdown(chars, 12),
    list(lines, random),
    table(lines, random),
    `\`\`\`ts\n${code(lines, random)}`,
  ].map((text) => text.slice(0, chars));
}

/** The text in pieces of `size` characters. */
export function piecesOf(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
    text.slice(n * size, (n + 1) * size),
  );
}

/** A message that streams in the running turn: begins, grows by a piece a batch, ends. */
export function streamOf(id: string, text: string, pieceSize: number): Batch[] {
  const deltas = piecesOf(text, pieceSize).map((piece): PageEvent[] => [
    inRunningTurn(messageDelta(id, piece)),
  ]);
  return [
    [started(agentMessage(id), runningTurnId)],
    ...deltas,
    [completed(agentMessage(id, text), runningTurnId)],
  ];
}

/** The delta, moved into the running turn. */
export function inRunningTurn<E extends { readonly params: object }>(event: E): E {
  return { ...event, params: { ...event.params, turnId: runningTurnId } };
}
