// The lock of a thread, as the file of it tells: the server makes that anew for each process that takes the thread, leaves
// it alone when it refuses one, and removes it when a process lets go; one that was killed leaves it behind (held by the
// contract test). It locks nothing and asks nobody. Always: in any doubt nothing is known.

import { stat } from "node:fs/promises";
import path from "node:path";

/** When the lock was taken, in Unix milliseconds by the clock of the disk; `none`: nobody has it; null: not known. */
export type WriterLock = number | "none" | null;

/** `file`: where the history of the thread lies. */
export async function readWriterLock(threadId: string, file: string): Promise<WriterLock> {
  const sessions = path.resolve(file, "..", "..", "..", "..");
  if (path.basename(sessions) !== "sessions") return null;
  const locks = path.join(path.dirname(sessions), "thread-writer-locks");
  const takenAtMs = await changedAtMs(path.join(locks, `${threadId}.lock`));
  if (takenAtMs !== "none") return takenAtMs;
  return typeof (await changedAtMs(locks)) === "number" ? "none" : null;
}

async function changedAtMs(file: string): Promise<WriterLock> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? "none" : null),
  );
}
