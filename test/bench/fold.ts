// The reducer over a long mixed stream, in batches as the host and the page fold them, against JSON.parse of
// the same notifications.

import { reduceThread } from "../../extension/shared/reduceThread.ts";
import { emptyThread } from "../../extension/shared/threadState.ts";
import { mixedNotifications, threadId } from "./inputs.ts";
import { ratioOf, timeOf } from "./measure.ts";

const count = 200_000;
/** What a fast stream brings in 16 ms. */
export const batchSize = 250;

export function foldRatio(rounds: number): Promise<number> {
  const notifications = mixedNotifications(count);
  const lines = notifications.map((notification) => JSON.stringify(notification));
  const fold = (): void => {
    let state = emptyThread(threadId, "/work");
    for (let at = 0; at < count; at += batchSize) {
      state = reduceThread(state, notifications.slice(at, at + batchSize));
    }
    if (state.turns.length < 100) throw new Error("The fold lost turns.");
  };
  const parse = (): void => {
    for (const line of lines) JSON.parse(line);
  };
  return ratioOf(
    () => timeOf(fold),
    () => timeOf(parse),
    rounds,
  );
}
