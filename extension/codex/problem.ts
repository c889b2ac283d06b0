// Why there is no app-server, as four plain parts that a card can show.
// Texts that came from outside (detail, lastWords) are to be neutralised where they are shown.

import type { Problem } from "../shared/hostState.ts";
import { BinaryProblem } from "./binaryProblem.ts";
import type { ServerGone } from "./errors.ts";

/** The problem when nothing could be started. */
export function problemOfError(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return error instanceof BinaryProblem
    ? { title: "The Codex program cannot be run", detail, nextStep: error.nextStep, lastWords: [] }
    : { title: "Codex was not started", detail, nextStep: "Mend this, then start again.", lastWords: [] };
}

/** The problem when restarting stopped after `gone`. */
export function problemOfEnd(gone: ServerGone, why: "tooOften" | "sameStartupError"): Problem {
  const { stderrTail: lastWords } = gone;
  if (why === "sameStartupError") {
    return {
      title: "Codex cannot start",
      detail: lastWords.join("\n"),
      nextStep: "Mend what it names, then start again.",
      lastWords,
    };
  }
  return {
    title: "Codex keeps ending",
    detail: `It ended five times within three minutes. ${gone.message} Threads stay on disk.`,
    nextStep: "Start again; if it ends again, copy the report.",
    lastWords,
  };
}
