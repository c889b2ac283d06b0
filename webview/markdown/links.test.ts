// Holds which addresses of a message lead anywhere, and that the real host is told.

import { expect, it } from "vitest";
import { decodeEntities } from "./entities.ts";
import { imageSource, linkTarget } from "./links.ts";

const cwd = "/home/ada/shop";

it.each([
  ["https://example.org/a?b#c", "web", "example.org"],
  ["http://localhost:3000", "web", "localhost:3000"],
  ["https://github.com@evil.example/x", "web", "evil.example"],
  ["https://p\u0430ypal.com/", "web", "xn--pypal-4ve.com"],
  ["mailto:ada@example.org?subject=x", "web", "ada@example.org"],
  ["src/a.ts", "file", "src/a.ts"],
  ["./src/a.ts#L10", "file", "./src/a.ts#L10"],
  ["src/a.ts:10", "file", "src/a.ts:10"],
  ["a.ts:10:4", "file", "a.ts:10:4"],
  ["/home/ada/shop/src/a.ts:3", "file", "src/a.ts:3"],
])("%s leads to the %s", (href, kind, where) => {
  expect(linkTarget(href, cwd)).toMatchObject({ kind, where });
});

it.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>1</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "command:workbench.action.terminal.new",
  "vscode://file/etc/passwd",
  "vscode-resource:/x",
  "blob:https://x/1",
  "//evil.example/x",
  "\\\\evil\\share",
  "/etc/passwd",
  "/home/ada/shop/../.ssh/id",
  "C:\\Windows\\x",
  "#top",
  "",
  "https://",
  `https://x/${"a".repeat(5_000)}`,
])("%s stays text", (href) => {
  expect(linkTarget(href, cwd)).toBeUndefined();
});

it("names where a picture would come from", () => {
  expect(imageSource("https://evil.example/a.png?secret")).toBe("evil.example");
  expect(imageSource("data:image/png;base64,AAAA")).toBe("inline data");
});

it("resolves references, the strange ones to a mark", () => {
  expect(decodeEntities("a &lt;b&gt; &amp; &#x202e; &#65; &nosuch; &#0; &#1114112;")).toBe(
    "a <b> & \u202e A &nosuch; \ufffd \ufffd",
  );
});
