// The four modes as permission profiles and approval policies, and the sensitive places that no mode but
// "Full access" lets the agent write unasked. Data only. Sources: facts of the pinned binary on permission
// profiles sent in `config` (plain folders and git alike); the profile, never `sandbox`, is what is sent.

import type { ModeId } from "../shared/hostState.ts";
import type { v2 } from "../shared/protocol.ts";

export interface Mode {
  readonly id: ModeId;
  /** Id of the permission profile; one that begins with ":" is the server's own. */
  readonly profile: string;
  readonly approvalPolicy: v2.AskForApproval;
}

export const modes: Record<ModeId, Mode> = {
  readOnly: { id: "readOnly", profile: "lectern-read-only", approvalPolicy: "never" },
  ask: { id: "ask", profile: "lectern-ask", approvalPolicy: "on-request" },
  auto: { id: "auto", profile: "lectern-auto", approvalPolicy: "on-request" },
  fullAccess: { id: "fullAccess", profile: ":danger-full-access", approvalPolicy: "on-request" },
};

/** In Ask every write is asked for: patches raise an approval, shell writes fail until they are escalated. */
export const defaultMode: ModeId = "ask";

/**
 * Places in a workspace root whose contents run later without a question (editor tasks, hooks, CI, package
 * and agent settings): read-only even where the root is writable. Globs cannot be write-protected this way.
 */
export const sensitivePlaces = [
  ".vscode",
  ".idea",
  ".devcontainer",
  ".github/workflows",
  ".husky",
  ".envrc",
  ".npmrc",
  "AGENTS.md",
  ".codex",
  ".agents",
] as const;
