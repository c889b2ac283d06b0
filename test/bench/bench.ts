// Measures what can be measured on this machine, as ratios to floors of the same run, and prints a table with the
// targets. Nothing here passes or fails. A new metric is a line in the list below.
//
// npm run bench -- [--json FILE] [--only WORDS] [--rounds N]

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bytesRatio, sendRatio } from "./bridge.ts";
import { foldRatio } from "./fold.ts";
import { largeRatio, smallRatio } from "./ingest.ts";
import { recoverRatios } from "./recover.ts";

interface Metric {
  readonly key: string;
  readonly target: number;
}

interface Group {
  readonly metrics: readonly Metric[];
  /** The values of the metrics, in their order. */
  readonly measure: (rounds: number) => Promise<readonly number[]>;
}

const single = (key: string, target: number, measure: (rounds: number) => Promise<number>): Group => ({
  metrics: [{ key, target }],
  measure: async (rounds) => [await measure(rounds)],
});

const groups: readonly Group[] = [
  single("ingest.small.ratio", 1.8, smallRatio),
  single("ingest.large.ratio", 2, largeRatio),
  single("fold.ratio", 0.5, foldRatio),
  single("bridge.ratio", 0.05, sendRatio),
  single("bridge.bytesRatio.100", 2, () => bytesRatio(100)),
  single("bridge.bytesRatio.1000", 2, () => bytesRatio(1000)),
  single("bridge.bytesRatio.4000", 2, () => bytesRatio(4000)),
  {
    metrics: [
      { key: "recover.idle.ratio", target: 2 },
      { key: "recover.turn.ratio", target: 3 },
    ],
    measure: async (rounds) => {
      const { idle, turn } = await recoverRatios(rounds);
      return [idle, turn];
    },
  },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: "string" }, only: { type: "string" }, rounds: { type: "string" } },
  });
  const { json, only = "", rounds = "5" } = values;
  const result: Record<string, number> = {};
  console.log(`${"metric".padEnd(26)}${"value".padStart(10)}${"target".padStart(10)}`);
  for (const { metrics, measure } of groups) {
    if (!metrics.some(({ key }) => key.includes(only))) continue;
    const measured = await measure(Number(rounds));
    for (const [index, { key, target }] of metrics.entries()) {
      const value = Number((measured[index] ?? Number.NaN).toPrecision(4));
      result[key] = value;
      const missed = value > target ? "  missed" : "";
      console.log(`${key.padEnd(26)}${String(value).padStart(10)}${`≤ ${target}`.padStart(10)}${missed}`);
    }
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
}

await main();
