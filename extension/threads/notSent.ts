// Why a prompt was not taken: errors that a person can do something about. The text is still theirs.

import { ServerRefused } from "../codex/errors.ts";

/** The prompt was not taken, and why, in words for a person. The text is still theirs. */
export class NotSent extends Error {
  override readonly name: string = "NotSent";
}

/** The server has forgotten a thread that never had a turn: a new one takes its place (facts §6). */
export class ThreadForgotten extends NotSent {
  override readonly name = "ThreadForgotten";
}

/**
 * The server says that it knows nothing of the thread. It has three ways to: the last one is that of a server that was
 * killed when it had just made the file.
 */
export function isUnknownThread(error: unknown): boolean {
  return (
    error instanceof ServerRefused &&
    /no rollout found|thread not loaded|rollout at .+ is empty/.test(error.serverMessage)
  );
}

export function forgotten(cause: unknown): ThreadForgotten {
  return new ThreadForgotten("The thread had no turn yet and is gone.", { cause });
}
