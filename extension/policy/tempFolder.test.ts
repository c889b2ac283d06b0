import { existsSync } from "node:fs";
import { rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { TempFolder } from "./tempFolder.ts";

let temp = new TempFolder();
afterEach(async () => {
  await temp.remove();
  temp = new TempFolder();
});

it("is one folder for this user alone, and goes with all that is in it", async () => {
  const made = await temp.path();
  expect(await temp.path()).toBe(made);
  expect((await stat(made)).mode & 0o077).toBe(0);
  await writeFile(path.join(made, "a.o"), "x");
  await temp.remove();
  expect(existsSync(made)).toBe(false);
});

it("is the same for all who ask at once", async () => {
  const asked = await Promise.all([temp.path(), temp.path(), temp.path()]);
  expect(new Set(asked).size).toBe(1);
});

it("is made anew when it was taken away, or something else stands there", async () => {
  const first = await temp.path();
  await rm(first, { recursive: true });
  const second = await temp.path();
  expect(second).not.toBe(first);
  await rm(second, { recursive: true });
  await symlink("/etc", second);
  expect(await temp.path()).not.toBe(second);
  await rm(second);
});
