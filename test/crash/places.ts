// Which points are tried: spread evenly over the talk, and both sides at each, so that fewer of them still see every
// part of it. Pure.

import type { Crash } from "./point.ts";

export type Place = Pick<Crash, "side" | "at">;

/** At most `count` points over this many events, those of the two sides side by side. */
export function pointsOf(events: number, count: number): Place[] {
  const each = Math.min(events, Math.ceil(count / 2));
  return Array.from({ length: each }, (_, index) => Math.floor((index * events) / each)).flatMap((at) => [
    { side: "server" as const, at },
    { side: "host" as const, at },
  ]);
}
