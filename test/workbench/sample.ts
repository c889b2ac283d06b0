// A small project to try Lectern on: plain JavaScript with one test, and a history when git is there.
// It knows nothing of Lectern. The folder is made anew, so that every try begins alike.

import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const files = {
  "README.md": `# Greeting

Says hello by name. \`npm test\` runs its test.
`,
  "package.json": `{
  "name": "greeting",
  "private": true,
  "type": "module",
  "scripts": { "test": "node --test" }
}
`,
  "src/greeting.js": `/** A greeting for one person. */
export function greet(name) {
  return "Hello, " + name + "!";
}
`,
  "test/greeting.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greeting.js";

test("greets by name", () => {
  assert.equal(greet("Ada"), "Hello, Ada!");
});
`,
} as const satisfies Record<string, string>;

/** Removes `folder` and makes it anew with the sample project in it. */
export async function makeSampleFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  commitAll(folder);
}

/** Without git, or with one whose settings refuse this commit, the sample is a plain folder: as good to try. */
function commitAll(folder: string): void {
  const author = [
    "-c",
    "user.name=Sample",
    "-c",
    "user.email=sample@localhost",
    "-c",
    "commit.gpgsign=false",
  ];
  try {
    for (const command of [["init"], ["add", "."], [...author, "commit", "--message", "Greet by name"]]) {
      execFileSync("git", command, { cwd: folder, stdio: "ignore" });
    }
  } catch {
    // Nothing of Lectern needs a history here.
  }
}
