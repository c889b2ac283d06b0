// How far Codex may go in a thread: the four modes and the automatic reviewer, in types and in the words that a
// person reads, the same in the page and in VS Code's own lists. It knows no profile and no policy of the server.

export type ModeId = "readOnly" | "ask" | "auto" | "fullAccess";

/** From the strictest to the laxest. */
export const modeIds = ["readOnly", "ask", "auto", "fullAccess"] as const satisfies readonly ModeId[];

/** What a person chooses for a thread. */
export interface Permissions {
  readonly mode: ModeId;
  /** A model answers approvals instead of the person. Means something in Auto only, and is false elsewhere. */
  readonly autoReview: boolean;
}

/**
 * Who chose. `confirmation`: the default is Full access, and nobody confirmed it for this folder. `organisation`:
 * what was wanted is not allowed, and this is what comes nearest.
 */
export type PermissionsOrigin = "thread" | "default" | "confirmation" | "organisation";

/** What the server said is in force. */
export interface PermissionsInForce extends Permissions {
  readonly origin: PermissionsOrigin;
  /** The turn that ran when they changed and still runs under the earlier ones; null: none did. */
  readonly afterTurnId: string | null;
}

/** What the organisation's policy leaves out. */
export interface NotAllowed {
  readonly modes: readonly ModeId[];
  readonly autoReview: boolean;
  /** Auto only with the automatic reviewer. */
  readonly ownReview: boolean;
}

export const allAllowed: NotAllowed = { modes: [], autoReview: false, ownReview: false };

export const modeNames: Record<ModeId, string> = {
  readOnly: "Read only",
  ask: "Ask",
  auto: "Auto",
  fullAccess: "Full access",
};

/** One line each: what happens, and who is asked. */
export const modeMeanings: Record<ModeId, string> = {
  readOnly: "Codex only reads. Every change is refused, and you are not asked.",
  ask: "Codex reads freely. Every change and every command outside the sandbox asks you.",
  auto: "Codex changes files in this folder. Protected files and anything further ask you.",
  fullAccess: "Codex can do anything you can, on this whole computer, without asking.",
};

export const reviewerName = "Let the automatic reviewer decide";
export const reviewerMeaning = "A model answers approvals instead of you.";
export const notAllowedWords = "Not allowed by your organisation";

export const originWords: Record<PermissionsOrigin, string> = {
  thread: "Chosen for this thread",
  default: "Your default",
  confirmation: "Full access is not confirmed for this folder",
  organisation: "Set by your organisation",
};

/** `Auto · reviewed automatically` */
export function permissionsWords({ mode, autoReview }: Permissions): string {
  return autoReview ? `${modeNames[mode]} · reviewed automatically` : modeNames[mode];
}

export function isSamePermissions(a: Permissions, b: Permissions): boolean {
  return a.mode === b.mode && a.autoReview === b.autoReview;
}

/** The choice with the reviewer only where it means something. */
export function permissionsOf(mode: ModeId, autoReview: boolean): Permissions {
  return { mode, autoReview: autoReview && mode === "auto" };
}

/** Why this cannot be chosen, in words; null when it can. */
export function whyNotAllowed({ mode, autoReview }: Permissions, notAllowed: NotAllowed): string | null {
  if (notAllowed.modes.includes(mode)) return notAllowedWords;
  if (mode !== "auto") return null;
  return (autoReview ? notAllowed.autoReview : notAllowed.ownReview) ? notAllowedWords : null;
}
