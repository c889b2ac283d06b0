// Which program is run, and that not one changed bit of it passes.
// The programs here are never run: a header and some bytes are all that is looked at.

import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binary, type BinaryChoice, resolveBinary, verifyBinary } from "./binary.ts";
import { BinaryProblem, spawnProblem } from "./binaryProblem.ts";

const program = "vendor/x/bin/codex";
const data = "vendor/x/share/data";
let binRoot = "";

/** The start of a Linux program for x64, long enough to be recognised. */
function elf(machine = 0x3e): Buffer {
  const bytes = Buffer.alloc(700, 1);
  bytes.write("\x7fELF\x02\x01", "latin1");
  bytes.writeUInt16LE(machine, 18);
  return bytes;
}

function place(path: string): string {
  return join(binRoot, "linux-x64", path);
}

async function stage(change: (manifest: Record<string, unknown>) => void = () => undefined): Promise<void> {
  const contents = { [program]: elf(), [data]: Buffer.from("some data") };
  const files = Object.entries(contents).map(([path, bytes]) => ({
    path,
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    executable: path === program,
  }));
  const manifest = {
    package: "@openai/codex",
    version: "0.169.0",
    target: "linux-x64",
    executable: program,
    files,
  };
  change(manifest);
  for (const [path, bytes] of Object.entries(contents)) {
    await mkdir(dirname(place(path)), { recursive: true });
    await writeFile(place(path), bytes, { mode: path === program ? 0o755 : 0o644 });
  }
  await writeFile(place("manifest.json"), JSON.stringify(manifest));
}

function addFile(manifest: Record<string, unknown>, change: Record<string, unknown>): void {
  const good = { path: "vendor/more", size: 1, sha256: "0".repeat(64), executable: false };
  (manifest["files"] as unknown[]).push({ ...good, ...change });
}

function resolve(choice: Partial<BinaryChoice> = {}): Promise<Binary> {
  return resolveBinary({ settingPath: "", binRoot, platform: "linux", arch: "x64", ...choice });
}

async function problemOf(work: Promise<unknown>): Promise<BinaryProblem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BinaryProblem);
  const problem = error as BinaryProblem;
  expect(problem.message).not.toBe("");
  expect(problem.nextStep).not.toBe("");
  return problem;
}

async function problemKind(work: Promise<unknown>): Promise<string> {
  return (await problemOf(work)).kind;
}

beforeEach(async () => {
  binRoot = await mkdtemp(join(tmpdir(), "lectern-bin-"));
  await stage();
});

afterEach(() => rm(binRoot, { recursive: true }));

describe("resolveBinary", () => {
  it("finds the bundled program of this platform", async () => {
    expect(await resolve()).toMatchObject({
      executable: place(program),
      pinned: true,
      target: "linux-x64",
      version: "0.169.0",
    });
  });

  it("prefers the person's path and says that it is not pinned", async () => {
    expect(await resolve({ settingPath: place(program) })).toMatchObject({
      executable: place(program),
      pinned: false,
      version: undefined,
    });
  });

  it("refuses a path that is relative, missing, a folder, a script, or no program, and never falls back", async () => {
    const script = join(binRoot, "codex.js");
    await writeFile(script, "#!/usr/bin/env node\n".padEnd(300));
    await writeFile(join(binRoot, "page.html"), "<html>".padEnd(300));
    expect(await problemKind(resolve({ settingPath: "codex" }))).toBe("missing");
    expect(await problemKind(resolve({ settingPath: join(binRoot, "absent") }))).toBe("missing");
    expect(await problemKind(resolve({ settingPath: binRoot }))).toBe("missing");
    expect(await problemKind(resolve({ settingPath: script }))).toBe("notExecutable");
    expect(await problemKind(resolve({ settingPath: join(binRoot, "page.html") }))).toBe("damaged");
  });

  it("says what a program was built for and what is needed", async () => {
    await writeFile(place("arm"), elf(0xb7));
    const problem = await problemOf(resolve({ settingPath: place("arm") }));
    expect(problem.kind).toBe("wrongArchitecture");
    expect(problem.message).toContain("arm64");
    expect(problem.message).toContain("linux-x64");
    expect(await problemKind(resolve({ settingPath: place(program), platform: "darwin" }))).toBe(
      "wrongArchitecture",
    );
  });

  it("knows platforms without a program, missing trees, and trees of another platform", async () => {
    expect(await problemKind(resolve({ platform: "freebsd" }))).toBe("unsupportedPlatform");
    expect(await problemKind(resolve({ arch: "arm64" }))).toBe("missing");
    await rename(join(binRoot, "linux-x64"), join(binRoot, "linux-arm64"));
    expect(await problemKind(resolve({ arch: "arm64" }))).toBe("wrongArchitecture");
  });

  it.each<[string, (manifest: Record<string, unknown>) => void]>([
    ["no files", (manifest) => void (manifest["files"] = [])],
    ["an unlisted executable", (manifest) => void (manifest["executable"] = "vendor/other")],
    ["a way out", (manifest) => addFile(manifest, { path: "../outside" })],
    ["a hidden way out", (manifest) => addFile(manifest, { path: "vendor/../../outside" })],
    ["an absolute path", (manifest) => addFile(manifest, { path: "/etc/passwd" })],
    ["a Windows path", (manifest) => addFile(manifest, { path: "C:\\x" })],
    ["a short hash", (manifest) => addFile(manifest, { sha256: "00" })],
    ["a size that is none", (manifest) => addFile(manifest, { size: -1 })],
  ])("refuses a manifest with %s", async (_name, change) => {
    await stage(change);
    expect(await problemKind(resolve())).toBe("damaged");
  });
});

describe("verifyBinary", () => {
  it("passes an intact tree", async () => {
    await verifyBinary(await resolve(), new Map());
  });

  it("refuses 300 random single-bit changes, in every file", async () => {
    const binary = await resolve();
    const flip = fc.tuple(fc.constantFrom(program, data), fc.nat(), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(flip, async ([path, position, bit]) => {
        const bytes = await readFile(place(path));
        const at = position % bytes.length;
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await writeFile(place(path), changed);
        await expect(verifyBinary(binary, new Map())).rejects.toThrow(BinaryProblem);
        await writeFile(place(path), bytes);
      }),
      { numRuns: 300 },
    );
    await verifyBinary(binary, new Map());
  });

  it("names both hashes of a changed file, and refuses missing, shorter and longer ones", async () => {
    const binary = await resolve();
    await writeFile(place(data), "same size");
    const problem = await problemOf(verifyBinary(binary, new Map()));
    expect(problem.message.match(/[0-9a-f]{64}/g)).toHaveLength(2);
    await writeFile(place(data), "some data and more");
    expect(await problemKind(verifyBinary(binary, new Map()))).toBe("damaged");
    await writeFile(place(data), "some");
    expect(await problemKind(verifyBinary(binary, new Map()))).toBe("damaged");
    await rm(place(data));
    expect(await problemKind(verifyBinary(binary, new Map()))).toBe("missing");
  });

  it("hashes again what changed since it was found right, though size and mtime were put back", async () => {
    const binary = await resolve();
    const verified = new Map<string, string>();
    await verifyBinary(binary, verified);
    const looks = new Map(verified);
    await verifyBinary(binary, verified);
    expect(verified).toEqual(looks);
    const { atime, mtime } = await stat(place(data));
    await writeFile(place(data), "same size");
    await utimes(place(data), atime, mtime);
    expect(await problemKind(verifyBinary(binary, verified))).toBe("damaged");
    expect(verified.has(place(data))).toBe(false);
  });

  it("hashes again when another hash is wanted than the one that was found", async () => {
    const binary = await resolve();
    const verified = new Map<string, string>();
    await verifyBinary(binary, verified);
    for (const file of binary.bundle?.manifest.files ?? []) file.sha256 = "0".repeat(64);
    expect(await problemKind(verifyBinary(binary, verified))).toBe("damaged");
  });

  it("trusts no replaced file of the same size", async () => {
    const binary = await resolve();
    const verified = new Map<string, string>();
    await verifyBinary(binary, verified);
    await writeFile(place("new"), "same size");
    await rename(place("new"), place(data));
    expect(await problemKind(verifyBinary(binary, verified))).toBe("damaged");
  });

  it("gives a file of our own its execute permission back", async () => {
    await chmod(place(program), 0o644);
    await verifyBinary(await resolve(), new Map());
    expect((await stat(place(program))).mode & 0o111).not.toBe(0);
  });

  it("says of a bundled program for another machine that it is one", async () => {
    await writeFile(place(program), elf(0xb7));
    expect(await problemKind(verifyBinary(await resolve(), new Map()))).toBe("wrongArchitecture");
  });
});

function failed(code: string): Error {
  return Object.assign(new Error(`spawn ${code}`), { code });
}

describe("spawnProblem", () => {
  it.each([
    ["EACCES", "notExecutable"],
    ["ENOEXEC", "wrongArchitecture"],
    ["EBUSY", "blocked"],
    ["EPERM", "blocked"],
    ["EIO", "damaged"],
  ])("takes %s for %s", (code, kind) => {
    expect(spawnProblem(failed(code), place(program), binRoot).kind).toBe(kind);
  });

  it("tells a missing program from a missing working folder", () => {
    expect(spawnProblem(failed("ENOENT"), place("absent"), binRoot).kind).toBe("missing");
    const gone = join(binRoot, "gone");
    const problem = spawnProblem(failed("ENOENT"), place(program), gone);
    expect(problem.kind).toBe("blocked");
    expect(problem.message).toContain(gone);
  });
});
