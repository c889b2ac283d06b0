// Are the bytes that we are about to run the bytes that were tested? Size and sha256 of every listed file.
// A file is hashed again only when its size, times or inode changed since it was found right.
// Nothing is repaired here except a lost execute permission of a file of our own.

import { createHash } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { access, chmod, type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { BinaryProblem, reinstall } from "./binaryProblem.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";

/** What was found right: absolute path to the file's look at that moment and its hash. A Map is one. */
export interface VerifiedFiles {
  get(path: string): string | undefined;
  set(path: string, look: string): unknown;
  delete(path: string): unknown;
  clear(): void;
}

const pieceBytes = 1024 * 1024;

/** Throws BinaryProblem (missing, damaged, notExecutable) unless every file under `root` is as listed. */
export async function verifyFiles(root: string, manifest: Manifest, verified: VerifiedFiles): Promise<void> {
  await Promise.all(
    manifest.files.map(async (file) => {
      const path = join(root, ...file.path.split("/"));
      if (file.executable) await ensureExecutable(path);
      await verifyFile(path, file, verified);
    }),
  );
}

/**
 * Throws BinaryProblem unless the file may be executed. A missing permission is added once if the file is
 * ours, for unpacking sometimes loses it.
 */
export async function ensureExecutable(path: string): Promise<void> {
  if (process.platform === "win32" || (await mayExecute(path))) return;
  const found = await stat(path).catch((error: unknown) => {
    throw missing(path, error);
  });
  const hasBit = (found.mode & 0o111) !== 0;
  if (!hasBit && found.uid === process.getuid?.()) {
    await chmod(path, (found.mode & 0o777) | 0o111).catch(() => undefined);
    if (await mayExecute(path)) return;
  }
  throw new BinaryProblem(
    "notExecutable",
    `The Codex program may not be executed: ${path}`,
    hasBit
      ? "Its disk seems to be mounted noexec, or it belongs to somebody else: move it or change its permissions."
      : `Give it execute permission: chmod +x "${path}"`,
  );
}

async function mayExecute(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function verifyFile(path: string, file: ManifestFile, verified: VerifiedFiles): Promise<void> {
  const handle = await open(path, "r").catch((error: unknown) => {
    throw missing(path, error);
  });
  try {
    const before = await handle.stat({ bigint: true });
    if (verified.get(path) === lookOf(before, file)) return;
    verified.delete(path);
    if (before.size !== BigInt(file.size)) {
      throw damaged(path, `it has ${before.size} bytes, not ${file.size}`);
    }
    const sha256 = await hash(handle);
    if (sha256 !== file.sha256) throw damaged(path, `its sha256 is ${sha256}, not ${file.sha256}`);
    const after = await handle.stat({ bigint: true });
    if (lookOf(after, file) !== lookOf(before, file)) throw damaged(path, "it changed while it was checked");
    verified.set(path, lookOf(after, file));
  } finally {
    await handle.close();
  }
}

/** Reads the next piece while the last one is hashed, in pieces short enough not to hold up the host. */
async function hash(handle: FileHandle): Promise<string> {
  const sum = createHash("sha256");
  let filled = Buffer.allocUnsafe(pieceBytes);
  let spare = Buffer.allocUnsafe(pieceBytes);
  let read = await handle.read(filled, 0, pieceBytes, null);
  while (read.bytesRead > 0) {
    const next = handle.read(spare, 0, pieceBytes, null);
    sum.update(filled.subarray(0, read.bytesRead));
    read = await next;
    [filled, spare] = [spare, filled];
  }
  return sum.digest("hex");
}

/** The time of its last change (ctime) can be set back by nobody but the system itself. */
function lookOf(found: BigIntStats, { sha256 }: ManifestFile): string {
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs, sha256].join(" ");
}

function missing(path: string, cause: unknown): BinaryProblem {
  return new BinaryProblem("missing", `A part of Codex is missing: ${path}`, reinstall, cause);
}

function damaged(path: string, how: string): BinaryProblem {
  return new BinaryProblem(
    "damaged",
    `A part of Codex is not what was tested, so it is not run: ${path} (${how})`,
    reinstall,
  );
}
