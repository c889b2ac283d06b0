// Whether the page stays smooth under what is more than anyone meets: a long message that comes in the smallest
// deltas, a command that pours out megabytes, a stream at the end of ten thousand items. Late frames are counted
// while it streams, and someone types meanwhile.

import { command, completed, outputDelta, started } from "../../samples/events.ts";
import { randomFrom } from "../inputs.ts";
import { median } from "../measure.ts";
import type { Batch, BenchPage } from "./benchPage.ts";
import { typeInto } from "./composer.ts";
import type { BenchStage } from "./stage.ts";
import {
  inRunningTurn,
  mixedMarkdown,
  pageOf,
  piecesOf,
  runningTurnId,
  streamOf,
  threadOf,
  words,
} from "./threads.ts";

export interface Smoothness {
  /** Gaps between frames of more than 33 ms while it streams. */
  readonly over33ms: number;
  /** The 95th percentile of key → paint meanwhile, in milliseconds. */
  readonly keyMs: number;
}

const batchMs = 16;
const lateMs = 33;

/** 100 KB in deltas of 4 characters, as many a frame as make 24,000 characters a second. */
export async function longMessage(stage: BenchStage, rounds: number): Promise<Smoothness> {
  return await smoothnessOf(stage, rounds, 0, (id) =>
    grouped(streamOf(id, mixedMarkdown(100 * 1024, 53), 4), 96),
  );
}

/** 5 MB of output, a megabyte a second, into a command that is unfolded. */
export async function longOutput(stage: BenchStage, rounds: number): Promise<Smoothness> {
  return await smoothnessOf(stage, rounds, 0, (id) => {
    const begun = command(id, "npm test", { aggregatedOutput: "" });
    const output = plainOutput(5 * 1024 * 1024);
    return [
      [started(begun, runningTurnId)],
      ...piecesOf(output, 16 * 1024).map((piece): Batch => [inRunningTurn(outputDelta(id, piece))]),
      [completed({ ...begun, status: "completed", exitCode: 0, aggregatedOutput: output }, runningTurnId)],
    ];
  });
}

/** A message of 12,000 characters a second at the end of 10,000 items. */
export async function longThread(stage: BenchStage, rounds: number): Promise<Smoothness> {
  return await smoothnessOf(stage, rounds, 10_000, (id) => streamOf(id, mixedMarkdown(60_000, 59), 192));
}

let streams = 0;

async function smoothnessOf(
  stage: BenchStage,
  rounds: number,
  items: number,
  batchesOf: (id: string) => readonly Batch[],
): Promise<Smoothness> {
  const page = await stage.open({ pace: "screen" });
  await page.page.evaluate(() => window.lecternBench.noteKeys());
  const late: number[] = [];
  const keys: number[] = [];
  // The first round is not counted: it compiles.
  for (let round = 0; round <= Math.min(rounds, 3); round++) {
    const id = `heavy-${++streams}`;
    await page.show(pageOf(threadOf(items, `thread-${id}`)));
    const batches = batchesOf(id);
    await page.feed(batches.slice(0, 2));
    await unfold(page);
    const gaps = page.gapsWhile(batches.slice(2), batchMs);
    const keyMs = await typeInto(page);
    late.push((await gaps).filter((gap) => gap > lateMs).length);
    keys.push(keyMs);
  }
  await page.close();
  return { over33ms: median(late.slice(1)), keyMs: median(keys.slice(1)) };
}

async function unfold({ page }: BenchPage): Promise<void> {
  const folded = page
    .getByRole("article", { name: /^Command: npm test, running/ })
    .getByRole("button", { expanded: false });
  if ((await folded.count()) > 0) await folded.first().click();
}

/** The same deltas, `perBatch` in one message: what a frame brings. */
function grouped(batches: readonly Batch[], perBatch: number): Batch[] {
  const deltas = batches.flat();
  return Array.from({ length: Math.ceil(deltas.length / perBatch) }, (_, n) =>
    deltas.slice(n * perBatch, (n + 1) * perBatch),
  );
}

function plainOutput(size: number): string {
  const random = randomFrom(43);
  const lines: string[] = [];
  for (let length = 0; length < size; length += lines.at(-1)?.length ?? 0)
    lines.push(`\u001b[32mok\u001b[0m ${words(10, random).trim()}\n`);
  return lines.join("");
}
