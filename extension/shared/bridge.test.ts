import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIntent } from "./bridge.ts";

describe("parseIntent", () => {
  it("takes known intents, made anew from their known fields", () => {
    expect(
      parseIntent({ type: "answer", approvalKey: "1.0.ab", choice: "accept", rule: ["python3"] }),
    ).toEqual({
      type: "answer",
      approvalKey: "1.0.ab",
      choice: "accept",
    });
    expect(parseIntent({ type: "ready" })).toEqual({ type: "ready" });
  });

  it.each([
    [{ method: "thread/shellCommand", params: { command: "id" } }],
    [{ type: "fs/writeFile", path: "/etc/passwd" }],
    [{ type: "constructor" }],
    [{ type: "__proto__" }],
    [{ type: "answer", approvalKey: "1.0.ab", choice: { acceptWithExecpolicyAmendment: {} } }],
    [{ type: "answer", approvalKey: 7, choice: "accept" }],
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
