// Kills the server, and apart from that the host, at every n-th line between them in a reference turn, and looks what
// a person has afterwards. Prints what is wrong, then one line; fails when something is.
//
// npm run crash -- [--points N] [--at server:17,host:40]
// --points is how many points there are in all (default 220); --at names single ones, as a complaint names them.

import { parseArgs } from "node:util";
import { startProvider, type Provider } from "../provider/provider.ts";
import { complaintsOf } from "./checks.ts";
import { pointsOf, type Place } from "./places.ts";
import { runPoint } from "./point.ts";
import { referenceScript } from "./reference.ts";

const atOnce = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { points: { type: "string", default: "220" }, at: { type: "string" } },
  });
  const provider = await startProvider({ script: referenceScript, record: false });
  try {
    const { events, seen } = await runPoint(provider, "host", Number.MAX_SAFE_INTEGER);
    const undisturbed = complaintsOf(seen).map((complaint) => `undisturbed: ${complaint}`);
    for (const complaint of undisturbed) process.stdout.write(`${complaint}\n`);
    const places = values.at === undefined ? pointsOf(events, Number(values.points)) : placesNamed(values.at);
    const complaints = await runAll(provider, places);
    process.stdout.write(`${places.length} points, ${undisturbed.length + complaints} complaints\n`);
    return undisturbed.length + complaints === 0 ? 0 : 1;
  } finally {
    await provider.close();
  }
}

async function runAll(provider: Provider, places: readonly Place[]): Promise<number> {
  const left = [...places];
  let complaints = 0;
  const work = async (): Promise<void> => {
    for (let place = left.shift(); place; place = left.shift()) {
      const { seen } = await runPoint(provider, place.side, place.at);
      for (const complaint of complaintsOf(seen)) {
        complaints++;
        process.stdout.write(`${place.side}:${place.at}: ${complaint}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return complaints;
}

function placesNamed(words: string): Place[] {
  return words.split(",").map((word) => {
    const [side, at] = word.trim().split(":");
    if ((side !== "server" && side !== "host") || !/^\d+$/.test(at ?? ""))
      throw new Error(`--at takes places such as server:17, not ${word}.`);
    return { side, at: Number(at) };
  });
}

process.exitCode = await main();
