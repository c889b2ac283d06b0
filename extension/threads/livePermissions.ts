// What each loaded thread may do: what was asked for, what the server said, and switches of a live thread. A switch
// is effective from the next turn (facts: `thread/settings/update`); it counts when the server said so, never before.
// Always: what is in force comes from the server's words alone, and a difference blocks the thread.

import { systemClock, type Clock } from "../codex/clock.ts";
import { termsOf, type Terms } from "../policy/modes.ts";
import { echoMismatch, type PolicyEcho } from "../policy/policy.ts";
import type { ThreadEvent } from "../shared/events.ts";
import { isSamePermissions, type Permissions, type PermissionsOrigin } from "../shared/permissions.ts";
import type { NotificationOf, ParamsOf } from "../shared/protocol.ts";
import { runningTurn, type ThreadState } from "../shared/threadState.ts";

/** What a thread was started, resumed or switched under. */
export interface Asked {
  readonly permissions: Permissions;
  readonly origin: PermissionsOrigin;
  readonly ownProfiles: boolean;
  /** Commands that a saved rule allows run outside the sandbox. */
  readonly rulesRunOutside: boolean;
  readonly cwd: string;
  /** Further folders that it may work in. */
  readonly others?: readonly string[];
}

export interface LivePermissionsOptions {
  readonly state: (threadId: string) => ThreadState | undefined;
  readonly append: (threadId: string, event: ThreadEvent) => void;
  readonly update: (params: ParamsOf<"thread/settings/update">) => Promise<unknown>;
  /** The threads of sub-agents that work for a thread and are loaded on the server. */
  readonly subAgents: (threadId: string) => Promise<readonly string[]>;
  readonly log: (line: string) => void;
  readonly clock?: Clock;
}

/** The switch did not come about, and why, in words for a person. What was in force still is. */
export class NotSwitched extends Error {
  override readonly name = "NotSwitched";
}

/** How long the server's word may take after it answered a switch. Seen: it comes within milliseconds. */
const confirmMs = 5_000;

interface Live {
  asked: Asked;
  echo: PolicyEcho;
  switching: Switch | undefined;
  /** Sub-agents that were started before the switch would go on under what was in force then (seen). */
  wasSwitched: boolean;
}

interface Switch {
  readonly to: Asked;
  readonly done: Promise<void>;
  /** The server said that it is in force. */
  confirm(): void;
  fail(reason: Error): void;
}

export class LivePermissions {
  readonly #options: LivePermissionsOptions;
  readonly #clock: Clock;
  readonly #live = new Map<string, Live>();
  /** What the server said of threads that are not ours: sub-agents'. */
  readonly #others = new Map<string, PolicyEcho>();

  constructor(options: LivePermissionsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Whether the thread was started or resumed here. */
  isOwn(threadId: string): boolean {
    return this.#live.has(threadId);
  }

  rulesRunOutside(threadId: string): boolean {
    return this.#live.get(threadId)?.asked.rulesRunOutside ?? false;
  }

  /** The thread is no more. */
  forget(threadId: string): void {
    this.#live.delete(threadId);
  }

  /** The threads that were started or resumed here. */
  ids(): Iterable<string> {
    return this.#live.keys();
  }

  /** The server loaded a thread: what it said is compared. Returns why the thread is blocked, or null. */
  took(threadId: string, asked: Asked, echo: PolicyEcho): string | null {
    this.#live.set(threadId, { asked, echo, switching: undefined, wasSwitched: false });
    const blocked = mismatch(asked, echo);
    if (blocked !== null) this.#options.log(`${threadId}: ${blocked}`);
    return blocked;
  }

  /** The server told the thread's settings, after a switch or by itself. */
  settingsUpdated({ params: { threadId, threadSettings } }: NotificationOf<"thread/settings/updated">): void {
    const live = this.#live.get(threadId);
    if (!live) return void this.#others.set(threadId, threadSettings);
    live.echo = threadSettings;
    const { switching } = live;
    if (switching && mismatch(switching.to, live.echo) === null) return switching.confirm();
    const blocked = mismatch(live.asked, live.echo);
    const known = this.#options.state(threadId)?.blocked ?? null;
    if (blocked !== known) this.#tell(threadId, live, blocked);
  }

  /** Switches a loaded thread. Throws NotSwitched, ServerRefused, ServerGone or DeadlinePassed: then nothing changed. */
  async switch(threadId: string, permissions: Permissions, origin: PermissionsOrigin): Promise<void> {
    const live = this.#live.get(threadId);
    if (!live) throw new NotSwitched("This thread is not open on the app-server.");
    while (live.switching) await live.switching.done.catch(() => undefined);
    const to: Asked = { ...live.asked, permissions, origin };
    if (isSamePermissions(permissions, live.asked.permissions) && mismatch(to, live.echo) === null) {
      live.asked = to;
      return this.#tell(threadId, live, null);
    }
    await this.#run(threadId, live, to);
    // The next prompt waits for them, and says so when it cannot be done.
    await this.#bringSubAgents(threadId, to).catch((error: unknown) =>
      this.#options.log(`${threadId}: its sub-agents were not switched: ${String(error)}`),
    );
  }

  async #bringSubAgents(threadId: string, to: Asked): Promise<void> {
    for (const subAgent of await this.#options.subAgents(threadId)) {
      const echo = this.#others.get(subAgent);
      if (echo && mismatch({ ...to, cwd: echo.cwd }, echo) === null) continue;
      await this.#ask(subAgent, to);
    }
  }

  /**
   * Resolves when a prompt may go out: no switch is on its way, and sub-agents are under what is in force. Rejects
   * when the switch came to nothing, or when a sub-agent could not be switched.
   */
  async settled(threadId: string): Promise<void> {
    for (let under = this.#under(threadId); under; under = this.#under(threadId)) await under.done;
    const live = this.#live.get(threadId);
    if (live?.wasSwitched) await this.#bringSubAgents(threadId, live.asked);
  }

  #under(threadId: string): Switch | undefined {
    return this.#live.get(threadId)?.switching;
  }

  /** The process ended: it will confirm nothing. */
  serverGone(): void {
    this.#others.clear();
    for (const { switching } of this.#live.values())
      switching?.fail(new NotSwitched("The app-server stopped before it confirmed the switch."));
  }

  async #run(threadId: string, live: Live, to: Asked): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const switching: Switch = { to, done: promise, confirm: resolve, fail: reject };
    // Nobody need wait for it: whoever asked hears of it below.
    promise.catch(() => undefined);
    live.switching = switching;
    this.#tell(threadId, live, this.#options.state(threadId)?.blocked ?? null);
    try {
      await Promise.race([this.#ask(threadId, to), promise]);
      // The server is silent when nothing changes for it.
      if (mismatch(to, live.echo) === null) switching.confirm();
      await this.#confirmed(switching);
      live.asked = to;
      live.wasSwitched = true;
    } catch (error) {
      switching.fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      live.switching = undefined;
      this.#tell(threadId, live, mismatch(live.asked, live.echo), this.#afterTurnId(threadId));
    }
  }

  async #ask(threadId: string, to: Asked): Promise<void> {
    const { profile, approvalPolicy, approvalsReviewer } = termsFor(to);
    await this.#options.update({ threadId, permissions: profile, approvalPolicy, approvalsReviewer });
  }

  async #confirmed(switching: Switch): Promise<void> {
    const timer = this.#clock.after(confirmMs, () =>
      switching.fail(new NotSwitched("The app-server did not say that it switched.")),
    );
    try {
      await switching.done;
    } finally {
      timer.cancel();
    }
  }

  #afterTurnId(threadId: string): string | null {
    const state = this.#options.state(threadId);
    return (state && runningTurn(state)?.turnId) ?? null;
  }

  #tell(threadId: string, live: Live, blocked: string | null, since?: string | null): void {
    const known = this.#options.state(threadId)?.permissions?.afterTurnId ?? null;
    const afterTurnId = since === undefined ? known : since;
    const { permissions, origin } = live.asked;
    const inForce = blocked === null ? { ...permissions, origin, afterTurnId } : null;
    const switchingTo = live.switching?.to.permissions ?? null;
    this.#options.append(threadId, {
      method: "lectern/permissions",
      params: { permissions: inForce, switchingTo, blocked },
    });
  }
}

function termsFor({ permissions, ownProfiles }: Asked): Terms {
  return termsOf(permissions, ownProfiles);
}

function mismatch(asked: Asked, echo: PolicyEcho): string | null {
  return echoMismatch(termsFor(asked), asked, echo);
}
