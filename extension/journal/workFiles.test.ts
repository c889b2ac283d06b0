// The files of open work: what comes back is what was written, whatever became of the last bytes of a file.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { canaries } from "../shared/testing/canaries.ts";
import type { WorkRecord } from "../threads/workRecords.ts";
import { WorkFiles } from "./workFiles.ts";

const threadId = "0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
let folder = "";
let problems: string[] = [];
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "lectern-work-")), "work");
  problems = [];
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const files = (): WorkFiles =>
  new WorkFiles({ folder, log: () => undefined, onProblem: (problem) => problems.push(problem) });
const fileOf = (): string => path.join(folder, `work-${threadId}.jsonl`);

function prompt(id: string, text: string): WorkRecord {
  const input = [{ type: "text" as const, text, text_elements: [] }];
  return { kind: "prompt", id, value: { input, atMs: 5, steers: null, turnId: null } };
}

function command(id: string, line: string): WorkRecord {
  const item = { type: "commandExecution", command: line, cwd: "/w", status: "inProgress" };
  const value = { turnId: "t", item, beganAtMs: 7, endedAtMs: null, asked: false, decided: null };
  return { kind: "item", id, value: { ...value, isCutOff: false } };
}

it("gives back what was written, in order, to another window too", async () => {
  const work = files();
  const records = [prompt("a", "say 1"), command("c", "ls -l"), { kind: "promptDone", id: "a" } as const];
  for (const record of records) work.append(threadId, record);
  await work.sync(threadId);
  expect(files().read(threadId)).toEqual(records);
  if (process.platform !== "win32") {
    expect(statSync(fileOf()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
});

it("keeps every whole record, wherever the file was cut", () => {
  const work = files();
  const [first, second] = [prompt("a", "one"), prompt("b", "two")];
  work.append(threadId, first);
  const whole = statSync(fileOf()).size;
  work.append(threadId, second);
  work.release(threadId);
  const bytes = readFileSync(fileOf());
  for (let length = whole; length < bytes.length - 1; length++) {
    writeFileSync(fileOf(), bytes.subarray(0, length));
    expect(files().read(threadId)).toEqual([first]);
  }
});

it("replaces all at once, and leaves no file where nothing is open", () => {
  const work = files();
  work.append(threadId, prompt("a", "one"));
  work.replace(threadId, [prompt("b", "two")]);
  work.append(threadId, prompt("c", "three"));
  expect(files().read(threadId)).toEqual([prompt("b", "two"), prompt("c", "three")]);
  work.replace(threadId, []);
  expect(readdirSync(folder)).toEqual([]);
});

it("strikes secrets out of what came from outside, and keeps a prompt as the person wrote it", () => {
  const work = files();
  for (const [index, [text]] of canaries.entries()) work.append(threadId, command(`c${index}`, text));
  const text = readFileSync(fileOf(), "utf8");
  for (const [, secret] of canaries) expect(text).not.toContain(secret);
  work.append(threadId, prompt("p", "use token=abcdefghij1234"));
  expect(files().read(threadId).at(-1)).toEqual(prompt("p", "use token=abcdefghij1234"));
});

it("says once that nothing can be written, and holds nothing up", async () => {
  writeFileSync(folder, "a file where the folder should be");
  const work = files();
  work.append(threadId, prompt("a", "one"));
  work.append(threadId, prompt("b", "two"));
  await work.sync(threadId);
  expect(problems).toHaveLength(1);
  expect(work.read(threadId)).toEqual([]);
});

it("makes no file of an id that is none", () => {
  const work = files();
  work.append("../../outside", prompt("a", "one"));
  expect(work.read("../../outside")).toEqual([]);
  expect(() => readdirSync(folder)).toThrow("ENOENT");
});
