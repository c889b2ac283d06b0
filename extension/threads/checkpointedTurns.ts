// A checkpoint before each turn and one after it: a prompt waits for the first, within bounds, and what the turn
// changed is told as an event of its thread. It knows turns and not how checkpoints are made.
// Always: no prompt is held back by a checkpoint that fails or takes too long; the turn then says why it has none.

import type { Checkpoints } from "../checkpoints/checkpoints.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { NotificationOf, ServerNotification } from "../shared/protocol.ts";
import { runningTurn, type ThreadState, type TurnState } from "../shared/threadState.ts";

export interface CheckpointedTurnsOptions {
  readonly checkpoints: Checkpoints;
  /** What the person chose. */
  readonly isOn: () => boolean;
  readonly state: (threadId: string) => ThreadState | undefined;
  /** The thread of a person for which this one works, itself when it is one; undefined when that is not known. */
  readonly ownerOf: (threadId: string) => string | undefined;
  /** The threads of the agents below this one. */
  readonly agentsOf: (threadId: string) => readonly string[];
  readonly append: (threadId: string, event: ThreadEvent) => void;
  readonly log: (line: string) => void;
  /** A prompt waits no longer. */
  readonly holdMs?: number;
}

/** Where a turn begins: a checkpoint, or why there is none. */
interface Begin {
  readonly number: number | null;
  readonly problem: string | null;
}

const defaultHoldMs = 10_000;
/** Nobody waits for the one after a turn. */
const afterMs = 120_000;

const tooSlow = "The checkpoint before this turn took too long.";
const failed = "The checkpoint could not be taken.";

export class CheckpointedTurns {
  readonly #options: CheckpointedTurnsOptions;
  /** What was taken for a prompt whose turn was not told of yet. */
  readonly #begins = new Map<string, Begin>();
  /** Turns that began and did not end, by thread. */
  readonly #open = new Map<string, string>();
  /** By thread: what is under way, one after the other. */
  readonly #under = new Map<string, Promise<void>>();

  readonly #holdMs: number;

  constructor(options: CheckpointedTurnsOptions) {
    this.#options = options;
    this.#holdMs = options.holdMs ?? defaultHoldMs;
  }

  /** A turn of the thread is about to be asked for. Resolves when it may be; never rejects. */
  async before(threadId: string): Promise<void> {
    const folder = this.#options.state(threadId)?.cwd ?? "";
    if (!this.#options.isOn() || folder === "") return;
    const over = Promise.withResolvers<void>();
    const deadline = setTimeout(over.resolve, this.#holdMs);
    const begin = await Promise.race([this.#beginAfterEnd(threadId, folder), over.promise]);
    clearTimeout(deadline);
    this.#begins.set(threadId, begin ?? { number: null, problem: tooSlow });
  }

  handleNotification(notification: ServerNotification): void {
    if (notification.method === "turn/started") this.#started(notification.params);
    if (notification.method === "turn/completed") {
      const { threadId, turn } = notification.params;
      this.#ended(threadId, turn.id);
    }
  }

  /** The server ended: its turns are over, though it did not say so. */
  serverGone(): void {
    this.#begins.clear();
    for (const [threadId, turnId] of this.#open) this.#ended(threadId, turnId);
  }

  /** What is known of the turns of a thread that the page may show, told where its state does not say so yet. */
  tell(threadId: string): void {
    const told = this.#options.checkpoints.told(threadId);
    if (told.size === 0) return;
    for (const { turnId, changes } of this.#options.state(threadId)?.turns ?? []) {
      const now = told.get(turnId);
      if (!now || JSON.stringify(now) === JSON.stringify(changes)) continue;
      this.#options.append(threadId, { method: "lectern/turnChanges", params: { turnId, changes: now } });
    }
  }

  /** The thread was read anew: a turn that a reload cut off ends where its folder stands now. */
  opened(threadId: string): void {
    const state = this.#options.state(threadId);
    const runs = state && runningTurn(state)?.turnId;
    for (const turnId of this.#options.checkpoints.unended(threadId))
      if (turnId !== runs && this.#open.get(threadId) !== turnId) this.#end(threadId, turnId);
    this.tell(threadId);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#under.values());
  }

  /** The end of the last turn is told apart from what happens now. */
  async #beginAfterEnd(threadId: string, folder: string): Promise<Begin> {
    await this.#under.get(threadId);
    return this.#begin(folder);
  }

  async #begin(folder: string): Promise<Begin> {
    try {
      const { number } = await this.#options.checkpoints.take(folder, this.#holdMs);
      return { number, problem: null };
    } catch (error) {
      this.#options.log(`no checkpoint before a turn: ${String(error)}`);
      return { number: null, problem: isTimeout(error) ? tooSlow : failed };
    }
  }

  #started({ threadId, turn }: NotificationOf<"turn/started">["params"]): void {
    const isSecond = turn.rootTurnId !== null && turn.rootTurnId !== turn.id;
    const { state, isOn, ownerOf, checkpoints } = this.#options;
    const folder = state(threadId)?.cwd ?? "";
    if (!isOn() || isSecond || folder === "" || ownerOf(threadId) !== threadId) return;
    const begin = this.#begins.get(threadId);
    this.#begins.delete(threadId);
    this.#open.set(threadId, turn.id);
    this.#inTurn(threadId, async () => {
      const { number, problem } = begin ?? (await this.#unprompted(folder));
      await checkpoints.turnBegan({ threadId, turnId: turn.id, folder }, number, problem);
    });
  }

  /** A turn that nobody here asked for may have begun to write: only what was known before it is sure. */
  async #unprompted(folder: string): Promise<Begin> {
    const number = await this.#options.checkpoints.latest(folder);
    return number === null ? this.#begin(folder) : { number, problem: null };
  }

  #ended(threadId: string, turnId: string): void {
    const owner = this.#options.ownerOf(threadId);
    if (owner === threadId && this.#open.get(threadId) === turnId) {
      this.#open.delete(threadId);
      return this.#end(threadId, turnId);
    }
    // An agent that goes on after its parent's turn: what it did belongs to that turn, unless another one runs.
    if (owner === undefined || owner === threadId || this.#open.has(owner)) return;
    const last = this.#options.checkpoints.lastTurn(owner);
    if (last !== undefined) this.#end(owner, last);
  }

  #end(threadId: string, turnId: string): void {
    const { checkpoints, state } = this.#options;
    const folder = state(threadId)?.cwd ?? "";
    this.#inTurn(threadId, async () => {
      const [end, problem] = await this.#after(folder);
      await checkpoints.turnEnded({ threadId, turnId }, end, problem, this.#reported(threadId, turnId));
      this.tell(threadId);
    });
  }

  async #after(folder: string): Promise<[Awaited<ReturnType<Checkpoints["take"]>> | null, string | null]> {
    try {
      return [await this.#options.checkpoints.take(folder, afterMs), null];
    } catch (error) {
      this.#options.log(`no checkpoint after a turn: ${String(error)}`);
      return [null, failed];
    }
  }

  /** The paths that items of the turn, or of its agents, say to have changed. */
  #reported(threadId: string, turnId: string): string[] {
    const { state, agentsOf } = this.#options;
    const own = state(threadId)?.turns.filter((turn) => turn.turnId === turnId) ?? [];
    const agents = agentsOf(threadId).flatMap((agent) => state(agent)?.turns ?? []);
    return [...own, ...agents].flatMap((turn) => changedPaths(turn));
  }

  #inTurn(threadId: string, work: () => Promise<void>): void {
    const done = (this.#under.get(threadId) ?? Promise.resolve()).then(work).catch((error: unknown) => {
      this.#options.log(`checkpoints: ${String(error)}`);
    });
    this.#under.set(threadId, done);
    void done.finally(() => {
      if (this.#under.get(threadId) === done) this.#under.delete(threadId);
    });
  }
}

function changedPaths({ entries }: TurnState): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "item" || entry.item.type !== "fileChange" || entry.item.status === "declined")
      return [];
    return entry.item.changes.flatMap(({ path, kind }) =>
      kind.type === "update" && kind.move_path !== null ? [path, kind.move_path] : [path],
    );
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}
