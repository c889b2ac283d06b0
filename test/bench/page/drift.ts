// The line under the eye: a person reads in the middle of a long transcript while cards above, out of sight, unfold,
// grow and fail. The line must not move. Found by its words alone.

import { agentMessage, command, completed } from "../../samples/events.ts";
import { randomFrom } from "../inputs.ts";
import { median } from "../measure.ts";
import type { BenchPage } from "./benchPage.ts";
import type { BenchStage } from "./stage.ts";
import { itemId, pageOf, restingThreadOf, turnOfItem, words } from "./threads.ts";
import { scrollTo } from "./transcript.ts";

/** How many items above the first visible one change. */
const reach = 6;
/** Less means that the changes were not drawn at all, and the line had no reason to move. */
const leastGrowthPx = 50;

/** The most pixels by which the line moves, for changes of any kind above it; the median over places. */
export async function driftPx(stage: BenchStage, rounds: number): Promise<number> {
  const page = await stage.open({ pace: "screen" });
  await page.show(pageOf(restingThreadOf(10_000)));
  const drifts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await scrollTo(page, 0.3 + round * 0.07);
    drifts.push(await driftAt(page));
  }
  await page.close();
  return median(drifts);
}

async function driftAt(page: BenchPage): Promise<number> {
  const { eye, above } = await lineUnderEye(page);
  const drifts: number[] = [];
  const look = async (): Promise<void> => {
    drifts.push(Math.abs((await topOf(page, eye.number)) - eye.top));
  };
  const heightBefore = await heightOf(page);
  await unfoldAbove(page);
  await look();
  const random = randomFrom(above);
  for (let number = above; number > above - reach; number--) {
    await page.feed([[grown(number, random)]]);
    await look();
  }
  const grewPx = (await heightOf(page)) - heightBefore;
  if (grewPx < leastGrowthPx) throw new Error(`Nothing grew above the line: ${grewPx} px.`);
  return Math.max(...drifts);
}

/** The height of all that the transcript can be scrolled through. */
async function heightOf(page: BenchPage): Promise<number> {
  return await page.page
    .getByRole("log", { name: "Transcript" })
    .evaluate((log) => Math.max(...[log, ...log.querySelectorAll("*")].map((inside) => inside.scrollHeight)));
}

/** The item comes again, longer: a message that streamed on, a command that failed and shows its last lines. */
function grown(number: number, random: () => number): ReturnType<typeof completed> {
  const id = itemId(number);
  const text = `#${number}. ${words(200, random)}\n\n${words(100, random)}`;
  if (number % 2 === 1) return completed(agentMessage(id, text), turnOfItem(number));
  const aggregatedOutput = Array.from({ length: 30 }, () => `not ok ${words(4, random)}\n`).join("");
  const failed = command(id, `npm test #${number}.`, { status: "failed", exitCode: 1, aggregatedOutput });
  return completed(failed, turnOfItem(number));
}

interface Seen {
  readonly eye: { readonly number: number; readonly top: number };
  /** The number of the last item that ends above the view. */
  readonly above: number;
}

async function lineUnderEye(page: BenchPage): Promise<Seen> {
  const seen = await page.page.getByRole("log", { name: "Transcript" }).evaluate((log) => {
    const { top, bottom } = log.getBoundingClientRect();
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing outside goes into the browser
    const numberIn = (element: Element): number | undefined => {
      const found = /#(\d+)\./.exec(`${element.getAttribute("aria-label") ?? ""} ${element.textContent}`);
      return found ? Number(found[1]) : undefined;
    };
    let eye: { number: number; top: number } | undefined;
    let first: number | undefined;
    for (const article of log.querySelectorAll("article, [role=article]")) {
      const number = numberIn(article);
      const box = article.getBoundingClientRect();
      if (number === undefined || box.bottom <= top || box.height === 0) continue;
      first ??= number;
      if (!eye && box.top >= (top + bottom) / 2) eye = { number, top: box.top };
    }
    return { eye, first };
  });
  if (!seen.eye || seen.first === undefined)
    throw new Error("No numbered item is in the middle of the view.");
  return { eye: seen.eye, above: seen.first - 1 };
}

async function topOf(page: BenchPage, number: number): Promise<number> {
  const top = await page.page.getByRole("log", { name: "Transcript" }).evaluate((log, number) => {
    const words = `#${number}.`;
    for (const article of log.querySelectorAll("article, [role=article]")) {
      const told = `${article.getAttribute("aria-label") ?? ""} ${article.textContent}`;
      if (told.includes(words)) return article.getBoundingClientRect().top;
    }
    return undefined;
  }, number);
  // Out of the document altogether: it moved by more than a view.
  return top ?? Number.POSITIVE_INFINITY;
}

/** Unfolds what is folded just above the view, as it happens when a card opens by itself. */
async function unfoldAbove(page: BenchPage): Promise<void> {
  await page.page.getByRole("log", { name: "Transcript" }).evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const folded = [...log.querySelectorAll<HTMLElement>("article [aria-expanded=false]")];
    const near = folded.filter((button) => {
      const { bottom } = button.getBoundingClientRect();
      return bottom > top - 400 && bottom < top - 1;
    });
    for (const button of near.slice(-2)) button.click();
  });
  await page.page.evaluate(() => window.lecternBench.painted());
}
