// The whole policy of a thread: what is sent on start, resume and fork, and whether the server's echo says
// the same. Repository configuration is never trusted here, and nothing is left for it to decide.
// Always: a profile is never sent together with `sandbox` or `sandboxPolicy`, for that drops it silently.

import path from "node:path";
import type { Permissions } from "../shared/permissions.ts";
import type { v2 } from "../shared/protocol.ts";
import { agentPlaces, editorPlaces, guardOf } from "../shared/sensitivePlaces.ts";
import { modes, termsOf, type Terms } from "./modes.ts";

type Json = NonNullable<v2.ThreadStartParams["config"]>;

/** What a person set for all threads, read when one is started or resumed. */
export interface Protection {
  /** Auto leaves editor settings, hooks and CI files read-only. */
  readonly editorFiles: boolean;
  /** `.env` files in the folder cannot be read by commands. Not in Full access. */
  readonly hideEnvFiles: boolean;
  /** The login file of the Codex home cannot be read by commands. Not in Full access. */
  readonly hideLogin: boolean;
}

export const defaultProtection: Protection = { editorFiles: true, hideEnvFiles: false, hideLogin: true };

export interface PolicyInput {
  readonly permissions: Permissions;
  /** False where managed policy takes only the server's own profiles. Default: true. */
  readonly ownProfiles?: boolean;
  readonly protection?: Protection;
  /** Absolute real path of the folder that the thread works in. Chosen by the host, never by an item. */
  readonly cwd: string;
  /** Absolute real path of the git root that holds `cwd`, if any. */
  readonly gitRoot: string | undefined;
  /** Names of workspace files in `cwd`, which Auto leaves read-only like other settings of the editor. */
  readonly workspaceFiles?: readonly string[];
  /** Further folders that the thread may work in, each with its git root. Default: none. */
  readonly others?: readonly { readonly cwd: string; readonly gitRoot: string | undefined }[];
  /** Absolute path of the Codex home, whose login file no command may read. */
  readonly codexHome: string;
  /** Absolute path of a folder for passing files, which Auto lets commands write. Default: none. */
  readonly tempFolder?: string | undefined;
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
  const { ownProfiles = true, protection = defaultProtection, others = [] } = input;
  const folders = [{ cwd: input.cwd, gitRoot: input.gitRoot }, ...others];
  for (const { cwd } of folders)
    if (!path.isAbsolute(cwd)) throw new Error(`the folder of a thread must be absolute: ${cwd}`);
  const { profile, approvalPolicy, approvalsReviewer } = termsOf(input.permissions, ownProfiles);
  return {
    cwd: input.cwd,
    runtimeWorkspaceRoots: folders.map(({ cwd }) => cwd),
    approvalPolicy,
    approvalsReviewer,
    config: {
      ...input.config,
      default_permissions: profile,
      // A thread that is let go of is free for another process at once, not after half an hour.
      thread_unload_delay_secs: 0,
      ...(ownProfiles ? { permissions: profiles(input, protection) } : {}),
      projects: untrusted(folders.flatMap(({ cwd, gitRoot }) => [cwd, gitRoot ?? cwd])),
      shell_environment_policy: {
        inherit: "all",
        ignore_default_excludes: false,
        exclude: [...secretNames],
        ...(input.tempFolder === undefined ? {} : { set: temporary(input.tempFolder) }),
      },
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

/** By one of these every program finds it. */
function temporary(folder: string): Json {
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}

export function loginFile(codexHome: string): string {
  return path.join(codexHome, "auth.json");
}

/**
 * Whether commands that a saved rule allows run outside the sandbox. Seen on the pinned binary: where a profile hides
 * any file, such commands stay inside, for the file must stay hidden.
 */
export function rulesRunOutside({ hideEnvFiles, hideLogin }: Protection): boolean {
  return !hideEnvFiles && !hideLogin;
}

/** All own profiles, so that a live thread can be switched between them. */
function profiles(
  { codexHome, tempFolder, workspaceFiles = [] }: PolicyInput,
  { editorFiles, hideEnvFiles, hideLogin }: Protection,
): Json {
  const login = hideLogin ? { [loginFile(codexHome)]: "none" } : {};
  const readAll = { ":root": "read", ...login };
  const hidden = hideEnvFiles ? { ".env": "none", "**/.env": "none" } : {};
  const temp = tempFolder === undefined ? {} : { [tempFolder]: "write" };
  const named = [...(editorFiles ? editorPlaces : []), ...agentPlaces].map(guardOf);
  // A profile guards names only: a workspace file that is made later is told of instead.
  const places = [...named, ...(editorFiles ? workspaceFiles.filter(isPlainName) : [])];
  const readOnly = Object.fromEntries(places.map((place) => [place, "read"]));
  const reads = { filesystem: hideEnvFiles ? { ...readAll, ":workspace_roots": hidden } : readAll };
  return {
    [modes.readOnly.profile]: reads,
    [modes.ask.profile]: reads,
    [modes.auto.profile]: {
      filesystem: { ...readAll, ...temp, ":workspace_roots": { ".": "write", ...readOnly, ...hidden } },
    },
  };
}

/** A glob is refused as a name to leave read-only. */
function isPlainName(name: string): boolean {
  return !/[*?[\]{}!:]/.test(name);
}

/** Both each folder and its git root: with only one of them the repository's configuration still runs. */
function untrusted(places: readonly string[]): Json {
  return Object.fromEntries(places.map((place) => [place, { trust_level: "untrusted" }]));
}

/** What the server says is in force: the answers of start, resume and fork, and `thread/settings/updated`. */
export interface PolicyEcho {
  readonly activePermissionProfile: v2.ActivePermissionProfile | null;
  readonly approvalPolicy: v2.AskForApproval;
  readonly approvalsReviewer: v2.ApprovalsReviewer;
  readonly cwd: string;
  /** Where its answer names them. */
  readonly runtimeWorkspaceRoots?: readonly string[];
}

/** Why the echo is not what was asked for, in words for a person; null when it is. */
export function echoMismatch(
  terms: Terms,
  policy: { readonly cwd: string; readonly others?: readonly string[] },
  echo: PolicyEcho,
): string | null {
  const differences: string[] = [];
  const profile = echo.activePermissionProfile?.id ?? "none";
  if (profile !== terms.profile)
    differences.push(`permission profile ${profile} instead of ${terms.profile}`);
  if (JSON.stringify(echo.approvalPolicy) !== JSON.stringify(terms.approvalPolicy)) {
    differences.push(
      `approval policy ${JSON.stringify(echo.approvalPolicy)} instead of ${JSON.stringify(terms.approvalPolicy)}`,
    );
  }
  if (echo.approvalsReviewer !== terms.approvalsReviewer)
    differences.push(
      `approvals answered by ${reviewerWords(echo.approvalsReviewer)} instead of ${reviewerWords(terms.approvalsReviewer)}`,
    );
  if (path.resolve(echo.cwd) !== path.resolve(policy.cwd))
    differences.push(`folder ${echo.cwd} instead of ${policy.cwd}`);
  const asked = [policy.cwd, ...(policy.others ?? [])].map((root) => path.resolve(root));
  const further = (echo.runtimeWorkspaceRoots ?? []).filter((root) => !asked.includes(path.resolve(root)));
  if (further.length > 0) differences.push(`the further folder ${further.join(", ")}`);
  if (differences.length === 0) return null;
  return `The app-server did not take over what this thread may do (${differences.join("; ")}). Nothing can be sent in it.`;
}

function reviewerWords(reviewer: string): string {
  return reviewer === "user" ? "you" : reviewer;
}
