import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIntent } from "./bridge.ts";

const answer = (details: unknown): object => ({
  type: "answer",
  approvalKey: "1.0.ab",
  choice: "accept",
  details,
});

describe("parseIntent", () => {
  it("takes known intents, made anew from their known fields", () => {
    expect(
      parseIntent({
        type: "answer",
        approvalKey: "1.0.ab",
        choice: "accept",
        details: { kind: "rule", words: 2 },
        rule: ["python3"],
      }),
    ).toEqual({
      type: "answer",
      approvalKey: "1.0.ab",
      choice: "accept",
      details: { kind: "rule", words: 2 },
    });
    expect(parseIntent({ type: "ready" })).toEqual({ type: "ready" });
  });

  it.each([
    { kind: "rule", words: 1 },
    { kind: "grants", granted: [0, 2] },
    { kind: "answers", answers: [{ option: null, text: "other" }] },
    { kind: "form", values: ["text", true, ["a", "b"]] },
    null,
  ])("takes the details %j of an answer", (details) => {
    expect(parseIntent(answer(details))).toEqual(answer(details));
  });

  it.each([
    [{ method: "thread/shellCommand", params: { command: "id" } }],
    [{ type: "fs/writeFile", path: "/etc/passwd" }],
    [{ type: "constructor" }],
    [{ type: "__proto__" }],
    [{ type: "answer", approvalKey: "1.0.ab", choice: { acceptWithExecpolicyAmendment: {} }, details: null }],
    [{ type: "answer", approvalKey: "1.0.ab", choice: "accept" }],
    [answer({ kind: "rule", words: ["python3"] })],
    [answer({ kind: "rule", words: 1, more: 2 })],
    [answer({ kind: "grants", granted: ["/"] })],
    [answer({ kind: "grants", granted: Array.from({ length: 1_001 }, () => 0) })],
    [answer({ kind: "answers", answers: [{ option: 0, text: "x", id: "q" }] })],
    [answer({ kind: "form", values: [{ a: 1 }] })],
    [answer({ kind: "amendment" })],
    [{ type: "answer", approvalKey: 7, choice: "accept", details: null }],
    [{ type: "send", text: "hi" }],
    [{ type: "send", clientId: "a", text: "x".repeat(1_048_577) }],
    [{ type: "openChange", itemId: "a", index: -1 }],
    [{ type: "openLink", href: ["https://a.example"] }],
    [Object.create({ type: "ready" })],
    [null],
    ["ready"],
    [[]],
  ])("drops %j", (message) => {
    expect(parseIntent(message)).toBeUndefined();
  });

  it("never throws and never lets an unknown type through", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (message) => {
        const parsed = parseIntent(message);
        return parsed === undefined || typeof parsed.type === "string";
      }),
      { numRuns: 5000 },
    );
  });
});
