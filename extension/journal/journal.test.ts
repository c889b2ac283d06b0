import { spawn } from "node:child_process";
import {
  appendFile,
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canaries, canary } from "../shared/testing/canaries.ts";
import { Journal } from "./journal.ts";
import type { JournalEntry } from "./records.ts";

let root = "";
let folder = "";
let nowMs = 1_790_000_000_000;
const log: string[] = [];
const problems: (string | null)[] = [];
const open: Journal[] = [];

function journal(maxBytes?: number): Journal {
  const made = new Journal({
    folder,
    log: (line) => log.push(line),
    now: () => nowMs,
    onProblem: (problem) => problems.push(problem),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  open.push(made);
  return made;
}

const refused = (what: string, threadId = "t"): JournalEntry => ({ type: "requestRefused", threadId, what });
const shown: JournalEntry = {
  type: "approvalShown",
  threadId: "t",
  key: "1.0.abc",
  generation: 1,
  kind: "command",
  question: "Run this command outside the sandbox?",
  shown: { kind: "command", command: "git push", cwd: "/work", reason: null, actions: [], permissions: [] },
  choices: [{ id: "accept", label: "Allow", rule: null }],
};
const answered: JournalEntry = {
  type: "approvalAnswered",
  threadId: "t",
  key: "1.0.abc",
  choice: "acceptWithRule",
  told: "git push",
  by: "person",
};

async function whats(one: Journal): Promise<string[]> {
  return (await one.read()).records.map((record) =>
    record.type === "requestRefused" ? record.what : record.type,
  );
}
async function files(): Promise<string[]> {
  return (await readdir(folder)).toSorted().map((name) => path.join(folder, name));
}

async function written(count: number): Promise<{ file: string; bytes: Buffer }> {
  const one = journal();
  for (let n = 0; n < count; n++) await one.append(refused(`number ${n}`), { durable: false });
  await one.dispose();
  const [file = ""] = await files();
  return { file, bytes: await readFile(file) };
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "lectern-journal-"));
  folder = path.join(root, "journal");
  nowMs = 1_790_000_000_000;
  log.length = 0;
  problems.length = 0;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.dispose()));
  await rm(root, { recursive: true });
});

describe("the journal", () => {
  it("gives back what it was given, to a later window too, in order", async () => {
    const first = journal();
    await first.append(shown, { durable: true });
    await first.append(answered, { durable: true });
    await first.append(
      { type: "approvalVoid", threadId: "u", key: "k", because: "serverGone" },
      { durable: false },
    );
    const { records, damaged, unknown } = await journal().read("t");
    expect({ damaged, unknown }).toEqual({ damaged: 0, unknown: 0 });
    expect(records).toMatchObject([
      { ...shown, seq: 0, atMs: nowMs, version: 1 },
      { ...answered, seq: 1 },
    ]);
    expect((await journal().read()).records).toHaveLength(3);
  });

  it("makes nothing before the first record, and then only for its owner", async () => {
    const one = journal();
    expect(await one.read()).toEqual({ records: [], damaged: 0, unknown: 0 });
    await expect(stat(folder)).rejects.toThrow("ENOENT");
    await one.append(shown, { durable: false });
    const [file = ""] = await files();
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe("700");
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe("600");
  });

  it("keeps the order of what comes at once, also when the clock jumps", async () => {
    const one = journal();
    const all = Array.from({ length: 300 }, (_, n) => {
      nowMs += n % 7 === 0 ? -86_400_000 : 86_400_000;
      return one.append(refused(String(n)), { durable: n % 10 === 0 });
    });
    await Promise.all(all);
    expect(await whats(journal())).toEqual(all.map((_, n) => String(n)));
  });

  it("leaves out a record of a newer version and says so", async () => {
    const one = journal();
    await one.append(refused("a"), { durable: true });
    const [file = ""] = await files();
    const { lineOf } = await import("./journalLines.ts");
    await appendFile(file, lineOf(JSON.stringify({ version: 2, type: "requestRefused", threadId: "t" })));
    await appendFile(file, lineOf(JSON.stringify({ version: 1, type: "promptSent", threadId: "t" })));
    expect(await journal().read()).toMatchObject({ records: [{ what: "a" }], damaged: 0, unknown: 2 });
  });

  it("keeps no secret, in whatever field and form it comes", async () => {
    const one = journal();
    for (const [text] of canaries) {
      const outside = { text, list: [text], deep: [{ text }], [text]: 1 };
      await one.append({ ...shown, kind: text, question: text, shown: outside }, { durable: false });
      await one.append({ ...answered, choice: text, told: text }, { durable: false });
      await one.append(refused(text), { durable: false });
    }
    const named = {
      password: canary,
      api_key: [canary],
      auth: { user: canary },
      pairs: [{ name: "password", value: canary }],
      words: ["deploy", "--token", canary, "-v"],
    };
    await one.append({ ...shown, shown: { ...named, tokens: 12, fields: ["password"] } }, { durable: true });
    const [file = ""] = await files();
    const text = await readFile(file, "utf8");
    for (const [, secret] of canaries) expect(text).not.toContain(secret);
    expect(text).toContain(
      '"words":["deploy","--token","[struck out]","-v"],"tokens":12,"fields":["password"]',
    );
    expect((await one.read()).records).toHaveLength(canaries.length * 3 + 1);
  });

  it("cuts what is too large and says how much", async () => {
    const one = journal();
    const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], "x");
    const huge = {
      texts: Array.from({ length: 5_000 }, () => "y".repeat(9_000)),
      long: "é".repeat(300_000),
      deep,
    };
    await one.append({ ...shown, shown: huge }, { durable: true });
    const [file = ""] = await files();
    const text = await readFile(file, "utf8");
    expect(Buffer.byteLength(text)).toBeLessThan(66_000);
    expect(text).toContain("[cut: 4960 more]");
    expect(text).toMatch(/\[cut: about 298976 characters\]/);
    expect((await one.read()).records).toMatchObject([{ key: "1.0.abc" }]);
  });
});

describe("a damaged journal", () => {
  it("loses exactly the last record when it is cut at any of its bytes", async () => {
    const { file, bytes } = await written(3);
    const start = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
    for (let length = bytes.length - 2; length >= start; length--) {
      await truncate(file, length);
      const { records, damaged } = await journal().read();
      expect(records).toHaveLength(2);
      expect(damaged).toBe(length === start ? 0 : 1);
    }
  });

  it("loses nothing when only the last line's end is missing", async () => {
    const { file, bytes } = await written(3);
    await truncate(file, bytes.length - 1);
    expect(await whats(journal())).toEqual(["number 0", "number 1", "number 2"]);
  });

  it("loses exactly the record whose byte is wrong, whichever byte it is", async () => {
    const { file, bytes } = await written(3);
    const start = bytes.indexOf(0x0a) + 1;
    const end = bytes.indexOf(0x0a, start);
    for (let at = start; at < end; at++) {
      for (const mask of [0x01, 0x20, 0x80, (bytes[at] ?? 0) ^ 0x0a]) {
        const broken = Buffer.from(bytes);
        broken[at] = (broken[at] ?? 0) ^ mask;
        await writeFile(file, broken);
        const { records, damaged } = await journal().read();
        expect(
          records.map((record) => record.seq),
          `byte ${at - start}`,
        ).toEqual([0, 2]);
        expect(damaged).toBe(1);
      }
    }
  });

  it("loses nothing when a line's end is wrong", async () => {
    const { file, bytes } = await written(3);
    bytes[bytes.indexOf(0x0a)] = 0x41;
    await writeFile(file, bytes);
    expect(await whats(journal())).toEqual(["number 0", "number 1", "number 2"]);
  });

  it("is written on by the next window in a file of its own", async () => {
    const { file, bytes } = await written(2);
    await truncate(file, bytes.length - 9);
    nowMs++;
    await journal().append(refused("next"), { durable: true });
    expect(await journal().read()).toMatchObject({
      records: [{ what: "number 0" }, { what: "next" }],
      damaged: 1,
    });
  });

  it("may hold any bytes", async () => {
    await written(1);
    await writeFile(
      path.join(folder, "journal-1790000000000-00000000-000000.jsonl"),
      Buffer.alloc(5_000, "00000000 9999999 {"),
    );
    await writeFile(path.join(folder, "other.txt"), "not ours");
    expect(await whats(journal())).toEqual(["number 0"]);
  });
});

describe("the bound", () => {
  it("holds, the oldest go first, and foreign files stay", async () => {
    const one = journal(80_000);
    await one.append(refused("first"), { durable: false });
    await writeFile(path.join(folder, "other.jsonl"), "x".repeat(200_000));
    for (let n = 0; n < 400; n++) await one.append(refused(`${n} ${"y".repeat(1_000)}`), { durable: false });
    const kept = await whats(one);
    expect(kept.at(-1)).toContain("399 ");
    expect(kept[0]).not.toBe("first");
    expect(kept.length).toBeGreaterThan(50);
    const sizes = await Promise.all(
      (await files()).filter((file) => !file.endsWith("other.jsonl")).map((file) => stat(file)),
    );
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(82_000);
    expect(await readdir(folder)).toContain("other.jsonl");
  });

  it("does not swallow what a window writes after another removed its file", async () => {
    const one = journal();
    await one.append(refused("a"), { durable: true });
    for (const file of await files()) await rm(file);
    await one.append(refused("b"), { durable: true });
    expect(await whats(one)).toEqual(["b"]);
  });
});

describe("a journal that cannot be written", () => {
  it("lets every answer through, says so once, and comes back with the number of what is missing", async () => {
    await writeFile(folder, "a file where the folder should be");
    const one = journal();
    await Promise.all([one.append(shown, { durable: true }), one.append(refused("a"), { durable: true })]);
    await one.append(answered, { durable: true });
    expect(one.problem).toContain("keeps no record of approvals");
    expect(log).toHaveLength(1);
    await rm(folder);
    await one.append(refused("too early to try again"), { durable: true });
    nowMs += 30_000;
    await one.append(refused("b"), { durable: true });
    expect(one.problem).toBeNull();
    expect(problems).toEqual([expect.any(String), null]);
    expect((await one.read()).records).toMatchObject([{ type: "recordsMissing", count: 4 }, { what: "b" }]);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")("says that it may not", async () => {
    await chmod(root, 0o500);
    const one = journal();
    await one.append(shown, { durable: true });
    await chmod(root, 0o700);
    expect(one.problem).toContain("may not write");
  });

  it.skipIf(process.platform === "win32")("keeps what was safe when a write ends half-way", async () => {
    const { lines } = await run(["half", "100", "700"], { before: "trap '' XFSZ; ulimit -f 16; " });
    const safe = lines.filter((line) => line.startsWith("safe")).length;
    expect(safe).toBeGreaterThan(5);
    expect(lines.filter((line) => line.startsWith("log"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("problem")).length).toBe(100 - safe);
    const { records, damaged } = await journal().read();
    expect(records).toHaveLength(safe);
    expect(damaged).toBeLessThanOrEqual(1);
  });
});

describe("several windows", () => {
  it("write at one time and nothing is lost or mixed", async () => {
    await Promise.all([run(["a", "150"]), run(["b", "150"])]);
    const { records, damaged } = await journal().read();
    expect(damaged).toBe(0);
    for (const name of ["a", "b"]) {
      const own = records.filter((record) => record.threadId === name);
      expect(own.map((record) => record.seq)).toEqual(Array.from({ length: 150 }, (_, n) => n));
    }
  });

  it("keep what was told safe when one is killed", async () => {
    const { lines } = await run(["killed", "100000", "3000"], { killAfter: 40 });
    const safe = lines.filter((line) => line.startsWith("safe")).length;
    expect(safe).toBeGreaterThanOrEqual(40);
    const { records } = await journal().read("killed");
    expect(records.length).toBeGreaterThanOrEqual(safe);
    expect(records.map((record) => record.seq)).toEqual(records.map((_, n) => n));
  });
});

/** Runs another window to its end; gives the lines that it told. */
async function run(
  args: readonly string[],
  { before = "", killAfter = Infinity }: { before?: string; killAfter?: number } = {},
): Promise<{ lines: string[] }> {
  const script = fileURLToPath(new URL("testing/writeMany.ts", import.meta.url));
  const command = [process.execPath, script, folder, ...args];
  const child =
    before === ""
      ? spawn(process.execPath, command.slice(1), { stdio: ["ignore", "pipe", "inherit"] })
      : spawn("bash", ["-c", `${before}exec "$@"`, "bash", ...command], {
          stdio: ["ignore", "pipe", "inherit"],
        });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > killAfter) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  return { lines: text.split("\n").filter((line) => line !== "") };
}
