// From bytes on a pipe to typed notifications, against JSON.parse of the same lines alone.

import { Readable, Writable } from "node:stream";
import { Connection } from "../../extension/codex/connection.ts";
import { largeLine, smallLines } from "./inputs.ts";
import { ratioOf, timeOf } from "./measure.ts";

const chunkBytes = 64 * 1024;

/** The block of bytes, over and over, in the chunks in which a pipe hands them out. */
function pipeOf(block: Buffer, repeats: number): Readable {
  let at = 0;
  const total = block.length * repeats;
  return new Readable({
    read() {
      if (at >= total) return void this.push(null);
      const start = at % block.length;
      const piece = block.subarray(start, start + chunkBytes);
      at += piece.length;
      this.push(piece);
    },
  });
}

async function ingest(block: Buffer, repeats: number, expected: number): Promise<number> {
  const input = pipeOf(block, repeats);
  let count = 0;
  const connection = new Connection({
    input,
    output: new Writable(),
    knownRequests: new Set(),
    onNotification: () => void count++,
    onRequest: () => undefined,
    onUnhealthy: (reason) => {
      throw new Error(reason);
    },
    log: () => undefined,
  });
  const start = performance.now();
  const ended = new Promise((resolve) => input.once("end", resolve));
  connection.start();
  await ended;
  const ms = performance.now() - start;
  if (count !== expected) throw new Error(`${count} of ${expected} notifications came through.`);
  return ms;
}

function parse(lines: readonly string[], repeats: number): number {
  return timeOf(() => {
    for (let repeat = 0; repeat < repeats; repeat++) for (const line of lines) JSON.parse(line);
  });
}

function ratio(lines: readonly string[], repeats: number, rounds: number): Promise<number> {
  const block = Buffer.from(`${lines.join("\n")}\n`);
  return ratioOf(
    () => ingest(block, repeats, lines.length * repeats),
    () => parse(lines, repeats),
    rounds,
  );
}

/** 1,000,000 lines of about 215 bytes. */
export function smallRatio(rounds: number): Promise<number> {
  return ratio(smallLines(10_000), 100, rounds);
}

/** 200 lines of 2.2 MB, not ASCII. */
export function largeRatio(rounds: number): Promise<number> {
  return ratio([largeLine()], 200, rounds);
}
