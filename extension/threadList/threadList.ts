// All threads of the Codex home, as a list that stays true: read by pages from the server's database, then kept by
// notifications. It also does what a person does to whole threads. Knows no view; escapes nothing.
// Always: nothing is read before somebody wants the list, and one reading runs at a time.

import { ServerRefused } from "../codex/errors.ts";
import type { CallMethod, ParamsOf, ResultOf, ServerNotification } from "../shared/protocol.ts";
import type { Server } from "../codex/server.ts";
import { Entries, type Moment } from "./entries.ts";
import { refusalOf } from "./refusal.ts";
import { isUnread, type ThreadEntry } from "./threadEntry.ts";

export interface ThreadListOptions {
  readonly server: Server;
  /** These entries changed, or "all": any entry may have changed, come or gone. */
  readonly onChange: (changed: readonly string[] | "all") => void;
  readonly log: (line: string) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** `idle`: nobody wanted the list yet. `partial`: there is more than was read, on purpose. */
export type ListPhase = "idle" | "reading" | "partial" | "complete" | "failed";

/** A screen and some more; then what the server gives at most at once. */
const firstPage = 50;
const nextPage = 100;
/** So many are read without being asked; the rest when somebody wants it. */
const readByItself = 5_000;

const pinnedName = "Pinned";

export class ThreadList {
  readonly #options: ThreadListOptions;
  #entries: Entries;
  /** Whose threads these are. */
  #home: string | undefined;
  #phase: ListPhase = "idle";
  #archivedPhase: ListPhase = "idle";
  #reading: Promise<void> | undefined;
  #isStale = false;
  /** Where the reading stopped before its end. */
  #rest: { cursor: string; askedAt: Moment } | undefined;
  #pinnedSectionId: string | null = null;
  readonly #rereading = new Map<string, "once" | "again">();

  constructor(options: ThreadListOptions) {
    this.#options = options;
    this.#entries = new Entries(options.now ?? Date.now);
  }

  get entries(): Entries {
    return this.#entries;
  }

  get phase(): ListPhase {
    return this.#phase;
  }

  get archivedPhase(): ListPhase {
    return this.#archivedPhase;
  }

  /** The section of pinned threads; null while it is not known. */
  get pinnedSectionId(): string | null {
    return this.#pinnedSectionId;
  }

  /** Reads the list unless it was read. Resolves when it is all there; rejects when the server cannot tell. */
  async load(): Promise<void> {
    if (this.#phase === "idle" || this.#phase === "failed") await this.refresh();
    else await this.#reading;
  }

  /** Reads the list anew; what other processes did meanwhile is in it then. */
  async refresh(): Promise<void> {
    this.#isStale = this.#reading !== undefined;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /** Reads the archived threads too, from now on. */
  async loadArchived(): Promise<void> {
    if (this.#archivedPhase !== "idle" && this.#archivedPhase !== "failed") return;
    await this.#readArchived();
  }

  /** Reads what was left out because there is so much. */
  async loadRest(): Promise<void> {
    const rest = this.#rest;
    if (!rest) return;
    this.#rest = undefined;
    await this.#pages(false, rest.askedAt, rest.cursor, Number.POSITIVE_INFINITY);
    this.#phase = "complete";
    this.#changed("all");
  }

  handleNotification(notification: ServerNotification): void {
    const threadId = this.entries.hear(notification);
    if (threadId === undefined) return;
    // Neither its first prompt nor its time is told by a notification.
    const isAlive =
      notification.method === "thread/status/changed" && notification.params.status.type !== "notLoaded";
    if (isAlive && this.#phase !== "idle") void this.#reread(threadId);
    const isElsewhere = ["thread/archived", "thread/unarchived", "thread/deleted", "thread/started"].includes(
      notification.method,
    );
    this.#changed(isElsewhere || notification.method === "thread/section/changed" ? "all" : [threadId]);
  }

  /** A server is ready: a list that somebody wanted is read from it, and from nothing when it has another home. */
  serverReady(home: string): void {
    if (this.#home !== undefined && this.#home !== home)
      this.#entries = new Entries(this.#options.now ?? Date.now);
    this.#home = home;
    if (this.#phase === "idle") return;
    this.refresh().catch((error: unknown) => this.#options.log(`the list was not read: ${String(error)}`));
  }

  serverGone(): void {
    this.entries.serverGone();
    this.#changed("all");
  }

  async rename(threadId: string, name: string): Promise<void> {
    await this.#act(threadId, "thread/name/set", { threadId, name: name.trim().toWellFormed() });
  }

  async archive(threadId: string): Promise<void> {
    await this.#act(threadId, "thread/archive", { threadId });
  }

  async unarchive(threadId: string): Promise<void> {
    await this.#act(threadId, "thread/unarchive", { threadId });
  }

  /** Deletes for good. Refused while forks keep its history. */
  async delete(threadId: string): Promise<void> {
    await this.#act(threadId, "thread/delete", { threadId });
  }

  async setPinned(threadId: string, isPinned: boolean): Promise<void> {
    const sectionId = isPinned ? await this.#pinnedSection() : null;
    await this.#act(threadId, "thread/section/move", { threadId, sectionId });
  }

  /**
   * Marks as read or unread what the person has seen. When there was news that they have not seen, the news wins:
   * it is taken in and nothing is marked.
   */
  async mark(threadId: string, type: "read" | "unread"): Promise<void> {
    const revision = this.entries.readStateOf(threadId)?.revision;
    if (revision === undefined) return;
    const params = { threadId, operation: { type }, expectedRevision: revision };
    try {
      await this.#call("thread/readState/update", params);
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      await this.#reread(threadId);
    }
  }

  /** The person looks at this thread now: what is unread in it is read by that. */
  async look(threadId: string): Promise<void> {
    if (this.entries.readStateOf(threadId) === undefined) await this.#reread(threadId);
    if (isUnread(this.entries.readStateOf(threadId) ?? null)) await this.mark(threadId, "read");
  }

  async markAllRead(): Promise<void> {
    const unread = this.entries.all.filter((entry) => entry.isUnread);
    await Promise.all(unread.map(({ threadId }) => this.mark(threadId, "read")));
  }

  /** The thread was refused to us elsewhere, by this error: if another process holds it, that is marked. */
  noteRefusal(threadId: string, error: unknown): void {
    if (refusalOf(error) !== "heldElsewhere") return;
    this.entries.setHeldElsewhere(threadId, true);
    this.#changed([threadId]);
  }

  async #act<M extends CallMethod>(threadId: string, method: M, params: ParamsOf<M>): Promise<void> {
    try {
      await this.#call(method, params);
    } catch (error) {
      this.noteRefusal(threadId, error);
      throw error;
    }
  }

  async #pinnedSection(): Promise<string> {
    await this.#findPinnedSection();
    // It is there by default, but a person may have removed it elsewhere.
    this.#pinnedSectionId ??= (
      await this.#call("threadSection/create", { name: pinnedName, appearance: null })
    ).section.id;
    return this.#pinnedSectionId;
  }

  async #findPinnedSection(): Promise<void> {
    const { data } = await this.#call("threadSection/list", {});
    this.#pinnedSectionId = data.find(({ name }) => name === pinnedName)?.id ?? null;
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#isStale = false;
        this.#phase = "reading";
        this.entries.clearHeld();
        await this.#readOnce();
      } while (this.#isStale);
    } catch (error) {
      this.#phase = "failed";
      this.#changed("all");
      throw error;
    }
  }

  async #readOnce(): Promise<void> {
    const { moment } = this.entries;
    const cursor = await this.#pages(false, moment, undefined, readByItself);
    await this.#findPinnedSection();
    this.#rest = cursor === undefined ? undefined : { cursor, askedAt: moment };
    if (cursor === undefined) {
      // What moved to the front while the pages behind it were read is there.
      await this.#pages(false, this.entries.moment, undefined, firstPage);
      this.entries.sweep(false, moment);
    }
    this.#phase = cursor === undefined ? "complete" : "partial";
    this.#changed("all");
    if (this.#archivedPhase !== "idle") await this.#readArchived();
  }

  async #readArchived(): Promise<void> {
    this.#archivedPhase = "reading";
    try {
      const { moment } = this.entries;
      const cursor = await this.#pages(true, moment, undefined, readByItself);
      if (cursor === undefined) this.entries.sweep(true, moment);
      this.#archivedPhase = cursor === undefined ? "complete" : "partial";
      this.#changed("all");
    } catch (error) {
      this.#archivedPhase = "failed";
      throw error;
    }
  }

  /** Reads pages until the end or until so many are there; the cursor of what is left. */
  async #pages(
    isArchived: boolean,
    askedAt: Moment,
    from: string | undefined,
    enough: number,
  ): Promise<string | undefined> {
    let cursor = from;
    for (let count = 0; count < enough;) {
      const isFirst = cursor === undefined;
      const answer = await this.#call("thread/list", {
        limit: isFirst ? firstPage : nextPage,
        // The database alone: looking through the rollouts takes ten times as long (facts §10).
        useStateDbOnly: true,
        sortKey: "updated_at",
        modelProviders: [],
        archived: isArchived,
        ...(cursor === undefined ? {} : { cursor }),
      });
      this.entries.page({ threads: answer.data, readStates: answer.readStates, isArchived, askedAt });
      // A pinned thread brings its section along: the first screen need not wait for a further answer.
      this.#pinnedSectionId ??=
        answer.data.find(({ section }) => section?.name === pinnedName)?.section?.id ?? null;
      count += answer.data.length;
      this.#changed("all");
      if (answer.nextCursor === null || answer.nextCursor === cursor) return undefined;
      cursor = answer.nextCursor;
    }
    return cursor;
  }

  /** Reads what no notification tells of one thread; calls meanwhile make one further reading. */
  async #reread(threadId: string): Promise<void> {
    if (this.#rereading.has(threadId)) {
      this.#rereading.set(threadId, "again");
      return;
    }
    try {
      do {
        this.#rereading.set(threadId, "once");
        const askedAt = this.entries.moment;
        const { thread, readState } = await this.#call("thread/read", { threadId, includeTurns: false });
        const readStates = readState === null ? null : { [threadId]: readState };
        this.entries.page({ threads: [thread], readStates, isArchived: undefined, askedAt });
      } while (this.#rereading.get(threadId) === "again");
      this.#changed("all");
    } catch (error) {
      this.#options.log(`a thread of the list was not read: ${String(error)}`);
    } finally {
      this.#rereading.delete(threadId);
    }
  }

  async #call<M extends CallMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf[M]> {
    return (await this.#options.server.ready()).call(method, params);
  }

  #changed(changed: readonly string[] | "all"): void {
    this.#options.onChange(changed);
  }
}

/** The entries of a list by what a person remembers of the title: every word, in any order. */
export function titleMatches(entries: readonly ThreadEntry[], term: string): ThreadEntry[] {
  const words = term
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return entries.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
}
