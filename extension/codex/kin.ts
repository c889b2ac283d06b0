// The processes that one server started, remembered while it lives so that they can be ended when it is gone:
// a killed server leaves MCP servers behind, and then nothing tells any more whose they were.
// Those count that were its descendants at the last look, that still are of the session which it led (a helper may start
// after the look and lose its parent), or that start its sandboxes; a program that detached itself does not.

import type { Clock, Timer } from "./clock.ts";
import {
  descendantsOf,
  killLiving,
  listProcesses,
  livingOf,
  orphansOf,
  sandboxesOf,
  type ProcessEntry,
} from "./processTree.ts";

/** On macOS a look costs a process of its own. */
const lookIntervalMs = process.platform === "linux" ? 2_000 : 10_000;
/** After the server's end, how long the others may take to end by themselves. */
const graceMs = 250;
/** After SIGKILL, how long the system may take to clear them away. */
const killedMs = 1_000;
const pollMs = 25;

export class Kin {
  readonly #rootPid: number | undefined;
  readonly #mark: string;
  readonly #clock: Clock;
  readonly #activity: () => number;
  readonly #log: (line: string) => void;
  #known: ProcessEntry[] = [];
  #seenActivity = 0;
  #timer: Timer | undefined;
  #resting = false;

  /**
   * `mark`: see `serverMark`. `activity` is a number that grows while the server does something: no look is taken while
   * it stands.
   */
  constructor(
    rootPid: number | undefined,
    mark: string,
    clock: Clock,
    activity: () => number,
    log: (line: string) => void,
  ) {
    this.#rootPid = rootPid;
    this.#mark = mark;
    this.#clock = clock;
    this.#activity = activity;
    this.#log = log;
  }

  /** Begins to look now and then. */
  start(): void {
    if (this.#resting) return;
    this.#timer = this.#clock.after(lookIntervalMs, () => {
      const activity = this.#activity();
      if (activity !== this.#seenActivity) {
        this.#seenActivity = activity;
        void this.look();
      }
      this.start();
    });
  }

  /** Looks no more; what is known stays known. */
  rest(): void {
    this.#resting = true;
    this.#timer?.cancel();
  }

  /**
   * Notes who descends from the server now. Without effect once it is gone. `keepEarlier` while it is being
   * ended: who descended from it a moment ago has lost its parent by that, not by its own wish.
   */
  async look(keepEarlier = false): Promise<void> {
    if (this.#rootPid === undefined || this.#resting) return;
    try {
      const processes = await listProcesses();
      // The server may have ended meanwhile; then the list says nothing.
      if (processes.some((entry) => entry.pid === this.#rootPid)) {
        const earlier = keepEarlier ? this.#known : [];
        this.#known = [...earlier, ...descendantsOf(this.#rootPid, processes)];
      }
    } catch (error) {
      this.#log(`cannot list processes: ${String(error)}`);
    }
  }

  /** Kills all that are known and still live. */
  async kill(): Promise<void> {
    await killLiving(await this.#living());
  }

  /** Waits a moment for the known ones to end, then kills the rest. Resolves when none is left. */
  async reap(): Promise<void> {
    this.rest();
    if (await this.#endWithin(graceMs)) return;
    await this.kill();
    if (!(await this.#endWithin(killedMs))) this.#log("a process that the app-server started does not end");
  }

  async #endWithin(limitMs: number): Promise<boolean> {
    for (let waitedMs = 0; (await this.#living()).length > 0; waitedMs += pollMs) {
      if (waitedMs >= limitMs) return false;
      await new Promise<void>((resolve) => this.#clock.after(pollMs, resolve));
    }
    return true;
  }

  async #living(): Promise<ProcessEntry[]> {
    const known = await livingOf(this.#known);
    if (this.#rootPid === undefined) return known;
    return [...known, ...(await orphansOf(this.#rootPid)), ...(await sandboxesOf(this.#mark))];
  }
}
