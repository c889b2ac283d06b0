// The four modes as permission profiles and approval policies. Data only. Sources: facts of the pinned binary on
// permission profiles sent in `config` (plain folders and git alike); the profile, never `sandbox`, is what is sent.

import type { ModeId, Permissions } from "../shared/permissions.ts";
import type { v2 } from "../shared/protocol.ts";

export interface Mode {
  readonly id: ModeId;
  /** Id of the permission profile; one that begins with ":" is the server's own. */
  readonly profile: string;
  /** Where managed policy names the profiles that may be used, ours are refused: this stands in; null: none does. */
  readonly serverProfile: string | null;
  readonly approvalPolicy: v2.AskForApproval;
}

export const modes: Record<ModeId, Mode> = {
  readOnly: {
    id: "readOnly",
    profile: "lectern-read-only",
    serverProfile: ":read-only",
    approvalPolicy: "never",
  },
  ask: { id: "ask", profile: "lectern-ask", serverProfile: ":read-only", approvalPolicy: "on-request" },
  // The server's `:workspace` leaves editor settings, hooks and CI files writable: that is not what Auto promises.
  auto: { id: "auto", profile: "lectern-auto", serverProfile: null, approvalPolicy: "on-request" },
  fullAccess: {
    id: "fullAccess",
    profile: ":danger-full-access",
    serverProfile: ":danger-full-access",
    approvalPolicy: "on-request",
  },
};

/** In Ask every write is asked for: patches raise an approval, shell writes fail until they are escalated. */
export const defaultMode: ModeId = "ask";

/** What the server has to say of a thread: what is asked for on start and resume, and what a switch changes. */
export interface Terms {
  readonly profile: string;
  readonly approvalPolicy: v2.AskForApproval;
  readonly approvalsReviewer: v2.ApprovalsReviewer;
}

export function termsOf({ mode, autoReview }: Permissions, ownProfiles: boolean): Terms {
  const { profile, serverProfile, approvalPolicy } = modes[mode];
  return {
    profile: ownProfiles ? profile : (serverProfile ?? profile),
    approvalPolicy,
    approvalsReviewer: autoReview && mode === "auto" ? "auto_review" : "user",
  };
}
