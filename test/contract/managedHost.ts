// A host for a system with managed policy, as a program of its own: it runs where /etc is another one. It starts a
// thread under what the policy leaves of the wanted mode, switches it as told, and prints what came of it as JSON.

import { managedPolicy, nearestAllowed } from "../../extension/policy/requirements.ts";
import type { NotAllowed, Permissions, PermissionsInForce } from "../../extension/shared/permissions.ts";
import { HeadlessHost } from "../client/headlessHost.ts";

export interface ManagedStory {
  readonly codexHome: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly wanted: Permissions;
  /** False: the thread is started under what is wanted, whatever the policy says. */
  readonly isLimited: boolean;
  readonly switches: readonly Permissions[];
}

export interface ManagedResult {
  readonly notAllowed: NotAllowed;
  readonly started: PermissionsInForce | null;
  readonly blocked: string | null;
  /** What is in force after each switch, or why it was refused. */
  readonly switched: readonly (PermissionsInForce | string | null)[];
}

async function play({ workspace, wanted, isLimited, switches, ...at }: ManagedStory): Promise<ManagedResult> {
  const first = new HeadlessHost(at);
  const { requirements } = await (await first.start()).call("configRequirements/read", undefined);
  await first.dispose();
  const { notAllowed, ownProfiles } = managedPolicy(requirements);
  const permissions = isLimited ? nearestAllowed(wanted, notAllowed) : wanted;
  const host = new HeadlessHost({ ...at, mode: permissions.mode, ownProfiles });
  try {
    await host.start();
    const threadId = await host.threads.start(workspace);
    const { permissions: started, blocked } = host.state(threadId);
    const switched: (PermissionsInForce | string | null)[] = [];
    for (const to of switches) {
      try {
        await host.threads.setPermissions(threadId, to);
        switched.push(host.state(threadId).permissions);
      } catch (error) {
        switched.push(String(error));
      }
    }
    return { notAllowed, started, blocked, switched };
  } finally {
    await host.dispose();
  }
}

const story = process.argv[2];
if (story !== undefined) console.log(JSON.stringify(await play(JSON.parse(story) as ManagedStory)));
