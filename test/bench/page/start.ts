// How soon the page shows anything, against an empty page of the same server, and what it has to read before.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { noDraft, type HostMessage } from "../../../extension/shared/bridge.ts";
import { median, ratioOf } from "../measure.ts";
import type { OpenOptions, BenchStage } from "./stage.ts";
import { pageOf } from "./threads.ts";

export interface StartCosts {
  /** First contentful paint ÷ that of an empty page. */
  readonly paintRatio: number;
  /** Scripts and styles that were read before it, compressed, in units of 1,024 bytes. */
  readonly gzKB: number;
}

/** The host answers `ready` at once, as it does in VS Code, with no thread open. */
const answer: HostMessage = { type: "snapshot", epoch: 1, seq: 0, state: pageOf(null), draft: noDraft };

export async function startCosts(stage: BenchStage, rounds: number): Promise<StartCosts> {
  const sizes: number[] = [];
  const paintRatio = await ratioOf(
    async () => {
      const { paintedMs, files } = await firstPaint(stage, { pace: "screen", answer });
      sizes.push(compressedKB(stage.folder, files));
      return paintedMs;
    },
    async () => (await firstPaint(stage, { pace: "screen", which: "empty" })).paintedMs,
    rounds,
  );
  return { paintRatio, gzKB: median(sizes) };
}

interface FirstPaint {
  readonly paintedMs: number;
  /** Names of the scripts and style sheets that had come by then. */
  readonly files: readonly string[];
}

async function firstPaint(stage: BenchStage, options: OpenOptions): Promise<FirstPaint> {
  const page = await stage.open(options);
  const { paintedMs, addresses } = await page.page.evaluate(async () => {
    const paint = await new Promise<PerformanceEntry>((came) => {
      const observer = new PerformanceObserver((list) => {
        const [first] = list.getEntriesByName("first-contentful-paint");
        if (first) came(first);
      });
      observer.observe({ type: "paint", buffered: true });
    });
    const before = performance
      .getEntriesByType("resource")
      .filter((entry) => entry.startTime + entry.duration <= paint.startTime);
    return { paintedMs: paint.startTime, addresses: before.map(({ name }) => name) };
  });
  await page.close();
  const names = addresses.map((address) => basename(new URL(address).pathname));
  return { paintedMs, files: names.filter((name) => /\.(?:js|css)$/.test(name) && name !== "vscode.css") };
}

function compressedKB(folder: string, files: readonly string[]): number {
  const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length);
  return bytes.reduce((sum, length) => sum + length, 0) / 1024;
}
