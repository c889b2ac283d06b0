// How threads come to the server and leave it: start, resume, fork, revert, and following those that another process
// holds. It sends no prompt.
// Always: the whole policy goes with each of them, its echo is compared, and a mismatch blocks the thread.

import { ServerRefused } from "../codex/errors.ts";
import type { Calls } from "../codex/server.ts";
import type { TempFolder } from "../policy/tempFolder.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { Thread, v2 } from "../shared/protocol.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { isHeldElsewhere, type ElsewhereThreads } from "./elsewhere.ts";
import { folderPolicy, type FolderPolicy, type PolicyChoice } from "./folderPolicy.ts";
import type { FirstLook } from "./firstLook.ts";
import type { HeldThreads } from "./heldThreads.ts";
import { firstPage, type History } from "./history.ts";
import type { Asked, LivePermissions } from "./livePermissions.ts";
import type { SandboxLeftovers } from "./sandboxLeftovers.ts";
import type { ThreadStore } from "./threadStore.ts";

/** What the host decides for a thread in a folder; asked for at each start (then without an id) and resume. */
export type ChoosePolicy = (
  threadId: string | undefined,
  cwd: string,
) => PolicyChoice | Promise<PolicyChoice>;

/** Which turns a fork takes over: through one, or those before one; all of them when none is named. */
export type ForkPoint = { readonly lastTurnId?: string } | { readonly beforeTurnId?: string };

export interface LoadingOptions {
  readonly store: ThreadStore;
  readonly call: Calls["call"];
  readonly policy: ChoosePolicy;
  readonly held: HeldThreads;
  readonly permissions: LivePermissions;
  readonly history: History;
  readonly firstLook: FirstLook;
  readonly elsewhere: ElsewhereThreads;
  readonly leftovers: SandboxLeftovers;
  readonly tempFolder: TempFolder;
  /** The thread is on the server again, with the last page of its history. */
  readonly onResumed: (threadId: string) => Promise<void>;
  /** These turns are about to be dropped for good. */
  readonly onReverting: (threadId: string, turnIds: readonly string[]) => void;
  readonly log: (line: string) => void;
}

export class Loading {
  readonly #options: LoadingOptions;
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(options: LoadingOptions) {
    this.#options = options;
  }

  /** Starts a thread in a folder. Throws FolderProblem, ServerRefused, ServerGone or DeadlinePassed. */
  async start(folder: string): Promise<string> {
    const { asked, policy } = await this.#policy(folder, undefined);
    const answer = await this.#options.call("thread/start", policy);
    this.#took(answer, asked);
    return answer.thread.id;
  }

  /**
   * Makes the thread ready for prompts, with the last page of its history when nothing of it is known yet.
   * Returns its id. Throws like `start`.
   */
  async resume(threadId: string, folder?: string): Promise<string> {
    const { held } = this.#options;
    // The server refuses a thread that is closing: it is read anew once it is closed.
    await held.settled(threadId);
    if (held.has(threadId)) return threadId;
    const underWay = this.#underWay.get(threadId) ?? this.#resumeOrTell(threadId, folder);
    this.#underWay.set(threadId, underWay);
    try {
      return await underWay;
    } finally {
      this.#underWay.delete(threadId);
    }
  }

  /**
   * Makes the thread ready to be shown: resumed, or followed where another process holds it. `onShowable` is called
   * before that when its end is known already. Throws like `start`.
   */
  async open(threadId: string, onShowable?: () => void): Promise<void> {
    const { held, firstLook } = this.#options;
    try {
      if (onShowable && !held.has(threadId) && (await firstLook.show(threadId))) onShowable();
      await this.resume(threadId);
    } catch (error) {
      if (!isHeldElsewhere(error)) throw error;
      firstLook.forget(threadId);
      await this.#options.elsewhere.open(threadId);
    }
  }

  /**
   * Makes a new thread that begins with the history of this one (up to a turn of it), with its last page. Returns the
   * id of the new one. Throws like `start`.
   */
  async fork(threadId: string, at: ForkPoint = {}): Promise<string> {
    const { call, history } = this.#options;
    const { thread } = await call("thread/read", { threadId, includeTurns: false });
    const { asked, policy } = await this.#policy(thread.cwd, threadId);
    const answer = await call("thread/fork", { ...policy, ...at, threadId, excludeTurns: true });
    const forkId = answer.thread.id;
    this.#took(answer, asked);
    history.came(forkId, await call("thread/turns/list", { threadId: forkId, ...firstPage }));
    return forkId;
  }

  /**
   * Drops this turn and all after it from the thread, for the model too; files stay as they are. Nothing may run in it.
   * Afterwards the thread is loaded anew, under the whole policy. Throws like `resume`.
   */
  async revert(threadId: string, beforeTurnId: string): Promise<void> {
    const { call, store, held, onReverting } = this.#options;
    await this.resume(threadId);
    onReverting(threadId, turnsFrom(store.get(threadId), beforeTurnId));
    try {
      await call("thread/revert", { threadId, beforeTurnId });
    } catch (error) {
      // Reverted it is; only to load it anew the server failed, for another process looked at it in that moment.
      if (!isRevertedUnloaded(error)) throw error;
    }
    store.append(threadId, { method: "lectern/reverted", params: { beforeTurnId } });
    // The server loaded it again by itself, with whatever it thought right (facts §8).
    held.drop(threadId);
    await this.resume(threadId);
  }

  /** A thread that is shown and that another process took meanwhile is followed from then on. */
  async #resumeOrTell(threadId: string, folder: string | undefined): Promise<string> {
    const { store, elsewhere } = this.#options;
    try {
      return await this.#resume(threadId, folder);
    } catch (error) {
      const known = store.get(threadId);
      if (isHeldElsewhere(error) && known && !known.elsewhere) await elsewhere.open(threadId);
      throw error;
    }
  }

  async #resume(threadId: string, folder: string | undefined): Promise<string> {
    const { call, store, elsewhere, history, firstLook, onResumed } = this.#options;
    const known = store.get(threadId);
    const cwd = folder ?? (await this.#folderOf(threadId));
    const { asked, policy } = await this.#policy(cwd, threadId);
    const isNew = !known?.turns.length || known.elsewhere !== null || firstLook.has(threadId);
    const isHeld = (await call("thread/loaded/list", {})).data.includes(threadId);
    const answer = await call("thread/resume", {
      ...policy,
      threadId,
      excludeTurns: true,
      ...(isNew ? { initialTurnsPage: firstPage } : {}),
    });
    const blocked = this.#took(answer, asked);
    if (known?.elsewhere) {
      elsewhere.stop(threadId);
      store.append(threadId, { method: "lectern/heldHere", params: {} });
    }
    const page = answer.initialTurnsPage;
    if (page && !firstLook.loaded(threadId, page.data)) history.came(threadId, page);
    await onResumed(threadId);
    // A thread that the server holds already goes on under its own settings: those sent are ignored. Any other that
    // does not take them over stays blocked.
    if (blocked !== null && isHeld) await this.#switchBack(threadId, asked);
    return threadId;
  }

  /** A thread that only its notifications made known has no folder here yet. */
  async #folderOf(threadId: string): Promise<string> {
    const known = this.#options.store.get(threadId)?.cwd ?? "";
    if (known !== "") return known;
    const { thread } = await this.#options.call("thread/read", { threadId, includeTurns: false });
    return thread.cwd;
  }

  async #policy(folder: string, threadId: string | undefined): Promise<FolderPolicy> {
    const { leftovers, policy, tempFolder } = this.#options;
    const choose = (cwd: string): ReturnType<ChoosePolicy> => policy(threadId, cwd);
    // Windows has no sandbox that would keep commands from the machine's own.
    const temp = process.platform === "win32" ? undefined : await tempFolder.path();
    const found = await folderPolicy(folder, choose, temp);
    await leftovers.note(found.asked.cwd, found.asked.others);
    return found;
  }

  /** The server loaded a thread for us: take in what it told. Returns why nothing may be sent in it, or null. */
  #took(
    answer: v2.ThreadStartResponse | v2.ThreadResumeResponse | v2.ThreadForkResponse,
    asked: Asked,
  ): string | null {
    const { store, held, permissions } = this.#options;
    const { thread } = answer;
    store.open(thread.id, answer.cwd);
    held.add(thread.id);
    const blocked = permissions.took(thread.id, asked, answer);
    store.append(thread.id, openedEvent(thread, answer, asked, blocked));
    return blocked;
  }

  /** Where it comes to nothing the thread stays blocked, and says why. */
  async #switchBack(threadId: string, { permissions, origin }: Asked): Promise<void> {
    try {
      await this.#options.permissions.switch(threadId, permissions, origin);
    } catch (error) {
      this.#options.log(`${threadId}: its permissions could not be set: ${String(error)}`);
    }
  }
}

function isRevertedUnloaded(error: unknown): boolean {
  return (
    error instanceof ServerRefused && error.serverMessage.startsWith("error reloading thread after revert")
  );
}

function turnsFrom(state: ThreadState | undefined, turnId: string): string[] {
  const ids = state?.turns.map((turn) => turn.turnId) ?? [];
  return ids.includes(turnId) ? ids.slice(ids.indexOf(turnId)) : [];
}

function openedEvent(
  thread: Thread,
  answer: { cwd: string; model: string; reasoningEffort: string | null },
  asked: Asked,
  blocked: string | null,
): ThreadEvent {
  const { name, preview, historyMode } = thread;
  const permissions =
    blocked === null ? { ...asked.permissions, origin: asked.origin, afterTurnId: null } : null;
  const { cwd, model, reasoningEffort: effort } = answer;
  return {
    method: "lectern/opened",
    params: { name, preview, cwd, historyMode, model, effort, permissions, blocked },
  };
}
