// Why there is no app-server, as four plain parts that a card can show.
// Texts that came from outside (detail, stderrTail) are to be neutralised where they are shown.

import { BinaryProblem } from "./binaryProblem.ts";
import type { ServerGone } from "./errors.ts";

export interface Problem {
  /** One line: what happened. */
  title: string;
  /** What is known about it; may hold text from outside. */
  detail: string;
  /** The one thing to do next. */
  nextStep: string;
  /** The last lines of the server's stderr, oldest first; empty if it never ran. */
  stderrTail: string[];
}

/** The problem when nothing could be started. */
export function problemOfError(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return error instanceof BinaryProblem
    ? { title: "The Codex program cannot be run", detail, nextStep: error.nextStep, stderrTail: [] }
    : { title: "Codex was not started", detail, nextStep: "Mend this, then start again.", stderrTail: [] };
}

/** The problem when restarting stopped after `gone`. */
export function problemOfEnd(gone: ServerGone, why: "tooOften" | "sameStartupError"): Problem {
  const { stderrTail } = gone;
  if (why === "sameStartupError") {
    return {
      title: "Codex cannot start",
      detail: stderrTail.join("\n"),
      nextStep: "Mend what it names, then start again.",
      stderrTail,
    };
  }
  return {
    title: "Codex keeps ending",
    detail: `It ended five times within three minutes. ${gone.message} Threads stay on disk.`,
    nextStep: "Start again; if it ends again, copy the report.",
    stderrTail,
  };
}
