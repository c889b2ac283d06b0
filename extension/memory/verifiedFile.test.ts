// What is remembered of checked files outlives the host, and a word that cannot be read is no word.

import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { VerifiedFile } from "./verifiedFile.ts";

let folder = "";
const open = (): VerifiedFile => new VerifiedFile(folder, () => undefined);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lectern-verified-"));
});

afterEach(() => rm(folder, { recursive: true }));

it("tells the next host what this one found right", async () => {
  const first = open();
  first.set("/bin/codex", "look");
  first.set("/bin/rg", "other");
  first.delete("/bin/rg");
  await first.settled();
  expect(open().get("/bin/codex")).toBe("look");
  expect(open().get("/bin/rg")).toBeUndefined();
});

it("is read by nobody else", async () => {
  const file = open();
  file.set("/bin/codex", "look");
  await file.settled();
  expect((await stat(join(folder, "verified.json"))).mode & 0o077).toBe(0);
});

it("forgets all of it for the next host too", async () => {
  const first = open();
  first.set("/bin/codex", "look");
  first.clear();
  await first.settled();
  expect(open().get("/bin/codex")).toBeUndefined();
});

it.each(["", "nonsense", "null", "[]", '"look"', '{"/bin/codex": 7}', '{"/bin/codex": {"look": "look"}}'])(
  "takes %s for nothing",
  async (text) => {
    await writeFile(join(folder, "verified.json"), text);
    expect(open().get("/bin/codex")).toBeUndefined();
  },
);

it("keeps a bounded number, the newest", async () => {
  const first = open();
  for (let count = 0; count < 150; count++) first.set(`/bin/${count}`, "look");
  await first.settled();
  const kept = JSON.parse(await readFile(join(folder, "verified.json"), "utf8")) as object;
  expect(Object.keys(kept)).toHaveLength(100);
  expect(open().get("/bin/149")).toBe("look");
  expect(open().get("/bin/0")).toBeUndefined();
});
