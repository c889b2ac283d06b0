// How the transcript holds at length: what an append costs, how many nodes there are, and whether the line that is
// being read stays where it is when what stands above it changes.

import { agentMessage, command, completed, started } from "../../samples/events.ts";
import { randomFrom } from "../inputs.ts";
import { ratioOf } from "../measure.ts";
import type { Batch, BenchPage } from "./benchPage.ts";
import type { BenchStage } from "./stage.ts";
import { pageOf, restingThreadOf, runningTurnId, threadOf, words } from "./threads.ts";

const appends = 40;
const nearEndPx = 40;

/** The main thread's time for appending items and staying at the end, at 50,000 items ÷ at 1,000. */
export async function appendRatio(stage: BenchStage, rounds: number): Promise<number> {
  const many = await stage.open({ pace: "free" });
  const few = await stage.open({ pace: "free" });
  try {
    await few.show(pageOf(threadOf(1_000)));
    await many.show(pageOf(threadOf(50_000)));
    return await ratioOf(
      () => appendCost(many),
      () => appendCost(few),
      rounds,
    );
  } finally {
    await many.close();
    await few.close();
  }
}

let appended = 0;

async function appendCost(page: BenchPage): Promise<number> {
  const random = randomFrom(21);
  const batches = Array.from({ length: appends }, (): Batch => {
    const id = `appended-${++appended}`;
    const item =
      appended % 2 === 0
        ? agentMessage(id, words(40, random))
        : command(id, "npm test", { status: "completed", exitCode: 0, aggregatedOutput: "ok\n" });
    return [started(item, runningTurnId), completed(item, runningTurnId)];
  });
  const ms = await page.threadMs(() => page.feed(batches));
  const away = await page.pixelsFromEnd();
  if (away > nearEndPx)
    throw new Error(`The transcript is ${Math.round(away)} px from its end after appending.`);
  return ms;
}

/** The most nodes of the document, texts and shadow trees included, at the end, in the middle and near the start. */
export async function nodeCount(stage: BenchStage): Promise<number> {
  const page = await stage.open({ pace: "free" });
  await page.show(pageOf(restingThreadOf(10_000)));
  const counts: number[] = [];
  for (const place of [1, 0.5, 0.05]) {
    await scrollTo(page, place);
    const shown = await page.page.getByRole("log", { name: "Transcript" }).innerText();
    if (!/#\d+\./.test(shown)) throw new Error("The transcript shows no item.");
    counts.push(await page.page.evaluate(countNodes));
  }
  await page.close();
  return Math.max(...counts);
}

function countNodes(): number {
  const count = (root: Node): number => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    let nodes = 1;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes++;
      if (node instanceof Element && node.shadowRoot) nodes += count(node.shadowRoot);
    }
    return nodes;
  };
  return count(document);
}

/** Scrolls as a person who drags the thumb: to a share of the whole, then lets the page settle. */
export async function scrollTo(page: BenchPage, share: number): Promise<void> {
  await page.page.getByRole("log", { name: "Transcript" }).evaluate(async (log, share) => {
    const inside = [log, ...log.querySelectorAll("*")];
    const scroller = inside.find(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1) ?? log;
    // Twice: heights are known better once the place has been drawn.
    for (let time = 0; time < 2; time++) {
      scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * share;
      for (let frames = 0; frames < 10; frames++) await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  }, share);
}
