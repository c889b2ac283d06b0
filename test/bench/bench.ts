// Measures what can be measured on this machine, as ratios to floors of the same run, and prints a table with the
// targets. Nothing here passes or fails; a metric that cannot be measured says why and leaves the others alone.
// Which metrics there are is said in metrics.ts.
//
// npm run bench -- [--json FILE] [--only WORDS] [--rounds N] [--make-long-thread]
// --only takes words separated by commas; a metric is measured when its key holds one of them.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { groups, type Group } from "./metrics.ts";
import { BenchStage } from "./page/stage.ts";

interface Wishes {
  readonly json: string | undefined;
  readonly only: readonly string[];
  readonly rounds: number;
  readonly makeLongThread: boolean;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      json: { type: "string" },
      only: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
      "make-long-thread": { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a number from 1 on, not ${values.rounds}.`);
  const only = values.only.split(",").map((word) => word.trim());
  return { json: values.json, only, rounds, makeLongThread: values["make-long-thread"] };
}

/** Made when the first metric needs it, so that the others run without a browser. */
class LazyStage {
  #started: Promise<BenchStage> | undefined;

  readonly get = (): Promise<BenchStage> => (this.#started ??= BenchStage.start());

  async stop(): Promise<void> {
    await this.#started?.then(
      (stage) => stage.stop(),
      () => undefined,
    );
  }
}

function print(key: string, value: string, target: string, remark = ""): void {
  console.log(`${key.padEnd(26)}${value.padStart(10)}${target.padStart(10)}${remark}`);
}

function report({ metrics }: Group, measured: readonly number[], result: Record<string, number>): void {
  for (const [index, { key, target }] of metrics.entries()) {
    const exact = measured[index] ?? Number.NaN;
    if (!Number.isFinite(exact)) {
      print(key, "-", `≤ ${target}`, `  not measured: the value is ${exact}`);
      continue;
    }
    const value = Number(exact.toPrecision(4));
    result[key] = value;
    print(key, String(value), `≤ ${target}`, value > target ? "  missed" : "");
  }
}

async function main(): Promise<void> {
  const { json, only, rounds, makeLongThread } = readWishes();
  const result: Record<string, number> = {};
  const stage = new LazyStage();
  print("metric", "value", "target");
  try {
    for (const group of groups) {
      const { metrics, measure } = group;
      if (!metrics.some(({ key }) => only.some((word) => key.includes(word)))) continue;
      try {
        report(group, await measure({ rounds, stage: stage.get, makeLongThread }), result);
      } catch (error) {
        const why = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
        for (const { key, target } of metrics) print(key, "-", `≤ ${target}`, `  not measured: ${why}`);
      }
    }
  } finally {
    await stage.stop();
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  }
}

await main();
