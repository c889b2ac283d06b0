import { describe, expect, it } from "vitest";
import { allAllowed, permissionsOf } from "../shared/permissions.ts";
import type { v2 } from "../shared/protocol.ts";
import { managedPolicy, nearestAllowed, unmanaged } from "./requirements.ts";

/** Fields that say nothing here are left out, as an older server does. */
function policy(fields: Partial<v2.ConfigRequirements>) {
  const open = {
    allowedApprovalPolicies: null,
    allowedApprovalsReviewers: null,
    allowedSandboxModes: null,
    allowedPermissionProfiles: null,
  };
  return managedPolicy({ ...open, ...fields } as v2.ConfigRequirements);
}

describe("managedPolicy", () => {
  it("leaves everything where nothing is required", () => {
    expect(managedPolicy(null)).toEqual(unmanaged);
    expect(policy({})).toEqual(unmanaged);
  });

  it.each<[string, Partial<v2.ConfigRequirements>, string[]]>([
    ["a read-only sandbox", { allowedSandboxModes: ["read-only"] }, ["auto", "fullAccess"]],
    ["no full access", { allowedSandboxModes: ["read-only", "workspace-write"] }, ["fullAccess"]],
    ["approvals on request", { allowedApprovalPolicies: ["on-request"] }, ["readOnly"]],
    ["no approvals", { allowedApprovalPolicies: ["never"] }, ["ask", "auto", "fullAccess"]],
    ["only the reviewer", { allowedApprovalsReviewers: ["auto_review"] }, ["readOnly", "ask", "fullAccess"]],
    [
      "listed profiles",
      { allowedPermissionProfiles: { ":read-only": true, ":workspace": true } },
      ["auto", "fullAccess"],
    ],
    [
      "a profile listed as refused",
      { allowedPermissionProfiles: { ":read-only": false } },
      ["readOnly", "ask", "auto", "fullAccess"],
    ],
  ])("reads %s", (_name, fields, modes) => {
    expect(policy(fields).notAllowed.modes).toEqual(modes);
  });

  it("reads who may review", () => {
    expect(policy({ allowedApprovalsReviewers: ["user"] }).notAllowed).toEqual({
      ...allAllowed,
      autoReview: true,
    });
    expect(policy({ allowedApprovalsReviewers: ["user", "guardian_subagent"] }).notAllowed).toEqual(
      allAllowed,
    );
    expect(policy({ allowedApprovalsReviewers: ["auto_review"] }).notAllowed).toMatchObject({
      ownReview: true,
    });
  });

  it("names only the server's profiles where profiles are listed", () => {
    expect(policy({ allowedPermissionProfiles: { ":read-only": true } }).ownProfiles).toBe(false);
  });
});

describe("nearestAllowed", () => {
  const ask = permissionsOf("ask", false);

  it("is the wanted one where it may be", () => {
    expect(nearestAllowed(ask, allAllowed)).toEqual(ask);
  });

  it("is the next stricter one, and only then a laxer one", () => {
    const full = permissionsOf("fullAccess", false);
    expect(nearestAllowed(full, { ...allAllowed, modes: ["fullAccess", "auto"] })).toEqual(ask);
    expect(nearestAllowed(permissionsOf("readOnly", false), { ...allAllowed, modes: ["readOnly"] })).toEqual(
      ask,
    );
  });

  it("gives up the reviewer, or takes it, before it gives up the mode", () => {
    expect(nearestAllowed(permissionsOf("auto", true), { ...allAllowed, autoReview: true })).toEqual(
      permissionsOf("auto", false),
    );
    expect(nearestAllowed(permissionsOf("auto", false), { ...allAllowed, ownReview: true })).toEqual(
      permissionsOf("auto", true),
    );
  });

  it("is the strictest of all where none may be", () => {
    const none = { ...allAllowed, modes: ["readOnly", "ask", "auto", "fullAccess"] as const };
    expect(nearestAllowed(ask, none)).toEqual(permissionsOf("readOnly", false));
  });
});
