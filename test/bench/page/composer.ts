// From a key to its paint in the composer, with a long thread that streams, against the same in an empty thread.

import { percentile, ratioOf } from "../measure.ts";
import type { BenchPage } from "./benchPage.ts";
import type { BenchStage } from "./stage.ts";
import { mixedMarkdown, pageOf, streamOf, threadOf } from "./threads.ts";

const keys = 60;
const batchMs = 16;
const batchChars = 192;
const typed = "the quick brown fox types on ".repeat(3).slice(0, keys);
/** Longer than the typing takes. */
const streamChars = 60_000;

/** The 95th percentile of key → paint, ÷ the same in an empty thread. */
export async function keyRatio(stage: BenchStage, rounds: number): Promise<number> {
  const busy = await stage.open({ pace: "screen" });
  const empty = await stage.open({ pace: "screen" });
  await busy.show(pageOf(threadOf(10_000)));
  await empty.show(pageOf(threadOf(0)));
  for (const { page } of [busy, empty]) await page.evaluate(() => window.lecternBench.noteKeys());
  let streams = 0;
  const ratio = await ratioOf(
    async () => {
      const text = mixedMarkdown(streamChars, 31);
      await busy.startPace(streamOf(`typed-beside-${++streams}`, text, batchChars), batchMs);
      const p95 = await typeInto(busy);
      await busy.paced();
      return p95;
    },
    () => typeInto(empty),
    rounds,
  );
  await busy.close();
  await empty.close();
  return ratio;
}

/** The 95th percentile of key → paint while 60 keys are typed, in milliseconds. `noteKeys` was called before. */
export async function typeInto({ page }: BenchPage): Promise<number> {
  await page.bringToFront();
  const box = page.getByRole("textbox", { name: "Message Codex" });
  await box.fill("");
  await page.evaluate(async () => {
    await window.lecternBench.painted();
    window.lecternBench.keyMs.splice(0);
  });
  await box.pressSequentially(typed, { delay: 23 });
  const times = await page.evaluate(async () => {
    await window.lecternBench.painted();
    return window.lecternBench.keyMs;
  });
  const value = await box.inputValue();
  if (value !== typed || times.length !== keys)
    throw new Error(`${times.length} of ${keys} keys were painted.`);
  return percentile(times, 95);
}
