// No half character may leave, and nothing else may change.
// The reference is the language's own toWellFormed.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toWireText } from "./wireText.ts";

describe("toWireText", () => {
  it("replaces half characters in values and in keys, however deep", () => {
    const value = { "k\ud83d": ["a\udc00b", { deep: { deeper: "\ud800" } }] };
    expect(toWireText(value)).toBe('{"k\uFFFD":["a\uFFFDb",{"deep":{"deeper":"\uFFFD"}}]}');
  });

  it("leaves text alone that only looks like an escape", () => {
    const value = { path: "C:\\ud800", twice: "\\\\ud800", both: "\\ud800\ud800", emoji: "👍" };
    expect(JSON.parse(toWireText(value) ?? "")).toEqual({ ...value, both: "\\ud800\uFFFD" });
  });

  it("does to any text what toWellFormed does, and nothing else", () => {
    const unit = fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd700, max: 0xe0ff }), fc.constant(0x5c));
    const text = fc.array(unit).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, (value) => {
        expect(JSON.parse(toWireText(value) ?? "")).toBe(value.toWellFormed());
      }),
    );
  });

  it("keeps undefined, which JSON has no word for", () => {
    expect(toWireText(undefined)).toBeUndefined();
  });
});
