// The files that the named scripts read and change. A test puts them into its workspace.

import type { WorkspaceFiles } from "../serverFolders.ts";

const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A small project whose one test fails, for an empty name is not greeted well. */
export const scriptFiles: WorkspaceFiles = {
  "README.md": "# Greeting\n\nSays hello by name.\n",
  "package.json": '{ "name": "greeting", "private": true, "type": "module" }\n',
  "src/greeting.js": 'export function greet(name) {\n  return "Hello, " + name + "!";\n}\n',
  "test/greeting.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greeting.js";

test("greets by name", () => {
  assert.equal(greet("Ada"), "Hello, Ada!");
});

test("greets without a name", () => {
  assert.equal(greet(""), "Hello!");
});
`,
  "dot.png": Buffer.from(dot, "base64"),
};
