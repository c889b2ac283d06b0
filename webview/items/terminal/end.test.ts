// Holds that a tail is the end of what the whole would show, and that the lines before it are counted.

import { expect, it } from "vitest";
import { endOfOutput, NewlineCount, type OutputEnd } from "./end.ts";

const shown = ({ lines, linesBefore }: OutputEnd): unknown => [
  linesBefore,
  lines.map((runs) => runs.map((run) => ("text" in run ? run.text : run.token)).join("")),
];

it("shows the last lines and counts the rest", () => {
  expect(shown(endOfOutput("a\nb\nc\nd\n\n", 2))).toEqual([2, ["c", "d"]]);
  expect(shown(endOfOutput("a", 2))).toEqual([0, ["a"]]);
});

it("reads only the end of a long output", () => {
  const raw = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n");
  expect(shown(endOfOutput(raw, 2))).toEqual([4_998, ["line 4998", "line 4999"]]);
});

it("shows the end of one very long line", () => {
  const [before, lines] = shown(endOfOutput(`${"x".repeat(9_000)}end`, 1)) as [number, string[]];
  expect(before).toBe(0);
  expect(lines[0]).toMatch(/^x{397}end$/);
});

it("counts the lines of an output that grows as it counts them at once, also when it is another in the end", () => {
  const newlines = new NewlineCount();
  const whole = Array.from({ length: 3_000 }, (_, index) => `line ${index}\n`).join("");
  for (let end = 0; end <= whole.length; end += 777) {
    const raw = whole.slice(0, end);
    expect(endOfOutput(raw, 6, newlines)).toEqual(endOfOutput(raw, 6));
  }
  const another = "short\n".repeat(20);
  expect(endOfOutput(another, 6, newlines)).toEqual(endOfOutput(another, 6));
});
