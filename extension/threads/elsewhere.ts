// Threads that another window or a terminal holds: read, shown and followed, never written to. They are read again when
// their file changes, and, where no change is told of, when a slow look finds that it did. It also finds out whether somebody
// holds them still: what ran when nobody does was cut off. On the person's word it is tried again and again to go on here.
// Always: only what is shown is looked at, and nothing is taken from anybody.

import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { ServerRefused } from "../codex/errors.ts";
import type { CallMethod, ParamsOf, ResultOf, Thread, Turn } from "../shared/protocol.ts";
import type { Elsewhere } from "../shared/threadState.ts";
import { firstPage } from "./history.ts";
import type { ThreadStore } from "./threadStore.ts";
import { readWriterLock } from "./writerLock.ts";

export interface ElsewhereOptions {
  readonly store: ThreadStore;
  readonly call: <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;
  /** Makes the server of this window hold the thread. */
  readonly resume: (threadId: string) => Promise<unknown>;
  readonly isShown: (threadId: string) => boolean;
  readonly log: (line: string) => void;
  readonly lookMs?: number;
}

interface Followed {
  readonly file: string | null;
  readonly timer: NodeJS.Timeout;
  readonly watcher: FSWatcher | undefined;
  /** What the file was when the thread was read last. */
  stamp: string;
  /** It need not be read again while the file stays as it is. */
  isSettled: boolean;
  /** By turn id, as it was told last. */
  readonly told: Map<string, string>;
  /** The last turn, where it was read without an end. */
  openTurnId: string | undefined;
  looking: Promise<void> | undefined;
  isAgain: boolean;
  /** A slow look is due. */
  isSlow: boolean;
}

/** Slow on purpose: changes are told of by the system; this is for where they are not, and for taking over. */
const defaultLookMs = 3_000;
/** A turn's beginning is told in whole seconds, and the clock of a disk may be another machine's. */
const clockSlackMs = 3_000;

/** The server's word for a thread that another process holds (facts §7). */
export function isHeldElsewhere(error: unknown): boolean {
  return error instanceof ServerRefused && error.serverMessage.includes("already has an active writer");
}

/** Its word for bringing back a thread that nobody holds and nobody archived. */
function isRefusedAsFree(error: unknown): boolean {
  return error instanceof ServerRefused && error.serverMessage.startsWith("no archived rollout found");
}

export class ElsewhereThreads {
  readonly #options: ElsewhereOptions;
  readonly #followed = new Map<string, Followed>();
  /** Ids of turns without an end that nobody ran when they were looked at: whoever holds the thread later does not either. */
  readonly #cutOff = new Set<string>();
  /** Locks that killed processes left behind, by thread id. */
  readonly #leftLocks = new Map<string, number>();

  constructor(options: ElsewhereOptions) {
    this.#options = options;
  }

  /** Reads the thread, shows it as held elsewhere, and follows it. Throws as the server does. */
  async open(threadId: string): Promise<void> {
    const { thread } = await this.#options.call("thread/read", { threadId, includeTurns: false });
    this.#options.store.open(threadId, thread.cwd);
    const waits = this.#options.store.get(threadId)?.elsewhere?.waits ?? false;
    this.#tell(threadId, { waits, isFree: false });
    this.stop(threadId);
    const followed = this.#follow(threadId, thread);
    await this.#read(threadId, followed, thread);
  }

  /** It is on the screen again: who was at rest follows it again. */
  async shown(threadId: string): Promise<void> {
    if (this.#options.store.get(threadId)?.elsewhere && !this.#followed.has(threadId))
      await this.open(threadId);
  }

  /** Goes on here, now or as soon as nobody holds it any more; or waits no longer. Throws as the server does. */
  async continueHere(threadId: string, isWanted: boolean): Promise<void> {
    const elsewhere = this.#options.store.get(threadId)?.elsewhere;
    if (!elsewhere) return;
    this.#tell(threadId, { ...elsewhere, waits: isWanted });
    if (isWanted) await this.#tryToHold(threadId);
  }

  /** It is held here, or is no more. */
  stop(threadId: string): void {
    const followed = this.#followed.get(threadId);
    this.#followed.delete(threadId);
    clearInterval(followed?.timer);
    followed?.watcher?.close();
  }

  dispose(): void {
    for (const threadId of this.#followed.keys()) this.stop(threadId);
  }

  async #tryToHold(threadId: string): Promise<void> {
    try {
      await this.#options.resume(threadId);
    } catch (error) {
      if (!isHeldElsewhere(error)) throw error;
    }
  }

  #tell(threadId: string, params: Elsewhere): void {
    this.#options.store.append(threadId, { method: "lectern/elsewhere", params });
  }

  #follow(threadId: string, { path: file }: Thread): Followed {
    const look = (isSlow: boolean): void => {
      const now = this.#followed.get(threadId);
      if (now && isSlow) now.isSlow = true;
      this.#look(threadId).catch((error: unknown) =>
        this.#options.log(`${threadId}: held elsewhere, could not be read: ${String(error)}`),
      );
    };
    const { lookMs = defaultLookMs } = this.#options;
    const timer = setInterval(() => look(true), lookMs).unref();
    const isWatched = file !== null && path.isAbsolute(file);
    const watcher = isWatched ? this.#watch(file, () => look(false)) : undefined;
    const read = { stamp: "", isSettled: false, told: new Map(), openTurnId: undefined };
    const looks = { looking: undefined, isAgain: false, isSlow: false };
    const made: Followed = { file, timer, watcher, ...read, ...looks };
    this.#followed.set(threadId, made);
    return made;
  }

  /** Not every disk can tell of changes: then the slow look has to do. */
  #watch(file: string, look: () => void): FSWatcher | undefined {
    try {
      return watch(file, { persistent: false }, look).on("error", () => undefined);
    } catch {
      return undefined;
    }
  }

  /** One look at a time; what happens meanwhile is one look more. */
  async #look(threadId: string): Promise<void> {
    const followed = this.#followed.get(threadId);
    if (!followed) return;
    followed.isAgain = followed.looking !== undefined;
    followed.looking ??= this.#lookOnce(threadId, followed).finally(() => {
      followed.looking = undefined;
      if (followed.isAgain) void this.#look(threadId).catch(() => undefined);
    });
    await followed.looking;
  }

  async #lookOnce(threadId: string, followed: Followed): Promise<void> {
    const { store, isShown } = this.#options;
    const elsewhere = store.get(threadId)?.elsewhere;
    if (!elsewhere || !isShown(threadId)) return this.stop(threadId);
    const { isSlow } = followed;
    followed.isSlow = false;
    // While it is written somebody holds it, or is about to again: a thread that is reverted is let go of for a moment.
    if (elsewhere.waits && isSlow) await this.#tryToHold(threadId);
    if (this.#followed.get(threadId) !== followed) return;
    const { thread } = await this.#options.call("thread/read", { threadId, includeTurns: false });
    // A thread that is reverted goes on in another file.
    if (thread.path !== followed.file) return this.open(threadId);
    const { file, stamp, isSettled, openTurnId } = followed;
    const isSame = file !== null && (await stampOf(file)) === stamp;
    const isFree = file !== null && (await this.#isFree(threadId, followed, file, isSlow && isSame));
    // It was read before: who ran it would hold the thread since.
    const isNews = isFree && openTurnId !== undefined && !this.#cutOff.has(openTurnId);
    if (isNews) this.#cutOff.add(openTurnId);
    this.#tellFree(threadId, followed, isFree);
    if (isSame && !isNews && (isSettled || !isSlow)) return;
    await this.#read(threadId, followed, thread);
    // What the server tells comes after what it writes: until a turn has its end, and once more, a slow look asks again.
    followed.isSettled = isSlow && isSame && !this.#isRun(followed);
  }

  #isRun({ openTurnId }: Followed): boolean {
    return openTurnId !== undefined && !this.#cutOff.has(openTurnId);
  }

  #tellFree(threadId: string, followed: Followed, isFree: boolean): void {
    const elsewhere = this.#options.store.get(threadId)?.elsewhere;
    if (!elsewhere || elsewhere.isFree === isFree || this.#followed.get(threadId) !== followed) return;
    this.#tell(threadId, { ...elsewhere, isFree });
  }

  /** Whether nobody holds it. The server is asked only where a turn seems to run and nothing is written: `isQuiet`. */
  async #isFree(threadId: string, followed: Followed, file: string, isQuiet: boolean): Promise<boolean> {
    const lock = await readWriterLock(threadId, file);
    if (typeof lock !== "number") return lock === "none";
    if (this.#leftLocks.get(threadId) === lock) return true;
    if (!isQuiet || !this.#isRun(followed) || !(await this.#isLeft(threadId))) return false;
    this.#leftLocks.set(threadId, lock);
    return true;
  }

  /** Asks to take a thread out of the archive that is not in it: the server says who holds it, or that it is not there. */
  async #isLeft(threadId: string): Promise<boolean> {
    try {
      await this.#options.call("thread/unarchive", { threadId });
      return false;
    } catch (error) {
      if (!(error instanceof ServerRefused)) throw error;
      return isRefusedAsFree(error);
    }
  }

  async #read(threadId: string, followed: Followed, { name, preview, cwd }: Thread): Promise<void> {
    // Before the reading: what is written meanwhile is another change.
    const stamp = followed.file === null ? "" : await stampOf(followed.file);
    const page = await this.#options.call("thread/turns/list", { threadId, ...firstPage });
    const all = page.data.toReversed();
    const open = openTurnIn(all);
    // After the reading: what began before and still runs has had one holder since.
    if (open && (await isOlderThanItsHolder(open, threadId, followed.file))) this.#cutOff.add(open.id);
    if (this.#followed.get(threadId) !== followed) return;
    followed.stamp = stamp;
    followed.openTurnId = open?.id;
    const runningTurnId = this.#isRun(followed) ? (followed.openTurnId ?? null) : null;
    const asTold = (turn: Turn): string => JSON.stringify({ turn, runs: turn.id === runningTurnId });
    const turns = all.filter((turn) => followed.told.get(turn.id) !== asTold(turn));
    for (const turn of turns) followed.told.set(turn.id, asTold(turn));
    const turnIds = all.map(({ id }) => id);
    const told = { name, preview, cwd, turns, turnIds, olderCursor: page.nextCursor, runningTurnId };
    this.#options.store.append(threadId, { method: "lectern/elsewhereRead", params: told });
  }
}

/** The last turn has no time of its end while its process writes it (held by the contract test), or when that was killed. */
function openTurnIn(turns: readonly Turn[]): Turn | undefined {
  const last = turns.at(-1);
  return last?.status === "interrupted" && last.completedAt === null ? last : undefined;
}

/** The process that ran it is gone, and another one holds the thread. */
async function isOlderThanItsHolder(turn: Turn, threadId: string, file: string | null): Promise<boolean> {
  if (turn.startedAt === null || file === null) return false;
  const lock = await readWriterLock(threadId, file);
  return typeof lock === "number" && lock > turn.startedAt * 1000 + clockSlackMs;
}

async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => "none",
  );
}
