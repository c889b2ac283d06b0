// The page is loaded again while a thread of many turns is open: how long until the person sees its last message. The
// host answers `ready` at once with its snapshot, as it does in VS Code.

import { noDraft } from "../../../extension/shared/bridge.ts";
import { boundedForSnapshot } from "../../../extension/shared/pageState.ts";
import type { ThreadState } from "../../../extension/shared/threadState.ts";
import { median } from "../measure.ts";
import type { BenchStage } from "./stage.ts";
import { pageOf, restingThreadOf } from "./threads.ts";

const items = 1_000;

/** Milliseconds from the beginning of the load to three frames after the last message is there. */
export async function reloadMs(stage: BenchStage, rounds: number): Promise<number> {
  const thread = restingThreadOf(items);
  const words = lastWords(thread);
  const state = boundedForSnapshot(pageOf(thread));
  const answer = { type: "snapshot", epoch: 1, seq: 0, state, draft: noDraft } as const;
  const page = await stage.open({ pace: "screen", answer });
  await page.shows(words);
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.page.reload({ waitUntil: "commit" });
    found.push(
      await page.page.evaluate(async (words) => {
        const isThere = (): boolean => document.body?.textContent.includes(words) ?? false;
        while (!isThere()) await new Promise((came) => requestAnimationFrame(came));
        await window.lecternBench.painted();
        return performance.now();
      }, words),
    );
  }
  await page.close();
  return median(found);
}

/** Every item begins with its number. */
function lastWords({ turns }: ThreadState): string {
  const all = turns.flatMap(({ entries }) => entries);
  const last = all.findLast((entry) => entry.kind === "item" && entry.item.type === "agentMessage");
  const text = last?.kind === "item" && last.item.type === "agentMessage" ? last.item.text : "";
  return text.slice(0, text.indexOf(" "));
}
