// Whether the shown thread can go back to an earlier message: the host decides, whatever the page offered.

import { messageActions } from "../shared/messageActions.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { NotSent } from "../threads/notSent.ts";

/** The thread and the turn that begins with the message. Throws NotSent, which says why it cannot go back there. */
export function revertible(
  thread: ThreadState | null,
  itemId: string,
): { readonly threadId: string; readonly turnId: string } {
  const actions = thread && messageActions(thread, itemId);
  if (!actions) throw new NotSent("The message is not there any more.");
  if (actions.noRevert !== null) throw new NotSent(actions.noRevert);
  return { threadId: thread.threadId, turnId: actions.place.turn.turnId };
}
