// The whole policy of a thread in a folder, as it goes with start, resume and fork, and what of it the server's echo is
// compared with. It asks the host what the person chose, and the disk what the folder is; it calls no server.

import { existsSync } from "node:fs";
import { otherFolders, resolveFolder } from "../policy/folder.ts";
import {
  defaultProtection,
  loginFile,
  policyFor,
  rulesRunOutside,
  type Policy,
  type PolicyInput,
} from "../policy/policy.ts";
import type { PermissionsOrigin } from "../shared/permissions.ts";
import type { Asked } from "./livePermissions.ts";

export interface PolicyChoice extends Omit<PolicyInput, "cwd" | "gitRoot" | "others" | "tempFolder"> {
  /** The folders of the workspace: a thread in one of them may work in all. */
  readonly roots?: readonly string[];
  readonly origin: PermissionsOrigin;
}

/** What the server was asked for, and what its echo is compared with. */
export interface FolderPolicy {
  readonly asked: Asked;
  readonly policy: Policy;
}

/** Throws FolderProblem. `choose` is asked once the folder is known by its real path. */
export async function folderPolicy(
  folder: string,
  choose: (cwd: string) => PolicyChoice | Promise<PolicyChoice>,
  tempFolder: string | undefined,
): Promise<FolderPolicy> {
  const { cwd, gitRoot, workspaceFiles } = await resolveFolder(folder);
  const { origin, roots = [], ...choice } = await choose(cwd);
  const others = await otherFolders(cwd, roots);
  const { permissions, ownProfiles = true, codexHome } = choice;
  const wanted = choice.protection ?? defaultProtection;
  // Nothing to hide where nobody signed in; hiding has a price (see rulesRunOutside).
  const protection = { ...wanted, hideLogin: wanted.hideLogin && existsSync(loginFile(codexHome)) };
  return {
    asked: {
      permissions,
      origin,
      ownProfiles,
      rulesRunOutside: !ownProfiles || rulesRunOutside(protection),
      cwd,
      others: others.map((other) => other.cwd),
    },
    policy: policyFor({
      ...choice,
      protection,
      tempFolder,
      cwd,
      gitRoot,
      others,
      workspaceFiles: workspaceFiles.concat(others.flatMap((other) => other.workspaceFiles)),
    }),
  };
}
