// The end of a server's stderr stays readable and bounded.
// However it is cut, and however much there is.

import { describe, expect, it } from "vitest";
import { keptBytes, StderrTail } from "./stderrTail.ts";

describe("StderrTail", () => {
  it("gives the last lines, whole characters whatever the chunks", () => {
    const tail = new StderrTail();
    for (const byte of Buffer.from("erste\r\n\nzweite €\ndritte")) tail.push(Buffer.from([byte]));
    expect(tail.lines()).toEqual(["erste", "zweite €", "dritte"]);
    expect(tail.lines(2)).toEqual(["zweite €", "dritte"]);
  });

  it("keeps no more than its bound of a flood, and the newest of it", () => {
    const tail = new StderrTail();
    const chunk = Buffer.from("x".repeat(1023) + "\n");
    for (let n = 0; n < 100 * 1024; n++) tail.push(chunk);
    tail.push(Buffer.from("the last"));
    expect(tail.lines()).toHaveLength(50);
    expect(tail.lines().at(-1)).toBe("the last");
    expect(tail.lines(1_000_000).join("\n").length).toBeLessThanOrEqual(keptBytes);
  });
});
