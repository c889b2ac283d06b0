// A few points of the crash test (`npm run crash` makes them all): wherever server or host die, nothing is lost
// without a mark, nothing runs twice, and every prompt is there once.

import { expect, it, onTestFinished } from "vitest";
import { complaintsOf } from "../crash/checks.ts";
import { pointsOf } from "../crash/places.ts";
import { runPoint } from "../crash/point.ts";
import { referenceScript } from "../crash/reference.ts";
import { startProvider } from "../provider/provider.ts";

it("whoever is killed at whichever moment, all of it is there or is marked", async () => {
  const provider = await startProvider({ script: referenceScript, record: false });
  onTestFinished(() => provider.close());
  const whole = await runPoint(provider, "host", Number.MAX_SAFE_INTEGER);
  expect(complaintsOf(whole.seen)).toEqual([]);
  expect(whole.seen.ran).toEqual(["first", "background", "queued"]);
  expect(whole.seen.isChanged).toBe(true);
  for (const { side, at } of pointsOf(whole.events, 12)) {
    const { seen } = await runPoint(provider, side, at);
    expect(complaintsOf(seen), `${side}:${at}`).toEqual([]);
  }
}, 300_000);
