// Silence of a busy server is noticed, and nobody is blamed for our own sleep.
// Time is moved by hand.

import { describe, expect, it } from "vitest";
import { Health } from "./health.ts";
import { FakeClock } from "./testing/fakeClock.ts";

function setUp(answersPings: boolean) {
  const clock = new FakeClock();
  const server = { lines: 0, answersPings };
  const events: string[] = [];
  let pings = 0;
  const health = new Health({
    clock,
    linesReceived: () => server.lines,
    ping: () => {
      pings++;
      if (server.answersPings) server.lines++;
    },
    onUnresponsive: (silentMs) => events.push(`silent ${silentMs}`),
    onResponsive: () => events.push("speaks"),
  });
  return { clock, server, events, health, pings: () => pings };
}

describe("Health", () => {
  it("pings about every 10 s and is content with answers", () => {
    const { clock, events, health, pings } = setUp(true);
    health.start();
    clock.advance(60_000);
    expect(events).toEqual([]);
    expect(pings()).toBe(6);
  });

  it("reports 15 s of silence once, and the end of it", () => {
    const { clock, server, events, health } = setUp(false);
    health.start();
    clock.advance(14_000);
    expect(events).toEqual([]);
    clock.advance(60_000);
    expect(events).toEqual(["silent 15000"]);
    server.lines++;
    clock.advance(1_000);
    expect(events).toEqual(["silent 15000", "speaks"]);
    clock.advance(15_000);
    expect(events).toHaveLength(3);
  });

  it("does nothing unless told that the server is busy", () => {
    const { clock, events, health, pings } = setUp(false);
    health.start();
    clock.advance(20_000);
    health.stop();
    expect(events).toEqual(["silent 15000", "speaks"]);
    const before = pings();
    clock.advance(600_000);
    expect(pings()).toBe(before);
    expect(clock.pendingCount).toBe(0);
  });

  it("raises no alarm within 30 s of waking, but later if it stays silent", () => {
    const { clock, events, health } = setUp(false);
    health.start();
    clock.advance(10_000);
    clock.sleep(3_600_000);
    clock.advance(29_000);
    expect(events).toEqual([]);
    clock.advance(2_000);
    expect(events).toHaveLength(1);
  });
});
