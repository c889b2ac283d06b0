// The whole policy of a thread: what is sent on start, resume and fork, and whether the server's echo says
// the same. Repository configuration is never trusted here, and nothing is left for it to decide.
// Always: a profile is never sent together with `sandbox` or `sandboxPolicy`, for that drops it silently.

import path from "node:path";
import type { ModeId } from "../shared/hostState.ts";
import type { v2 } from "../shared/protocol.ts";
import { modes, sensitivePlaces, type Mode } from "./modes.ts";

type Json = NonNullable<v2.ThreadStartParams["config"]>;

export interface PolicyInput {
  readonly mode: ModeId;
  /** Absolute real path of the folder that the thread works in. Chosen by the host, never by an item. */
  readonly cwd: string;
  /** Absolute real path of the git root that holds `cwd`, if any. */
  readonly gitRoot: string | undefined;
  /** Absolute path of the Codex home, whose login file no command may read. */
  readonly codexHome: string;
  /** Further configuration of the host's own (the offline demo's provider). */
  readonly config?: Json;
}

/** The policy fields that thread/start, thread/resume and thread/fork share. */
export interface Policy {
  readonly cwd: string;
  readonly runtimeWorkspaceRoots: string[];
  readonly approvalPolicy: v2.AskForApproval;
  readonly approvalsReviewer: v2.ApprovalsReviewer;
  readonly config: Json;
}

/** The whole policy. Throws when `cwd` is not absolute: the server would take it silently. */
export function policyFor(input: PolicyInput): Policy {
  if (!path.isAbsolute(input.cwd)) throw new Error(`the folder of a thread must be absolute: ${input.cwd}`);
  const mode = modes[input.mode];
  return {
    cwd: input.cwd,
    runtimeWorkspaceRoots: [input.cwd],
    approvalPolicy: mode.approvalPolicy,
    approvalsReviewer: "user",
    config: {
      ...input.config,
      default_permissions: mode.profile,
      permissions: profiles(input.codexHome),
      projects: untrusted(input.cwd, input.gitRoot),
      shell_environment_policy: { inherit: "all", ignore_default_excludes: false, exclude: [...secretNames] },
    },
  };
}

const secretNames = [
  "*KEY*",
  "*SECRET*",
  "*TOKEN*",
  "*PASSWORD*",
  "*CREDENTIAL*",
  "CODEX_HOME",
  "VSCODE_*",
  "ELECTRON_*",
  "GIT_ASKPASS",
  "SSH_ASKPASS",
];

/** All own profiles, so that a live thread can be switched between them. */
function profiles(codexHome: string): Json {
  const login = { [path.join(codexHome, "auth.json")]: "none" };
  const readAll = { ":root": "read", ...login };
  const workspace = Object.fromEntries(sensitivePlaces.map((place) => [place, "read"]));
  return {
    [modes.readOnly.profile]: { filesystem: readAll },
    [modes.ask.profile]: { filesystem: readAll },
    [modes.auto.profile]: { filesystem: { ...readAll, ":workspace_roots": { ".": "write", ...workspace } } },
  };
}

/** Both the folder and its git root: with only one of them the repository's configuration still runs. */
function untrusted(cwd: string, gitRoot: string | undefined): Json {
  const entry = { trust_level: "untrusted" };
  return { [cwd]: entry, ...(gitRoot === undefined ? {} : { [gitRoot]: entry }) };
}

/** What the server says is in force: the answers of start, resume and fork, and `thread/settings/updated`. */
export interface PolicyEcho {
  readonly activePermissionProfile: v2.ActivePermissionProfile | null;
  readonly approvalPolicy: v2.AskForApproval;
  readonly approvalsReviewer: v2.ApprovalsReviewer;
  readonly cwd: string;
}

/** Why the echo is not what was sent, in words for a person; null when it is. */
export function echoMismatch(mode: Mode, policy: Pick<Policy, "cwd">, echo: PolicyEcho): string | null {
  const differences: string[] = [];
  const profile = echo.activePermissionProfile?.id ?? "none";
  if (profile !== mode.profile) differences.push(`permission profile ${profile} instead of ${mode.profile}`);
  if (JSON.stringify(echo.approvalPolicy) !== JSON.stringify(mode.approvalPolicy)) {
    differences.push(
      `approval policy ${JSON.stringify(echo.approvalPolicy)} instead of ${JSON.stringify(mode.approvalPolicy)}`,
    );
  }
  if (echo.approvalsReviewer !== "user")
    differences.push(`approvals answered by ${echo.approvalsReviewer} instead of you`);
  if (path.resolve(echo.cwd) !== path.resolve(policy.cwd))
    differences.push(`folder ${echo.cwd} instead of ${policy.cwd}`);
  if (differences.length === 0) return null;
  return `The app-server did not take over what this thread may do (${differences.join("; ")}). Nothing can be sent in it.`;
}
