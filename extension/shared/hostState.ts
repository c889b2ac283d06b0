// What the page must know beside its thread: is the folder trusted, does the server run, who is signed in.
// Small on purpose: it is sent whole whenever it changes.

import type { WhileBusy } from "./messageQueue.ts";
import { allAllowed, type ModeId, type NotAllowed, type PermissionsOrigin } from "./permissions.ts";
import type { RateLimit } from "./rateLimits.ts";

export interface HostState {
  /** False: nothing is spawned or read until the person trusts the workspace in VS Code. */
  readonly trusted: boolean;
  /** The folder that a new thread works in; null: VS Code has none open. */
  readonly folder: FolderView | null;
  /** All folders of the workspace that one can; two of the same name are told apart. */
  readonly folders: readonly FolderView[];
  readonly server: ServerView;
  readonly account: AccountView;
  /** The account's usage limits, as far as the server told them. */
  readonly limits: readonly RateLimit[];
  /** What the next new thread begins with; a thread that is there has permissions of its own. */
  readonly mode: ModeId;
  readonly autoReview: boolean;
  readonly modeOrigin: PermissionsOrigin;
  /** What Enter does while a turn runs; Alt+Enter does the other. */
  readonly whileBusy: WhileBusy;
  /** What the organisation does not let a person choose. */
  readonly notAllowed: NotAllowed;
  /** Set while the offline demo drives the server: shown wherever the model's name would stand. */
  readonly demo: string | null;
  /** Things to tell that have no thread, oldest first. */
  readonly notices: readonly Notice[];
}

export type ServerView =
  | { readonly phase: "idle" | "starting" | "stopped" }
  | {
      readonly phase: "ready";
      readonly version: string;
      /** False: a custom executable from the setting, whose bytes are not checked. */
      readonly pinned: boolean;
      /** True: not the version that this client was tested with. */
      readonly untested: boolean;
    }
  | { readonly phase: "restarting"; readonly attempt: number }
  | { readonly phase: "unresponsive" }
  | { readonly phase: "failed"; readonly problem: Problem };

/** What happened, what it means, and one next step. `detail` may hold outside text: neutralise it. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly nextStep: string;
  /** Last lines that the server wrote to stderr. */
  readonly lastWords: readonly string[];
}

export type AccountView =
  | { readonly phase: "unknown" }
  | { readonly phase: "notNeeded"; readonly provider: string }
  | { readonly phase: "signedOut" }
  | { readonly phase: "signingIn" }
  | { readonly phase: "signedIn"; readonly label: string };

export interface FolderView {
  /** Outside text. */
  readonly name: string;
  readonly path: string;
}

export interface Notice {
  readonly id: string;
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  readonly detail: string;
}

/** The state before anything is known. */
export const initialHostState: HostState = {
  trusted: false,
  folder: null,
  folders: [],
  server: { phase: "idle" },
  account: { phase: "unknown" },
  limits: [],
  mode: "ask",
  autoReview: false,
  modeOrigin: "default",
  whileBusy: "steer",
  notAllowed: allAllowed,
  demo: null,
  notices: [],
};

/** May a prompt be sent now, as far as the host is concerned? The reason in words when not. */
export function sendObstacle(host: HostState): string | null {
  if (!host.trusted) return "Trust this folder to work with Codex.";
  if (host.server.phase === "failed") return "The Codex app-server does not run.";
  if (host.account.phase === "signedOut" || host.account.phase === "signingIn") return "Sign in to send.";
  return null;
}
