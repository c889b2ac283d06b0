// Holds the one place with HTML strings: nothing of a file becomes markup, whatever it contains.

import { expect, it } from "vitest";
import { readChange } from "./changeDiff.ts";
import { diffRows } from "./diffHtml.ts";

const rowsOf = (removed: string, added: string): string =>
  diffRows(
    readChange({
      path: "/w/a",
      kind: { type: "update", move_path: null },
      diff: `@@ -1 +1 @@\n-${removed}\n+${added}\n`,
    }).lines,
  );

const hostile: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</td></tr></tbody></table><svg onload=alert(1)>",
  "</tbody><style>*{}</style>",
  '" onmouseover="alert(1)',
  "&lt;script&gt;&#60;b&#62;",
  "<ins><del>fake</del></ins>",
  "{{{content}}} {{>line}} <%= x %>",
  "<!-- --> ]]> <![CDATA[",
  "<a href='javascript:alert(1)'>x</a>",
  "\ufdd0<script>\ufdd1",
  "diff --git a/x b/x",
  "-- a/phantom",
  "++ b/phantom",
  "@@ -1,9 +1,9 @@ <b>",
  "\u2028<img>\u2029",
];
const allowed = /<\/?(?:tr|td|div|span|ins|del|mark|br)(?: class="[\w -]*")?>/g;

it.each(hostile)("%s", (text) => {
  const rows = rowsOf(text, `${text}!`);
  expect(rows).toContain('<span class="d2h-code-line-prefix">+</span>');
  expect(rows.replace(allowed, "")).not.toMatch(/[<>"]/);
  expect(rows).not.toMatch(/[\ufdd0\ufdd1\u2028\u2029]/);
});

it("escapes the words of a hunk's header", () => {
  const diff = "@@ -1 +1 @@ <img src=x>\n-a\n+b\n";
  const rows = diffRows(readChange({ path: "/w/a", kind: { type: "update", move_path: null }, diff }).lines);
  expect(rows).toContain("⋯ &lt;img src=x&gt;");
});

it("marks hidden characters and compares words", () => {
  const rows = rowsOf("let total = 1", "let sum\u202e = 1");
  expect(rows).toContain('<mark class="hidden-character"><span>U+202E</span></mark>');
  expect(rows).toContain("<del>total</del>");
});

it("shows one row for each line, header-like lines included", () => {
  const rows = rowsOf("-- a/phantom", "++ b/phantom");
  expect(rows.match(/<tr>/g)).toHaveLength(3);
});

it("makes nothing of no lines", () => {
  expect(diffRows([])).toBe("");
});
