// A megabyte of coloured output into a command that is unfolded, against one pass of a parser over the same text.
// The parser is the bench's own, so that the floor stays the same whatever the page uses. What the bench itself costs
// is not counted: text and batches lie in the pages before, and the posting, frame by frame, is measured with a page
// that takes nothing and subtracted.

import { command, outputDelta, started } from "../../samples/events.ts";
import { randomFrom } from "../inputs.ts";
import { ratioOf } from "../measure.ts";
import type { Batch, BenchPage } from "./benchPage.ts";
import type { BenchStage } from "./stage.ts";
import { inRunningTurn, pageOf, piecesOf, runningTurnId, threadOf, words } from "./threads.ts";

const size = 1024 * 1024;
/** What a program that prints a megabyte in a second brings in a frame. */
const pieceSize = size / 64;
const lastLine = "the very last line";

declare global {
  interface Window {
    lecternText?: string;
  }
}

export async function terminalRatio(stage: BenchStage, rounds: number): Promise<number> {
  const page = await stage.open({ pace: "free" });
  const plain = await stage.open({ pace: "free", which: "empty" });
  const text = colouredOutput();
  const pieces = piecesOf(text, pieceSize);
  await plain.page.evaluate((text) => Object.assign(window, { lecternText: text }), text);
  const ratio = await ratioOf(
    async () => (await outputCost(page, pieces)) - (await postingCost(plain, pieces)),
    () => plain.threadMs(() => parseOnce(plain)),
    rounds,
  );
  await page.close();
  await plain.close();
  return ratio;
}

let commands = 0;

async function outputCost(page: BenchPage, pieces: readonly string[]): Promise<number> {
  const id = `terminal-${++commands}`;
  await page.show(pageOf(threadOf(0, `thread-${id}`)));
  const begun = command(id, "npm test", { aggregatedOutput: "" });
  await page.feed([[started(begun, runningTurnId)], [inRunningTurn(outputDelta(id, "begins\n"))]]);
  const card = page.page.getByRole("article", { name: /^Command: npm test/ });
  const folded = card.getByRole("button", { expanded: false });
  if ((await folded.count()) > 0) await folded.first().click();
  const batches = pieces.map((piece): Batch => [inRunningTurn(outputDelta(id, piece))]);
  await page.hand(batches);
  return await page.threadMs(async () => {
    await page.feedHanded();
    await page.shows(lastLine);
  });
}

async function postingCost(plain: BenchPage, pieces: readonly string[]): Promise<number> {
  await plain.hand(pieces.map((piece): Batch => [inRunningTurn(outputDelta("nobody's", piece))]));
  return await plain.threadMs(() => plain.feedHanded());
}

function colouredOutput(): string {
  const random = randomFrom(41);
  const last = `${lastLine}\n`;
  const lines: string[] = [];
  for (let length = 0; length < size; length += lines.at(-1)?.length ?? 0) {
    const colour = 31 + Math.floor(random() * 6);
    lines.push(`\u001b[${colour}mok\u001b[0m ${words(8, random)}\u001b[1;2m${words(2, random)}\u001b[0m\n`);
  }
  return lines.join("").slice(0, size - last.length) + last;
}

/** The text cut into runs of one look each, as every reader of colours has to. */
async function parseOnce({ page }: BenchPage): Promise<void> {
  const runs = await page.evaluate(() => {
    const text = window.lecternText ?? "";
    const marks = new RegExp(`${String.fromCodePoint(27)}\\[([\\d;]*)m`, "g");
    const runs: { look: string; text: string }[] = [];
    let [from, look] = [0, ""];
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
      if (mark.index > from) runs.push({ look, text: text.slice(from, mark.index) });
      [from, look] = [marks.lastIndex, mark[1] ?? ""];
    }
    runs.push({ look, text: text.slice(from) });
    return runs.length;
  });
  if (runs < 1_000) throw new Error("The output has hardly any colours.");
}
