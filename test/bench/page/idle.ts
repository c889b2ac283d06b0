// What an open page costs while nothing happens, with a long thread in it: processor time of its process. Short
// windows, several of them: one of 60 s would say the same.

import { median } from "../measure.ts";
import type { BenchStage } from "./stage.ts";
import { pageOf, restingThreadOf } from "./threads.ts";

const windowMs = 6_000;
/** What is still being drawn when the thread has been shown is not idling. */
const settleMs = 3_000;

/** Percent of one processor, all renderers of a browser that holds this page alone. */
export async function idleCpuPercent(stage: BenchStage, rounds: number): Promise<number> {
  const page = await stage.open({ pace: "screen" });
  await page.show(pageOf(restingThreadOf(10_000)));
  const session = await (await stage.browser("screen")).newBrowserCDPSession();
  const renderersMs = async (): Promise<number> => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    return renderers.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
  };
  await after(settleMs);
  const percents: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = await renderersMs();
    await after(windowMs);
    percents.push((100 * ((await renderersMs()) - before)) / windowMs);
  }
  await session.detach();
  await page.close();
  return median(percents);
}

const after = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms));
