// What the chip says of a thread's permissions: the server's word, a switch on its way, or that neither is known.
// Pure.

import type { HostState } from "../../extension/shared/hostState.ts";
import {
  modeNames,
  permissionsOf,
  permissionsWords,
  type Permissions,
  type PermissionsOrigin,
} from "../../extension/shared/permissions.ts";
import { runningTurn, type ThreadState } from "../../extension/shared/threadState.ts";

export interface ShownMode {
  /** `unknown`: the server said something that no mode stands for; the thread is blocked. */
  readonly state: "inForce" | "switching" | "next" | "unknown";
  /** What is in force, or what the next thread begins with; null while unknown. */
  readonly permissions: Permissions | null;
  readonly origin: PermissionsOrigin | null;
  readonly words: string;
  readonly note: string | null;
}

export function shownMode(host: HostState, thread: ThreadState | null): ShownMode {
  if (!thread) {
    const permissions = permissionsOf(host.mode, host.autoReview);
    const words = permissionsWords(permissions);
    return { state: "next", permissions, origin: host.modeOrigin, words, note: null };
  }
  const { permissions, switchingTo } = thread;
  const origin = permissions?.origin ?? null;
  if (switchingTo !== null) {
    const words = `Switching to ${modeNames[switchingTo.mode]}…`;
    return { state: "switching", permissions, origin, words, note: null };
  }
  if (permissions === null)
    return { state: "unknown", permissions, origin, words: "Mode not confirmed", note: null };
  const isLater = permissions.afterTurnId !== null && runningTurn(thread)?.turnId === permissions.afterTurnId;
  const note = isLater ? "from the next turn" : null;
  return { state: "inForce", permissions, origin, words: permissionsWords(permissions), note };
}
