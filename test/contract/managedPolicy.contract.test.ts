// The organisation's policy on the real server, which reads it from one place of the system only: the host runs in a
// mount namespace of its own, where that place is ours. Needs the right to make one; without it nothing is shown here.

import { spawnSync } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  modeIds,
  permissionsOf,
  whyNotAllowed,
  type ModeId,
  type Permissions,
} from "../../extension/shared/permissions.ts";
import { message } from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import { startChild } from "./child.ts";
import type { ManagedResult, ManagedStory } from "./managedHost.ts";
import { setStage } from "./stage.ts";

const canMount = process.platform === "linux" && spawnSync("unshare", ["-m", "true"]).status === 0;
const program = join(import.meta.dirname, "managedHost.ts");

/** Nothing secret is copied. */
const isHarmless = (path: string): boolean => !/shadow|private/.test(path);

async function play(
  requirements: string,
  wanted: Permissions,
  switches: readonly Permissions[],
  isLimited = true,
): Promise<ManagedResult> {
  const { root, codexHome, environment, workspace } = await setStage(sequence([message("Done.")]));
  const etc = join(root, "etc");
  await cp("/etc", etc, { recursive: true, verbatimSymlinks: true, filter: isHarmless });
  await mkdir(join(etc, "codex"), { recursive: true });
  await writeFile(join(etc, "codex", "requirements.toml"), requirements);
  const story: ManagedStory = { codexHome, environment, workspace, wanted, isLimited, switches };
  const inside = 'mount --bind "$1" /etc && exec "$2" "$3" "$4"';
  const args = ["-m", "sh", "-c", inside, "sh", etc, process.execPath, program, JSON.stringify(story)];
  const { code, out, err } = await startChild("unshare", args, { env: environment }).ended;
  expect(code, err).toBe(0);
  return JSON.parse(out) as ManagedResult;
}

describe.skipIf(!canMount)("managed policy", () => {
  const ask = permissionsOf("ask", false);

  it.each<[string, ModeId, ModeId[]]>([
    ['allowed_sandbox_modes = ["read-only"]', "ask", ["readOnly", "ask"]],
    ['allowed_sandbox_modes = ["read-only", "workspace-write"]', "ask", ["readOnly", "ask", "auto"]],
    ['allowed_approval_policies = ["on-request"]', "ask", ["ask", "auto", "fullAccess"]],
    ['allowed_approval_policies = ["never"]', "readOnly", ["readOnly"]],
    [
      'default_permissions = ":read-only"\nallowed_permission_profiles = { ":read-only" = true }',
      "ask",
      ["readOnly", "ask"],
    ],
  ])("says which modes the server then takes: %s", async (requirements, first, modes) => {
    const all = modeIds.map((mode) => permissionsOf(mode, false));
    const { notAllowed, started, blocked, switched } = await play(requirements, ask, all);
    expect(started?.mode).toBe(first);
    expect(blocked).toBeNull();
    const said = all.filter((permissions) => whyNotAllowed(permissions, notAllowed) === null);
    expect(said.map(({ mode }) => mode)).toEqual(modes);
    const taken = switched.map((result) => (typeof result === "string" ? "refused" : result?.mode));
    expect(taken).toEqual(modeIds.map((mode) => (modes.includes(mode) ? mode : "refused")));
  });

  it("keeps the automatic reviewer out where only people may review", async () => {
    const requirements = 'allowed_approvals_reviewers = ["user"]';
    const { notAllowed, switched } = await play(requirements, ask, [permissionsOf("auto", true)]);
    expect(notAllowed).toMatchObject({ modes: [], autoReview: true });
    expect(switched).toEqual([expect.stringContaining("approvals_reviewer")]);
  });

  it("blocks a thread that began under less than was sent", async () => {
    const requirements = 'allowed_sandbox_modes = ["read-only"]';
    const { started, blocked } = await play(requirements, permissionsOf("fullAccess", false), [], false);
    expect(started).toBeNull();
    expect(blocked).toContain("Nothing can be sent");
  });
});
