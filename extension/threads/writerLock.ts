// When the process that holds a thread took it, as the file of its lock tells: the server makes that anew for each process
// that takes the thread, and a refused one leaves it alone (held by the contract test). It locks nothing and asks nobody.
// Always: in any doubt nothing is known.

import { stat } from "node:fs/promises";
import path from "node:path";

/** Unix milliseconds, by the clock of the disk; null when it is not known. `file`: where the history of the thread lies. */
export async function takenAtMs(threadId: string, file: string): Promise<number | null> {
  const sessions = path.resolve(file, "..", "..", "..", "..");
  if (path.basename(sessions) !== "sessions") return null;
  const lock = path.join(path.dirname(sessions), "thread-writer-locks", `${threadId}.lock`);
  return stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
