// A table for people: what a review of growing size costs, beside the same change drawn whole by diff2html.
// node test/bench/page/reviewSizes.ts [--plain-until LINES]

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { longSample } from "../../gallery/reviewSamples.ts";
import { projectRoot } from "../../workbench/project.ts";
import { percentile } from "../measure.ts";
import { ReviewPages } from "./reviewPages.ts";
import { BenchStage } from "./stage.ts";

const sizes = [100, 2_000, 20_000, 100_000];
const files = 4;
const { values } = parseArgs({ options: { "plain-until": { type: "string", default: "20000" } } });
const plainUntil = Number(values["plain-until"]);

interface Costs {
  readonly openMs: number;
  readonly nodes: number;
  readonly heapMB: number;
  readonly scrollP95Ms: number | null;
}

async function heapMB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
  await session.detach();
  return used / 1_000_000;
}

async function ours(pages: ReviewPages, lines: number): Promise<Costs> {
  const page = await pages.open("screen", lines, files);
  const before = await heapMB(page);
  const openMs = await page.evaluate(() => window.lecternReview.open());
  await page.evaluate(() => window.lecternReview.settled());
  const nodes = await page.evaluate(() => window.lecternReview.nodes());
  const gaps = await page.evaluate(() => window.lecternReview.gaps(150, 200));
  await page.evaluate(() => window.lecternReview.settled());
  const heap = (await heapMB(page)) - before;
  await page.context().close();
  return { openMs, nodes, heapMB: heap, scrollP95Ms: percentile(gaps, 95) };
}

function patchOf(lines: number): string {
  const { hunks } = longSample(lines, files);
  const parts = [...hunks].flatMap(([path, all]) => [
    `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}`,
    ...all.flatMap((hunk) => [
      `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      ...hunk.lines.map(({ mark, text }) => `${mark}${text}`),
    ]),
  ]);
  return `${parts.join("\n")}\n`;
}

/** diff2html as its documentation says: the whole patch into one element. */
async function plain(stage: BenchStage, lines: number): Promise<Costs> {
  const bundle = join(projectRoot, "node_modules", "diff2html", "bundles");
  const browser = await stage.browser("screen");
  const page = await browser.newPage({ viewport: { width: 1_000, height: 800 } });
  await page.setContent("<!DOCTYPE html><body></body>");
  await page.addStyleTag({ content: await readFile(join(bundle, "css", "diff2html.min.css"), "utf8") });
  await page.addScriptTag({ content: await readFile(join(bundle, "js", "diff2html.min.js"), "utf8") });
  const before = await heapMB(page);
  const measured = await page.evaluate(async (patch) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing outside goes into the browser
    const frame = (): Promise<number> => new Promise((came) => requestAnimationFrame(came));
    const { Diff2Html } = window as unknown as { Diff2Html: { html(patch: string): string } };
    const start = performance.now();
    document.body.innerHTML = Diff2Html.html(patch);
    await frame();
    await frame();
    const openMs = performance.now() - start;
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let nodes = 1;
    while (walker.nextNode()) nodes++;
    return { openMs, nodes };
  }, patchOf(lines));
  const heap = (await heapMB(page)) - before;
  await page.close();
  return { ...measured, heapMB: heap, scrollP95Ms: null };
}

function print(name: string, lines: number, costs: Costs): void {
  const scroll = costs.scrollP95Ms === null ? "-" : costs.scrollP95Ms.toFixed(1);
  console.log(
    `${name.padEnd(12)}${String(lines).padStart(8)}${costs.openMs.toFixed(0).padStart(10)}${String(costs.nodes).padStart(10)}${costs.heapMB.toFixed(1).padStart(9)}${scroll.padStart(12)}`,
  );
}

const stage = await BenchStage.start();
const pages = await ReviewPages.start(stage);
try {
  console.log("                lines   open ms     nodes  heap MB  scroll p95");
  await ours(pages, 100);
  for (const lines of sizes) print("review pane", lines, await ours(pages, lines));
  for (const lines of sizes.filter((size) => size <= plainUntil))
    print("diff2html", lines, await plain(stage, lines));
} finally {
  await pages.stop();
  await stage.stop();
}
