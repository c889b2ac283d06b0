// Whose word counts for a thread's permissions: what was chosen for it, else the person's default, less what the
// organisation leaves out; Full access only where it was confirmed for the folder. It switches nothing itself and
// knows no vscode.

import type { HostState } from "../shared/hostState.ts";
import {
  isSamePermissions,
  permissionsOf,
  whyNotAllowed,
  type Permissions,
  type PermissionsInForce,
  type PermissionsOrigin,
} from "../shared/permissions.ts";
import { nearestAllowed, unmanaged, type ManagedPolicy } from "./requirements.ts";

export interface ChoicesOptions {
  /** The person's default, read each time it is needed. */
  readonly preset: () => Permissions;
  /** What was chosen for a thread and kept. */
  readonly kept: {
    get(threadId: string): Permissions | undefined;
    keep(threadId: string, permissions: Permissions): void;
  };
  /** Was Full access confirmed for this folder? */
  readonly isConfirmed: (folder: string) => boolean;
  /** Asks the person, in a dialog of VS Code's own; remembers a yes. */
  readonly confirm: (folder: string) => Promise<boolean>;
}

export interface Decided {
  readonly permissions: Permissions;
  readonly origin: PermissionsOrigin;
}

export class PermissionChoices {
  readonly #options: ChoicesOptions;
  /** Chosen while no thread was open: for the next one, and only for it. */
  #next: Permissions | undefined;
  managed: ManagedPolicy = unmanaged;

  constructor(options: ChoicesOptions) {
    this.#options = options;
  }

  /** What a thread is started (without an id) or resumed under. */
  decide(threadId: string | undefined, folder: string): Decided {
    const chosen = threadId === undefined ? this.#next : this.#options.kept.get(threadId);
    const wanted: Decided = chosen
      ? { permissions: chosen, origin: "thread" }
      : { permissions: this.#options.preset(), origin: "default" };
    return this.#limited(this.#confirmed(wanted, folder));
  }

  #confirmed(wanted: Decided, folder: string): Decided {
    if (wanted.permissions.mode !== "fullAccess" || this.#options.isConfirmed(folder)) return wanted;
    return { permissions: permissionsOf("auto", false), origin: "confirmation" };
  }

  #limited(wanted: Decided): Decided {
    const permissions = nearestAllowed(wanted.permissions, this.managed.notAllowed);
    return isSamePermissions(permissions, wanted.permissions)
      ? wanted
      : { permissions, origin: "organisation" };
  }

  /** Why a person cannot choose this; null when they can. */
  obstacle(permissions: Permissions): string | null {
    return whyNotAllowed(permissions, this.managed.notAllowed);
  }

  /** Whether the person stands by the choice: Full access is asked about once a folder. */
  async isMeant({ mode }: Permissions, folder: string): Promise<boolean> {
    return mode !== "fullAccess" || this.#options.isConfirmed(folder) || this.#options.confirm(folder);
  }

  /** No thread is open: the choice waits for the next one. */
  chooseNext(permissions: Permissions): void {
    this.#next = permissions;
  }

  /** The choice is in force in the thread. */
  chosen(threadId: string, permissions: Permissions): void {
    this.#options.kept.keep(threadId, permissions);
  }

  /** A thread was started: where that was under a choice, the choice is now its own. */
  started(threadId: string, inForce: PermissionsInForce | null): void {
    if (inForce?.origin !== "thread") return;
    const permissions = permissionsOf(inForce.mode, inForce.autoReview);
    this.chosen(threadId, permissions);
    if (this.#next && isSamePermissions(this.#next, permissions)) this.#next = undefined;
  }

  /** What the page shows while no thread is open. */
  view(folder: string): Pick<HostState, "mode" | "autoReview" | "modeOrigin" | "notAllowed"> {
    const { permissions, origin } = this.decide(undefined, folder);
    return { ...permissions, modeOrigin: origin, notAllowed: this.managed.notAllowed };
  }
}
