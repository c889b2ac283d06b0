// What the organisation's managed policy (`configRequirements/read`) leaves of the modes, and what is taken when the
// wanted one is not among them. Pure. Facts of the pinned binary: a thread that asks for more starts under something
// else with only a warning, a switch is refused; where profiles are listed, none sent in `config` is accepted.

import {
  allAllowed,
  modeIds,
  permissionsOf,
  whyNotAllowed,
  type ModeId,
  type NotAllowed,
  type Permissions,
} from "../shared/permissions.ts";
import type { v2 } from "../shared/protocol.ts";
import { modes } from "./modes.ts";

export interface ManagedPolicy {
  readonly notAllowed: NotAllowed;
  /** False: only the server's own profiles may be named. */
  readonly ownProfiles: boolean;
}

export const unmanaged: ManagedPolicy = { notAllowed: allAllowed, ownProfiles: true };

/** How the server sorts each mode's profile. */
const sandboxModes: Record<ModeId, v2.SandboxMode> = {
  readOnly: "read-only",
  ask: "read-only",
  auto: "workspace-write",
  fullAccess: "danger-full-access",
};

export function managedPolicy(requirements: v2.ConfigRequirements | null): ManagedPolicy {
  if (requirements === null) return unmanaged;
  const { allowedPermissionProfiles, allowedApprovalsReviewers } = requirements;
  const reviewers = allowedApprovalsReviewers;
  const autoReview =
    reviewers !== null && !reviewers.includes("auto_review") && !reviewers.includes("guardian_subagent");
  const ownReview = reviewers !== null && !reviewers.includes("user");
  return {
    ownProfiles: allowedPermissionProfiles === null,
    notAllowed: {
      modes: modeIds.filter((mode) => !isAllowed(mode, requirements, ownReview)),
      autoReview,
      ownReview,
    },
  };
}

function isAllowed(mode: ModeId, requirements: v2.ConfigRequirements, isOwnReviewRefused: boolean): boolean {
  const { allowedApprovalPolicies, allowedSandboxModes, allowedPermissionProfiles } = requirements;
  const { approvalPolicy, serverProfile } = modes[mode];
  if (isOwnReviewRefused && mode !== "auto") return false;
  if (allowedApprovalPolicies !== null && !allowedApprovalPolicies.includes(approvalPolicy)) return false;
  if (allowedSandboxModes !== null && !allowedSandboxModes.includes(sandboxModes[mode])) return false;
  if (allowedPermissionProfiles === null) return true;
  return serverProfile !== null && allowedPermissionProfiles[serverProfile] === true;
}

/**
 * The wanted permissions, or the nearest stricter ones that are allowed, or the strictest that are. When none is, the
 * strictest of all: the server then says otherwise, and the thread is blocked.
 */
export function nearestAllowed(wanted: Permissions, notAllowed: NotAllowed): Permissions {
  const at = modeIds.indexOf(wanted.mode);
  const order = [...modeIds.slice(0, at + 1).toReversed(), ...modeIds.slice(at + 1)];
  const candidates = order.flatMap((mode) => [
    permissionsOf(mode, wanted.autoReview),
    permissionsOf(mode, !wanted.autoReview),
  ]);
  const allowed = candidates.find((candidate) => whyNotAllowed(candidate, notAllowed) === null);
  return allowed ?? permissionsOf("readOnly", false);
}
