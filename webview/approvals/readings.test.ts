// Holds how a card reads outside words: hosts in both their names, typed input key by key, secret fields, wide
// permissions.

import { expect, it } from "vitest";
import type { Segment } from "../../extension/shared/neutralise.ts";
import { hostNameOf } from "./hostName.ts";
import { isSecretField } from "./secretField.ts";
import { typedSegments } from "./typedSegments.ts";
import { wideWords } from "./wideGrant.ts";

it.each([
  ["example.org", "example.org", null],
  ["xn--mnchen-3ya.de", "xn--mnchen-3ya.de", "münchen.de"],
  ["xn--fiqs8s", "xn--fiqs8s", "中国"],
  ["xn--pypal-4ve.example:8443", "xn--pypal-4ve.example:8443", "p\u0430ypal.example:8443"],
  ["p\u0430ypal.example", "xn--pypal-4ve.example", "p\u0430ypal.example"],
  ["XN--MNCHEN-3YA.de", "XN--MNCHEN-3YA.de", "münchen.de"],
  ["xn--99999999", "xn--99999999", null],
  ["xn--a\u00e9", "xn--a\u00e9", null],
  ["a b/..\\@c", "a b/..\\@c", null],
  ["", "", null],
])("the host %j is %j, written %j", (host, ascii, letters) => {
  const found = hostNameOf(host);
  expect(found.ascii).toBe(ascii);
  expect(found.letters?.toLowerCase() ?? null).toBe(letters?.toLowerCase() ?? null);
});

const shown = (segments: readonly Segment[]): string =>
  segments.map((segment) => ("text" in segment ? segment.text : `{${segment.token}}`)).join("");

it.each([
  ["yes\n", "yes{⏎}\n"],
  ["yes", "yes"],
  ["a\r\nb\r", "a{U+000D}{⏎}\nb{U+000D}"],
  ["\u0003", "{U+0003}"],
  ["\n".repeat(40), "{⏎ × 40}\n"],
  [`a${" ".repeat(30)}b`, "a {30 blanks} b"],
])("types %j as %j", (input, seen) => {
  expect(shown(typedSegments(input))).toBe(seen);
});

const text = { type: "text", format: null, minLength: null, maxLength: null, initial: "" } as const;

it.each([
  ["password", "", true],
  ["apiKey", "", true],
  ["API_TOKEN", "", true],
  ["x", "Your PIN", true],
  ["field", "One-time secret", true],
  ["title", "Title", false],
  ["pinned", "Keyboard", false],
  ["monkey", "Spinning", false],
])("the field %j, %j is secret: %j", (name, label, isSecret) => {
  expect(isSecretField({ name, label, description: "", isRequired: false, input: text })).toBe(isSecret);
  expect(isSecretField({ name, label, description: "", isRequired: false, input: { type: "tick" } })).toBe(
    false,
  );
});

it.each([
  ["write", "/ (the whole disk)", "every file"],
  ["read", "/", "every file"],
  ["write", "C:\\", "every file"],
  ["write", "/**", "every file"],
  ["write", "/var/tmp", null],
  ["deny", "/", null],
  ["network", "", "any host"],
] as const)("%s %s is wide: %j", (access, path, words) => {
  expect(wideWords({ access, text: path })).toBe(words);
});
