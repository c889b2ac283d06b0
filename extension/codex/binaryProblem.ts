// Why the Codex program cannot be run, in words for a person.
// Every problem names what happened and one next step; none is worth retrying in a loop.

import { existsSync } from "node:fs";

export type BinaryProblemKind =
  | "unsupportedPlatform"
  | "missing"
  | "damaged"
  | "wrongArchitecture"
  | "notExecutable"
  | "blocked";

/** The Codex program cannot be run. `message` says what happened, `nextStep` what a person can do. */
export class BinaryProblem extends Error {
  override readonly name = "BinaryProblem";
  readonly kind: BinaryProblemKind;
  readonly nextStep: string;

  constructor(kind: BinaryProblemKind, message: string, nextStep: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.nextStep = nextStep;
  }
}

export const reinstall = "Install Lectern again to get an intact copy.";

/** Spawn errors that may pass by themselves: a scanner or an update holds the file. */
export function isPassingSpawnError(error: unknown): boolean {
  const code = codeOf(error);
  return code === "EBUSY" || code === "ETXTBSY";
}

/** The problem behind an error of `spawn`. */
export function spawnProblem(error: unknown, executable: string, cwd: string): BinaryProblem {
  const code = codeOf(error) ?? "unknown error";
  const problem = (kind: BinaryProblemKind, what: string, nextStep: string): BinaryProblem =>
    new BinaryProblem(kind, `${what} (${code}): ${executable}`, nextStep, error);
  if (code === "ENOENT") {
    if (!existsSync(executable)) return problem("missing", "The Codex program is missing", reinstall);
    if (!existsSync(cwd)) {
      return problem("blocked", `The working folder ${cwd} is gone, so Codex cannot start`, "Try again.");
    }
    return problem("damaged", "The system cannot load the Codex program", reinstall);
  }
  if (code === "ENOEXEC" || code === "EBADARCH") {
    return problem(
      "wrongArchitecture",
      "This system cannot run the Codex program",
      "Install the Lectern build for this platform.",
    );
  }
  if (code === "EACCES" && process.platform !== "win32") {
    return problem(
      "notExecutable",
      "The system may not execute the Codex program",
      "Give the file its execute permission, and see that its disk is not mounted noexec.",
    );
  }
  if (["EACCES", "EPERM", "EBUSY", "ETXTBSY"].includes(code)) {
    return problem(
      "blocked",
      "The system blocks the Codex program",
      "See whether a virus scanner or a policy holds the file, then start again.",
    );
  }
  return problem("damaged", "The Codex program could not be started", reinstall);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
