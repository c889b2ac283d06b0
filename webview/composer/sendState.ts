// What became of a prompt that was sent: read from the state, never guessed. The text stays in the composer until
// this says "taken". Also why nothing can be sent now. Pure.

import { maxPromptChars } from "../../extension/shared/bridge.ts";
import { sendObstacle, type HostState } from "../../extension/shared/hostState.ts";
import { runningTurn, type ThreadState } from "../../extension/shared/threadState.ts";
import type { View } from "../store.ts";

/** A prompt on its way. */
export interface Pending {
  readonly clientId: string;
  readonly text: string;
}

export type Fate = "waiting" | "taken" | "rejected";

/** Items are looked for in this many turns from the end: a prompt is taken up in the last one or is lost. */
const turnsSearched = 3;

export function fateOf(view: View, { clientId }: Pending): Fate {
  const told = view.fates.get(clientId);
  if (told !== undefined) return told ? "taken" : "rejected";
  const thread = view.state?.thread;
  if (!thread) return "waiting";
  const outgoing = thread.outgoing.find((message) => message.clientId === clientId);
  if (outgoing) return outgoing.acknowledged ? "taken" : "waiting";
  return hasItemOf(thread, clientId) ? "taken" : "waiting";
}

function hasItemOf(thread: ThreadState, clientId: string): boolean {
  return thread.turns
    .slice(-turnsSearched)
    .some((turn) =>
      turn.entries.some(
        (entry) =>
          entry.kind === "item" && entry.item.type === "userMessage" && entry.item.clientId === clientId,
      ),
    );
}

/** Why nothing can be sent now, in plain words; null when it can. */
export function obstacleOf(host: HostState, thread: ThreadState | null, text: string): string | null {
  const hostSays = sendObstacle(host);
  if (hostSays !== null) return hostSays;
  if (!thread && !host.folder) return "Open a folder to start.";
  if (thread?.elsewhere && !thread.elsewhere.isFree) return "Open in another window or terminal.";
  if (thread && thread.blocked !== null) return thread.blocked;
  const over = text.length - maxPromptChars;
  return over > 0 ? `Too long by ${over.toLocaleString("en")} characters.` : null;
}

/** What the empty composer says: whom one writes to, and what the mode means for it. */
export function placeholderFor(host: HostState, thread: ThreadState | null): string {
  if (thread && runningTurn(thread))
    return host.whileBusy === "queue" ? "Message Codex when the turn is done" : "Message Codex to steer it";
  switch ((thread ? thread.permissions : host)?.mode) {
    case "readOnly":
      return "Message Codex: changes refused";
    case "fullAccess":
      return "Message Codex: it never asks";
    default:
      return "Message Codex";
  }
}
