import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MemoryFile } from "./memoryFile.ts";

let folder = "";
const lines: string[] = [];
const memory = (): MemoryFile => new MemoryFile(path.join(folder, "storage"), (line) => lines.push(line));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-memory-"));
  lines.length = 0;
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

it("gives back what was kept last, and only to its owner", async () => {
  const first = memory();
  for (let n = 0; n < 50; n++) first.keep({ threadId: "t", draft: `draft ${n}`, demo: false });
  await first.settled();
  expect(memory().read()).toEqual({ threadId: "t", draft: "draft 49", demo: false });
  expect((await stat(path.join(folder, "storage/chat.json"))).mode & 0o077).toBe(0);
});

it("keeps what comes while it writes", async () => {
  const one = memory();
  one.keep({ threadId: null, draft: "a", demo: false });
  const settled = one.settled();
  one.keep({ threadId: null, draft: "b", demo: true });
  await settled;
  expect(JSON.parse(await readFile(path.join(folder, "storage/chat.json"), "utf8"))).toMatchObject({
    draft: "b",
  });
});

it.each(["", "{", "null", "[]", '{"draft":7,"threadId":{}}'])(
  "takes the damaged file %j for none",
  async (text) => {
    const one = memory();
    one.keep({ threadId: "t", draft: "a", demo: true });
    await one.settled();
    await writeFile(path.join(folder, "storage/chat.json"), text);
    expect(one.read()).toEqual({ threadId: null, draft: "", demo: false });
  },
);

it("says so when nothing can be kept, and goes on", async () => {
  await writeFile(path.join(folder, "storage"), "a file where the folder should be");
  const one = memory();
  one.keep({ threadId: "t", draft: "a", demo: false });
  await one.settled();
  expect(lines).toHaveLength(1);
});
