// The files of the journal: segments in one folder that all windows share, each written by one window alone. So no
// two processes ever write to one file (appending is not atomic on every disk and system), a torn line stays the
// last of its file, and nothing is renamed under a writer. The oldest go when all together pass the bound.
// Always: folder 0700, files 0600; a file that is not ours is never touched.

import { mkdir, open, readdir, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";

const nameOfSegment = /^journal-\d{13,15}-[0-9a-f]{8}-\d{6}\.jsonl$/;
/** Windows that wrote little leave many small files. */
const maxSegments = 200;

/** Names of segments, oldest begun first. Empty when there is no folder. */
export async function listSegments(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => nameOfSegment.test(name)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Begins a segment of its own; the new name is on the disk when this resolves. */
export async function beginSegment(
  folder: string,
  { writer, atMs, count }: { writer: string; atMs: number; count: number },
): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stamp = String(Math.max(0, Math.trunc(atMs))).padStart(13, "0");
  const name = `journal-${stamp}-${writer}-${String(count).padStart(6, "0")}.jsonl`;
  const file = await open(path.join(folder, name), "ax", 0o600);
  try {
    await syncFolder(folder);
  } catch (error) {
    await file.close();
    throw error;
  }
  return file;
}

/** Windows opens no folder; there a file's name is on the disk with its contents. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes the segments written longest ago until the others fit. A window whose segment went begins another. */
export async function pruneSegments(folder: string, maxBytes: number): Promise<void> {
  const names = await listSegments(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const known = await stat(file).catch(() => undefined);
      return known ? [{ file, bytes: known.size, writtenMs: known.mtimeMs }] : [];
    }),
  );
  const newestFirst = found.flat().toSorted((a, b) => b.writtenMs - a.writtenMs);
  let bytes = 0;
  for (const [index, segment] of newestFirst.entries()) {
    bytes += segment.bytes;
    if (bytes > maxBytes || index >= maxSegments) await rm(segment.file, { force: true });
  }
}
