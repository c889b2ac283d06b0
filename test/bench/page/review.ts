// What a review of a hundred thousand changed lines costs: opening it, holding it, scrolling it.

import { percentile, median, ratioOf } from "../measure.ts";
import { ReviewPages } from "./reviewPages.ts";
import type { BenchStage } from "./stage.ts";

export interface ReviewCosts {
  /** Opening 100,000 changed lines ÷ opening 100. */
  readonly openRatio: number;
  /** The most nodes, at the top, in the middle and at the end. */
  readonly nodes: number;
  /** The 95th percentile of the gaps between frames while it scrolls ÷ while nothing happens. */
  readonly scrollRatio: number;
}

const many = 100_000;
const few = 100;
/** All lines of one file: the hardest. */
const files = 1;
const frames = 150;
/** A quick turn of the wheel: twelve thousand pixels a second. */
const pixelsInFrame = 200;

export async function reviewCosts(stage: BenchStage, rounds: number): Promise<ReviewCosts> {
  const pages = await ReviewPages.start(stage);
  try {
    const openRatio = await ratioOf(
      () => pages.openMs(many, files),
      () => pages.openMs(few, files),
      rounds,
    );
    return { openRatio, ...(await held(pages, rounds)) };
  } finally {
    await pages.stop();
  }
}

async function held(pages: ReviewPages, rounds: number): Promise<Omit<ReviewCosts, "openRatio">> {
  const page = await pages.open("screen", many, files);
  await page.evaluate(() => window.lecternReview.open());
  await page.evaluate(() => window.lecternReview.settled());
  const nodes: number[] = [];
  for (const share of [0, 0.5, 0.98]) {
    await page.locator("main").evaluate((main, share) => {
      main.scrollTop = main.scrollHeight * share;
    }, share);
    await page.evaluate(() => window.lecternReview.settled());
    if ((await page.locator(".lines .code").count()) < 20) throw new Error("The pane shows no lines.");
    nodes.push(await page.evaluate(() => window.lecternReview.nodes()));
  }
  const ratios: number[] = [];
  const gaps = async (pixels: number): Promise<number> =>
    percentile(
      await page.evaluate(([frames, pixels]) => window.lecternReview.gaps(frames, pixels), [
        frames,
        pixels,
      ] as const),
      95,
    );
  for (let round = 0; round < rounds; round++) {
    await page.locator("main").evaluate(
      (main, share) => {
        main.scrollTop = main.scrollHeight * share;
      },
      0.1 + round * 0.15,
    );
    await page.evaluate(() => window.lecternReview.settled());
    const idle = await gaps(0);
    ratios.push((await gaps(pixelsInFrame)) / idle);
  }
  await page.context().close();
  return { nodes: Math.max(...nodes), scrollRatio: median(ratios) };
}
