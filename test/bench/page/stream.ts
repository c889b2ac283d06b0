// What it costs the page's main thread to show a message while it streams, against appending the same text plainly;
// and whether frames come late meanwhile. Both floors are taken in the same run.

import { median, percentile, ratioOf } from "../measure.ts";
import type { BenchPage } from "./benchPage.ts";
import type { BenchStage } from "./stage.ts";
import { hardMessages, mixedMarkdown, pageOf, piecesOf, streamOf, threadOf } from "./threads.ts";

const long = 100 * 1024;
const short = 20 * 1024;
const pieceSize = 32;

export interface MarkdownCosts {
  /** A long message as markdown ÷ the same text appended, a node a paragraph. */
  readonly ratio: number;
  /** A message of 100 KB ÷ one of 20 KB. */
  readonly growth: number;
}

/** One delta a frame, each of 32 characters, from the first to the whole reading at the end. */
export async function markdownCosts(stage: BenchStage, rounds: number): Promise<MarkdownCosts> {
  const page = await stage.open({ pace: "free" });
  const plain = await stage.open({ pace: "free", which: "empty" });
  const text = mixedMarkdown(long);
  const longs: number[] = [];
  const shorts: number[] = [];
  const ratio = await ratioOf(
    async () => {
      // The short one right beside the long one, so that a slow moment hits both.
      shorts.push(await streamCost(page, text.slice(0, short)));
      const cost = await streamCost(page, text);
      longs.push(cost);
      return cost;
    },
    () => plain.threadMs(() => appendPlainly(plain, piecesOf(text, pieceSize))),
    rounds,
  );
  await page.close();
  await plain.close();
  const growths = longs.map((cost, round) => cost / (shorts[round] ?? Number.NaN));
  return { ratio, growth: median(growths.slice(1)) };
}

let messages = 0;

async function streamCost(page: BenchPage, text: string): Promise<number> {
  const id = `message-${++messages}`;
  await page.show(pageOf(threadOf(0, `thread-${id}`)));
  return await page.threadMs(() => page.feed(streamOf(id, text, pieceSize)));
}

/** The floor: the text as it is, a node a paragraph, the end kept in view as the page keeps it. */
async function appendPlainly(plain: BenchPage, pieces: readonly string[]): Promise<void> {
  await plain.page.evaluate(async (pieces) => {
    const root = document.createElement("div");
    root.style.cssText = "height:100vh;overflow:auto;white-space:pre-wrap;font:13px system-ui,sans-serif";
    document.body.replaceChildren(root);
    const paragraph = (): Text => {
      const text = document.createTextNode("");
      const element = document.createElement("p");
      element.append(text);
      root.append(element);
      return text;
    };
    let current = paragraph();
    for (const piece of pieces) {
      for (const [index, part] of piece.split("\n\n").entries()) {
        if (index > 0) current = paragraph();
        current.appendData(part);
      }
      root.scrollTop = root.scrollHeight;
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    await window.lecternBench.painted();
  }, pieces);
}

const charsPerSecond = 12_000;
const batchMs = 16;
const hardChars = 18_000;
const idleMs = 2_000;
const lateMs = 33;

export interface FrameGaps {
  /** 95th percentile of the gaps between frames while streaming ÷ the same while idle. */
  readonly p95Ratio: number;
  /** Gaps of more than 33 ms in one round: a mixed message, a giant list, a giant table, a giant fence. */
  readonly over33ms: number;
}

/** At the screen's frame rate, in a thread of 10,000 items. */
export async function frameGaps(stage: BenchStage, rounds: number): Promise<FrameGaps> {
  const page = await stage.open({ pace: "screen" });
  await page.show(pageOf(threadOf(10_000)));
  const texts = hardMessages(hardChars);
  const late: number[] = [];
  const p95Ratio = await ratioOf(
    async () => {
      const gaps = await gapsOfStreams(page, texts);
      late.push(gaps.filter((gap) => gap > lateMs).length);
      return percentile(gaps, 95);
    },
    async () => percentile(await page.idleGaps(idleMs), 95),
    rounds,
  );
  await page.close();
  return { p95Ratio, over33ms: median(late.slice(1)) };
}

async function gapsOfStreams(page: BenchPage, texts: readonly string[]): Promise<number[]> {
  const gaps: number[] = [];
  for (const text of texts) {
    const pieceSize = (charsPerSecond * batchMs) / 1_000;
    gaps.push(...(await page.gapsWhile(streamOf(`message-${++messages}`, text, pieceSize), batchMs)));
  }
  return gaps;
}
