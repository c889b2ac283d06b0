// Going back to an earlier message: whether the shown thread can, and the question before it, which VS Code asks and
// not the page. Fixed words: no outside text goes into a dialog.

import * as vscode from "vscode";
import { messageActions } from "../shared/messageActions.ts";
import { runningTurn, type ThreadState } from "../shared/threadState.ts";
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

/** Whether the person wants it. */
export async function confirmRevert(thread: ThreadState | null): Promise<boolean> {
  const running = thread && runningTurn(thread) ? " The running turn is stopped first." : "";
  const revert = "Revert";
  const pick = await vscode.window.showWarningMessage(
    "Remove this message and everything after it?",
    {
      modal: true,
      detail: `Codex forgets it. This cannot be undone. Files stay as they are, with all that Codex changed in them.${running}`,
    },
    revert,
  );
  return pick === revert;
}
