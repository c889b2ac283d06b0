// The fold of everything that is told of threads into one entry a thread: pages of the list, single readings and
// notifications, in whatever order they come. It makes no calls and knows no time but the order of arrival.
// Always: what was heard after a page was asked for is newer than the page, and no page overwrites it.

import type { ServerNotification, Thread, ThreadStatus, v2 } from "../shared/protocol.ts";
import { byRecency, isListed, isUnread, titleOf, type ThreadEntry } from "./threadEntry.ts";

/** A point in the order of what was heard. A page carries the one at which it was asked for. */
export type Moment = number;

interface Told<T> {
  readonly value: T;
  readonly at: Moment;
}

/** What the server last said of a thread, beside what notifications told since. */
interface Known {
  thread: Thread | undefined;
  /** When `thread` was asked for. */
  threadAt: Moment;
  readState: v2.ThreadReadState | null;
  /** When it was last seen in the list of threads that are not archived, and in the other one. */
  activeAt: Moment | undefined;
  archivedAt: Moment | undefined;
  told: {
    name?: Told<string | null>;
    status?: Told<ThreadStatus>;
    isArchived?: Told<boolean>;
    sectionId?: Told<string | null>;
    readState?: Told<v2.ThreadReadState>;
    recencyAtMs?: Told<number>;
  };
}

export interface PageOf {
  readonly threads: readonly Thread[];
  readonly readStates: { readonly [threadId in string]?: v2.ThreadReadState } | null;
  /** Which list the page is of; undefined: a reading of single threads, which says nothing of that. */
  readonly isArchived: boolean | undefined;
  readonly askedAt: Moment;
}

export class Entries {
  readonly #known = new Map<string, Known>();
  readonly #deleted = new Set<string>();
  readonly #held = new Set<string>();
  readonly #made = new Map<string, ThreadEntry | null>();
  readonly #now: () => number;
  #moment: Moment = 0;

  /** `now`: Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Now, in the order of what was heard. Taken before a page is asked for. */
  get moment(): Moment {
    return this.#moment;
  }

  /** Every listed thread, newest first. */
  get all(): ThreadEntry[] {
    const entries = [...this.#known.keys()].flatMap((threadId) => this.get(threadId) ?? []);
    return entries.toSorted(byRecency);
  }

  /** The entry of a listed thread. */
  get(threadId: string): ThreadEntry | undefined {
    let made = this.#made.get(threadId);
    if (made === undefined) {
      made = this.#make(threadId);
      this.#made.set(threadId, made);
    }
    return made ?? undefined;
  }

  /** The read mark of a thread, listed or not; undefined: none is known. */
  readStateOf(threadId: string): v2.ThreadReadState | undefined {
    const known = this.#known.get(threadId);
    return known?.told.readState?.value ?? known?.readState ?? undefined;
  }

  page({ threads, readStates, isArchived, askedAt }: PageOf): void {
    for (const thread of threads) {
      if (this.#deleted.has(thread.id)) continue;
      const known = this.#open(thread.id);
      if (askedAt >= known.threadAt) {
        // Of one reading, whatever list it came by, all is equally new.
        known.thread = { ...thread, turns: [] };
        known.threadAt = askedAt;
        known.readState = readStates?.[thread.id] ?? null;
      }
      if (isArchived === true) known.archivedAt = Math.max(known.archivedAt ?? 0, askedAt);
      if (isArchived === false) known.activeAt = Math.max(known.activeAt ?? 0, askedAt);
      this.#dropOlder(known, askedAt, isArchived);
    }
  }

  /** A list was read to its end: what it does not have any more is gone from it. */
  sweep(isArchived: boolean, askedAt: Moment): void {
    for (const [threadId, known] of this.#known) {
      const list = isArchived ? "archivedAt" : "activeAt";
      const seenAt = known[list];
      if (seenAt === undefined || seenAt >= askedAt) continue;
      if (Object.values(known.told).some(({ at }) => at > askedAt)) continue;
      // A thread that has no turn yet is in no list, and it is still there while the server holds it.
      const status = known.told.status?.value ?? known.thread?.status;
      if (!isArchived && known.thread?.preview === "" && status?.type !== "notLoaded") continue;
      known[list] = undefined;
      delete known.told.isArchived;
      this.#made.delete(threadId);
      if (known.activeAt === undefined && known.archivedAt === undefined) this.#known.delete(threadId);
    }
  }

  /** Takes a notification in; the id of the thread whose entry it changed, or undefined. */
  hear(notification: ServerNotification): string | undefined {
    switch (notification.method) {
      case "thread/started":
        return this.#started(notification.params.thread);
      case "thread/status/changed":
        return this.#status(notification.params.threadId, notification.params.status);
      case "thread/closed":
        return this.#tell(notification.params.threadId, "status", { type: "notLoaded" });
      case "thread/name/updated":
        return this.#tell(notification.params.threadId, "name", notification.params.threadName ?? null);
      case "thread/archived":
        return this.#moved(notification.params.threadId, true);
      case "thread/unarchived":
        return this.#moved(notification.params.threadId, false);
      case "thread/section/changed":
        return this.#tell(notification.params.threadId, "sectionId", notification.params.sectionId);
      case "thread/readState/changed":
        return this.#tell(notification.params.threadId, "readState", notification.params.readState);
      case "thread/deleted":
        return this.#forget(notification.params.threadId);
      default:
        return undefined;
    }
  }

  /** The server process ended: it holds no thread any more. */
  serverGone(): void {
    for (const threadId of this.#known.keys()) this.#tell(threadId, "status", { type: "notLoaded" });
  }

  setHeldElsewhere(threadId: string, isHeld: boolean): void {
    if (isHeld) this.#held.add(threadId);
    else this.#held.delete(threadId);
    this.#made.delete(threadId);
  }

  clearHeld(): void {
    for (const threadId of this.#held) this.setHeldElsewhere(threadId, false);
  }

  #started(thread: Thread): string | undefined {
    if (this.#deleted.has(thread.id)) return undefined;
    const at = ++this.#moment;
    this.page({ threads: [thread], readStates: null, isArchived: false, askedAt: at });
    return isListed(thread) ? thread.id : undefined;
  }

  #status(threadId: string, status: ThreadStatus): string | undefined {
    const changed = this.#tell(threadId, "status", status);
    if (status.type === "active") this.#tell(threadId, "recencyAtMs", this.#now());
    if (status.type !== "notLoaded") this.#held.delete(threadId);
    return changed;
  }

  #moved(threadId: string, isArchived: boolean): string | undefined {
    const changed = this.#tell(threadId, "isArchived", isArchived);
    const known = this.#known.get(threadId);
    if (!known) return undefined;
    known.archivedAt = isArchived ? this.#moment : undefined;
    known.activeAt = isArchived ? undefined : this.#moment;
    return changed;
  }

  #tell<F extends keyof Known["told"]>(
    threadId: string,
    field: F,
    value: NonNullable<Known["told"][F]>["value"],
  ): string | undefined {
    if (this.#deleted.has(threadId)) return undefined;
    const known = this.#open(threadId);
    Object.assign(known.told, { [field]: { value, at: ++this.#moment } });
    this.#made.delete(threadId);
    return threadId;
  }

  #forget(threadId: string): string {
    this.#moment++;
    this.#deleted.add(threadId);
    this.#known.delete(threadId);
    this.#made.delete(threadId);
    this.#held.delete(threadId);
    return threadId;
  }

  #open(threadId: string): Known {
    let known = this.#known.get(threadId);
    if (!known) {
      known = {
        thread: undefined,
        threadAt: -1,
        readState: null,
        activeAt: undefined,
        archivedAt: undefined,
        told: {},
      };
      this.#known.set(threadId, known);
    }
    this.#made.delete(threadId);
    return known;
  }

  /** The page knows all that was told before it was asked for. */
  #dropOlder({ told }: Known, askedAt: Moment, isArchived: boolean | undefined): void {
    for (const field of Object.keys(told) as (keyof typeof told)[]) {
      // The list of the archived has rollouts of reverted threads too, so it alone proves nothing (facts §8).
      if (field === "isArchived" && isArchived !== false) continue;
      if ((told[field]?.at ?? 0) <= askedAt) delete told[field];
    }
  }

  #make(threadId: string): ThreadEntry | null {
    const known = this.#known.get(threadId);
    const thread = known?.thread;
    if (!known || !thread || !isListed(thread)) return null;
    const { told } = known;
    const name = told.name ? told.name.value : thread.name;
    const recencyAtMs = (thread.recencyAt ?? thread.updatedAt) * 1000;
    return {
      threadId,
      title: titleOf(name, thread.preview),
      name,
      cwd: thread.cwd,
      recencyAtMs: Math.max(recencyAtMs, told.recencyAtMs?.value ?? 0),
      createdAtMs: thread.createdAt * 1000,
      status: told.status?.value ?? thread.status,
      isUnread: isUnread(this.readStateOf(threadId) ?? null),
      isArchived: told.isArchived ? told.isArchived.value : known.activeAt === undefined,
      sectionId: told.sectionId ? told.sectionId.value : (thread.section?.id ?? null),
      isFork: thread.forkedFromId !== null,
      isHeldElsewhere: this.#held.has(threadId),
    };
  }
}
