import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, randomOf } from "../../test/samples/random.ts";
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

  it("lets nothing unknown through, however a known message is bent", () => {
    const random = randomOf(11);
    let passed = 0;
    for (let round = 0; round < 20_000; round++) {
      const message = bent(random.pick(knownMessages), random);
      const before = JSON.stringify(message);
      const parsed = parseIntent(message);
      expect(JSON.stringify(message)).toBe(before);
      if (parsed === undefined) continue;
      passed++;
      const known = allowedFields[parsed.type];
      const strangers = Object.keys(parsed).filter((name) => !known?.includes(name));
      if (strangers.length > 0 || (parsed.type === "answer" && !isClean(parsed.details)))
        expect.fail(`${before} became ${JSON.stringify(parsed)}`);
    }
    expect(passed).toBeGreaterThan(2_000);
    expect(passed).toBeLessThan(18_000);
  });
});

const knownMessages: readonly object[] = [
  answer(null),
  answer({ kind: "rule", words: 2 }),
  answer({ kind: "grants", granted: [0, 2] }),
  answer({ kind: "answers", answers: [{ option: 0, text: "x" }] }),
  answer({ kind: "form", values: ["a", true, ["b"]] }),
  { type: "send", clientId: "c", text: "hi" },
  { type: "openChange", itemId: "i", index: 0 },
  { type: "signIn", how: "chatgpt" },
  { type: "stop" },
];
const allowedFields: { readonly [type: string]: readonly string[] } = {
  answer: ["type", "approvalKey", "choice", "details"],
  send: ["type", "clientId", "text"],
  openChange: ["type", "itemId", "index"],
  signIn: ["type", "how"],
  stop: ["type"],
};
const strangeNames = [
  "extra",
  "decision",
  "rule",
  "__proto__",
  "constructor",
  "toString",
  "length",
  "method",
  "",
];
const strangeValues: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e9,
  "",
  "x",
  "accept",
  "python3",
  "\ud800",
  "y".repeat(300),
  [],
  ["accept"],
  {},
  {
    kind: "rule",
    words: "2",
  },
  [[0]],
  { length: 1 },
  { accept: 1 },
];

/** The message, or one with fields changed, added, taken away or put in another place. */
function bent(value: unknown, random: Random): unknown {
  if (random.chance(6)) return random.pick(strangeValues);
  if (Array.isArray(value)) {
    const list = value.map((entry: unknown) => (random.chance(20) ? bent(entry, random) : entry));
    return random.chance(10) ? [...list, random.pick(strangeValues)] : list;
  }
  if (typeof value !== "object" || value === null)
    return random.chance(15) ? random.pick(strangeValues) : value;
  const kept = Object.entries(value).filter(() => !random.chance(4));
  const fields = kept.map(
    ([name, inner]) => [name, random.chance(40) ? bent(inner, random) : inner] as const,
  );
  const more = random.chance(25)
    ? [[random.pick(strangeNames) ?? "", random.pick(strangeValues)] as const]
    : [];
  return Object.fromEntries([...fields, ...more]);
}

function isPlace(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function has(value: object, ...names: string[]): boolean {
  return Object.keys(value).toSorted().join() === names.join();
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [Symbol("no list")];
}

/** Written apart from the shipped check: which details may come through. */
function isClean(details: unknown): boolean {
  if (details === null) return true;
  const { kind, words, granted, answers, values } = details as Record<string, unknown>;
  switch (kind) {
    case "rule":
      return has(details as object, "kind", "words") && isPlace(words);
    case "grants":
      return has(details as object, "granted", "kind") && list(granted).every(isPlace);
    case "answers":
      return list(answers).every((entry) => {
        const { option, text } = entry as { option: unknown; text: unknown };
        const isOption = option === null || isPlace(option);
        return has(entry as object, "option", "text") && isOption && typeof text === "string";
      });
    case "form":
      return list(values).every((entry) => {
        const isTexts = Array.isArray(entry) && entry.every((one) => typeof one === "string");
        return isTexts || typeof entry === "string" || typeof entry === "boolean";
      });
    default:
      return false;
  }
}
