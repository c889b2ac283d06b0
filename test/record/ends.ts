// Waits for what comes after the end of a turn.

import type { Playing } from "./scenario.ts";

/** Waits for the last word of a command that outlived its turn. */
export async function commandEnds({ host, threadId }: Playing): Promise<void> {
  await host.until(() =>
    host
      .state(threadId)
      .turns.every((turn) =>
        turn.entries.every((entry) => entry.kind !== "item" || entry.phase !== "running"),
      ),
  );
}
