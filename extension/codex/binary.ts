// Which app-server do we run? One function answers, top to bottom: the person's path, else the bundled one.
// Never from PATH and never from the workspace. A path that the person set is run as it is, marked unpinned.

import { open, readFile, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { BinaryProblem, reinstall } from "./binaryProblem.ts";
import { type ExecutableHeader, headerBytes, readExecutableHeader } from "./executableHeader.ts";
import { ensureExecutable, type VerifiedFiles, verifyFiles } from "./integrity.ts";
import { type Manifest, parseManifest } from "./manifest.ts";

/** The platforms that have a bundled app-server, in VS Code's own names. */
export const targets = [
  "linux-x64",
  "linux-arm64",
  "darwin-x64",
  "darwin-arm64",
  "win32-x64",
  "win32-arm64",
] as const;

export interface Binary {
  /** Absolute path of the native program. */
  executable: string;
  /** True if its bytes are known from a manifest; false for a path that the person set. */
  pinned: boolean;
  /** `<platform>-<arch>` of this machine. */
  target: string;
  /** The manifest's version; undefined for a path that the person set. */
  version: string | undefined;
  /** What to check it against. */
  bundle: { root: string; manifest: Manifest } | undefined;
}

export interface BinaryChoice {
  /** The setting; empty or undefined if unset. */
  settingPath: string | undefined;
  /** The folder that holds `<target>/manifest.json`. */
  binRoot: string;
  platform: NodeJS.Platform;
  arch: string;
}

/** Which app-server to run. Throws BinaryProblem if there is none that can run here. */
export async function resolveBinary(choice: BinaryChoice): Promise<Binary> {
  const target = `${choice.platform}-${choice.arch}`;
  const settingPath = choice.settingPath?.trim() ?? "";
  if (settingPath !== "") {
    await checkCustomPath(settingPath, choice);
    return { executable: settingPath, pinned: false, target, version: undefined, bundle: undefined };
  }
  if (!(targets as readonly string[]).includes(target)) {
    throw new BinaryProblem(
      "unsupportedPlatform",
      `There is no Codex program for ${target}.`,
      "Lectern needs Linux, macOS or Windows on x64 or arm64. If you have a Codex program of your own, name it in the setting lectern.appServer.path.",
    );
  }
  const root = join(choice.binRoot, target);
  const manifest = await readManifest(root, target);
  const executable = join(root, ...manifest.executable.split("/"));
  return { executable, pinned: true, target, version: manifest.version, bundle: { root, manifest } };
}

/**
 * Checks before a spawn that the program is what it should be: all bytes of a bundled one, unless nothing
 * changed since `verified` noted them; permission and header of any. Throws BinaryProblem.
 */
export async function verifyBinary(binary: Binary, verified: VerifiedFiles): Promise<void> {
  // First, for "built for another machine" says more than "not what was tested".
  await checkHeader(binary.executable, binary.target);
  if (binary.bundle === undefined) await ensureExecutable(binary.executable);
  else await verifyFiles(binary.bundle.root, binary.bundle.manifest, verified);
}

async function checkCustomPath(path: string, choice: BinaryChoice): Promise<void> {
  const nextStep = "Correct or empty the setting lectern.appServer.path.";
  if (!isAbsolute(path)) {
    throw new BinaryProblem("missing", `The path of the Codex program is not absolute: ${path}`, nextStep);
  }
  const found = await stat(path).catch((error: unknown) => {
    throw new BinaryProblem("missing", `There is no Codex program at ${path}`, nextStep, error);
  });
  if (!found.isFile()) {
    throw new BinaryProblem("missing", `The path of the Codex program is not a file: ${path}`, nextStep);
  }
  await checkHeader(path, `${choice.platform}-${choice.arch}`);
}

async function readManifest(root: string, target: string): Promise<Manifest> {
  const path = join(root, "manifest.json");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new BinaryProblem(
      "missing",
      `The Codex program for ${target} is missing: there is no ${path}`,
      reinstall,
      error,
    );
  });
  let manifest: Manifest;
  try {
    manifest = parseManifest(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new BinaryProblem("damaged", `${path} cannot be used: ${what}`, reinstall, error);
  }
  if (manifest.target !== target) {
    throw new BinaryProblem(
      "wrongArchitecture",
      `This Lectern carries Codex for ${manifest.target}, but this machine is ${target}.`,
      "Install the Lectern build for this platform.",
    );
  }
  return manifest;
}

const formats: Record<string, ExecutableHeader["format"]> = { darwin: "mach-o", win32: "pe" };

/** macOS and Windows on arm64 run x64 programs by translation. */
const translated: Record<string, readonly string[]> = {
  "darwin-arm64": ["x64"],
  "win32-arm64": ["x64", "ia32"],
  "win32-x64": ["ia32"],
};

async function checkHeader(path: string, target: string): Promise<void> {
  const start = await readStart(path);
  const header = readExecutableHeader(start);
  if (start.toString("latin1", 0, 2) === "#!") {
    throw new BinaryProblem(
      "notExecutable",
      `${path} is a script, not the Codex program itself.`,
      "Name the native program. The npm package keeps it under @openai/codex-<platform>-<cpu>/vendor/<triple>/bin/.",
    );
  }
  if (header === undefined) {
    throw new BinaryProblem("damaged", `${path} is not a program.`, reinstall);
  }
  const [platform = "", arch = ""] = target.split("-");
  const runs = [arch, ...(translated[target] ?? [])];
  const rightFormat = header.format === (formats[platform] ?? "elf");
  if (rightFormat && header.architectures.some((one) => runs.includes(one))) return;
  throw new BinaryProblem(
    "wrongArchitecture",
    `${path} was built for another machine: it is ${header.format} for ${header.architectures.join(", ")}, needed is ${target}.`,
    "Install the Lectern build for this platform, or name a program that was built for it.",
  );
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new BinaryProblem("missing", `The Codex program cannot be read: ${path}`, reinstall, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
