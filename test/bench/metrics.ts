// The metrics, their targets, and who measures each. Metrics of one group come out of the same measurement.
// A new metric is an entry here.

import { activateRatio } from "./activate.ts";
import { approvalCardMs } from "./approval.ts";
import { bytesRatio, sendRatio } from "./bridge.ts";
import { checkpointRatio } from "./checkpoint.ts";
import { foldRatio } from "./fold.ts";
import { hiddenHeapMB } from "./hidden.ts";
import { largeRatio, smallRatio } from "./ingest.ts";
import { postsPerSecond } from "./live.ts";
import { keyRatio } from "./page/composer.ts";
import { longMessage, longOutput, longThread, type Smoothness } from "./page/heavy.ts";
import { driftPx } from "./page/drift.ts";
import { idleCpuPercent } from "./page/idle.ts";
import { reviewCosts } from "./page/review.ts";
import type { BenchStage } from "./page/stage.ts";
import { startCosts } from "./page/start.ts";
import { frameGaps, markdownCosts } from "./page/stream.ts";
import { terminalRatio } from "./page/terminal.ts";
import { appendRatio, nodeCount } from "./page/transcript.ts";
import { recoverRatios } from "./recover.ts";
import { reloadMs } from "./page/reload.ts";
import { reloadWindow } from "./reloadWindow.ts";
import { resumeCost } from "./resume.ts";
import { tenThreads } from "./tenThreads.ts";
import { threadsCost } from "./threads.ts";

export interface Metric {
  readonly key: string;
  readonly target: number;
}

/** What a measurement may use. */
export interface Means {
  readonly rounds: number;
  /** The page in browsers; started at the first call. Rejects where no browser is. */
  readonly stage: () => Promise<BenchStage>;
  /** True: the long thread is made when it is not there, which takes minutes. */
  readonly makeLongThread: boolean;
}

export interface Group {
  readonly metrics: readonly Metric[];
  /** The values of the metrics, in their order. Rejects, in words for a person, when they cannot be measured. */
  readonly measure: (means: Means) => Promise<readonly number[]>;
}

const single = (key: string, target: number, measure: (means: Means) => Promise<number>): Group => ({
  metrics: [{ key, target }],
  measure: async (means) => [await measure(means)],
});

const onPage = (
  key: string,
  target: number,
  measure: (stage: BenchStage, rounds: number) => Promise<number>,
): Group => single(key, target, async ({ stage, rounds }) => measure(await stage(), rounds));

/** Late frames and key → paint, the keys within two frames. */
const smooth = (
  name: string,
  measure: (stage: BenchStage, rounds: number) => Promise<Smoothness>,
): Group => ({
  metrics: [
    { key: `stream.${name}.over33ms`, target: 0 },
    { key: `stream.${name}.keyMs`, target: 33 },
  ],
  measure: async ({ stage, rounds }) => {
    const { over33ms, keyMs } = await measure(await stage(), rounds);
    return [over33ms, keyMs];
  },
});

export const groups: readonly Group[] = [
  single("ingest.small.ratio", 1.8, ({ rounds }) => smallRatio(rounds)),
  single("ingest.large.ratio", 2, ({ rounds }) => largeRatio(rounds)),
  single("fold.ratio", 0.5, ({ rounds }) => foldRatio(rounds)),
  single("bridge.ratio", 0.05, ({ rounds }) => sendRatio(rounds)),
  single("bridge.bytesRatio.100", 2, () => bytesRatio(100)),
  single("bridge.bytesRatio.1000", 2, () => bytesRatio(1000)),
  single("bridge.bytesRatio.4000", 2, () => bytesRatio(4000)),
  single("bridge.postsPerSecond", 60, ({ rounds }) => postsPerSecond(rounds)),
  {
    metrics: [
      { key: "stream.markdown.ratio", target: 4 },
      { key: "stream.markdown.growth", target: 5.5 },
    ],
    measure: async ({ stage, rounds }) => {
      const { ratio, growth } = await markdownCosts(await stage(), rounds);
      return [ratio, growth];
    },
  },
  {
    metrics: [
      { key: "stream.frames.p95Ratio", target: 1.1 },
      { key: "stream.frames.over33ms", target: 0 },
    ],
    measure: async ({ stage, rounds }) => {
      const { p95Ratio, over33ms } = await frameGaps(await stage(), rounds);
      return [p95Ratio, over33ms];
    },
  },
  smooth("agent100k", longMessage),
  smooth("output5mb", longOutput),
  smooth("items10k", longThread),
  onPage("transcript.append.ratio", 1.5, appendRatio),
  onPage("transcript.nodes", 3_000, nodeCount),
  onPage("transcript.driftPx", 2, driftPx),
  onPage("composer.key.ratio", 1.5, keyRatio),
  onPage("terminal.ratio", 3, terminalRatio),
  {
    metrics: [
      { key: "start.paint.ratio", target: 2.3 },
      { key: "start.gzKB", target: 130 },
    ],
    measure: async ({ stage, rounds }) => {
      const { paintRatio, gzKB } = await startCosts(await stage(), rounds);
      return [paintRatio, gzKB];
    },
  },
  {
    metrics: [
      { key: "diff.open.ratio", target: 1.5 },
      { key: "diff.nodes", target: 3_000 },
      { key: "diff.scroll.p95Ratio", target: 1.3 },
    ],
    measure: async ({ stage, rounds }) => {
      const { openRatio, nodes, scrollRatio } = await reviewCosts(await stage(), rounds);
      return [openRatio, nodes, scrollRatio];
    },
  },
  onPage("approval.card.ms", 8, approvalCardMs),
  onPage("idle.cpuPercent", 0.5, idleCpuPercent),
  single("idle.hiddenHeapMB", 0, () => hiddenHeapMB()),
  single("activate.ratio", 2, ({ rounds }) => activateRatio(rounds)),
  {
    metrics: [
      { key: "resume.2000.ratio", target: 2 },
      { key: "resume.2000.ms", target: 500 },
    ],
    measure: async ({ stage, rounds, makeLongThread }) => {
      const { ratio, ms } = await resumeCost(await stage(), rounds, makeLongThread);
      return [ratio, ms];
    },
  },
  onPage("reload.page.ms", 500, reloadMs),
  {
    metrics: [
      { key: "reload.window.ms", target: 2_000 },
      { key: "reload.window.ratio", target: 2.2 },
    ],
    measure: async ({ rounds }) => {
      const { ms, ratio } = await reloadWindow(rounds);
      return [ms, ratio];
    },
  },
  {
    metrics: [
      { key: "threads.ten.crossTalk", target: 0 },
      { key: "threads.ten.cpuRatio", target: 1.5 },
      { key: "threads.ten.memoryRatio", target: 1.5 },
    ],
    measure: async ({ rounds }) => {
      const { crossTalk, cpuRatio, memoryRatio } = await tenThreads(rounds);
      return [crossTalk, cpuRatio, memoryRatio];
    },
  },
  {
    metrics: [
      { key: "threads.2000.ratio", target: 1.5 },
      { key: "threads.2000.ms", target: 150 },
    ],
    measure: async ({ rounds }) => {
      const { ratio, ms } = await threadsCost(rounds);
      return [ratio, ms];
    },
  },
  single("checkpoint.ratio", 1.5, ({ rounds }) => checkpointRatio(rounds)),
  {
    metrics: [
      { key: "recover.idle.ratio", target: 2 },
      { key: "recover.turn.ratio", target: 3 },
    ],
    measure: async ({ rounds }) => {
      const { idle, turn } = await recoverRatios(rounds);
      return [idle, turn];
    },
  },
];
