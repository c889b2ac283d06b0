// Ending what runs in a thread: its turn, the commands that outlive it, the agents that work for it, and what their
// sandboxes leave behind on the disk. It starts nothing.

import { ServerRefused } from "../codex/errors.ts";
import type { ServerNotification } from "../shared/protocol.ts";
import type { ThreadState } from "../shared/threadState.ts";
import type { SandboxLeftovers } from "./sandboxLeftovers.ts";
import type { Terminals } from "./terminals.ts";
import type { Calls } from "../codex/server.ts";

export interface StoppingOptions {
  readonly call: Calls["call"];
  readonly state: (threadId: string) => ThreadState | undefined;
  /** The running turn, once the server has told of it; undefined when there is none to stop. */
  readonly turnToStop: (threadId: string) => Promise<string | undefined>;
  /** The agents below a thread in which a turn runs. */
  readonly runningAgents: (threadId: string) => readonly string[];
  readonly terminals: Terminals;
  readonly leftovers: SandboxLeftovers;
}

export class Stopping {
  readonly #options: StoppingOptions;

  constructor(options: StoppingOptions) {
    this.#options = options;
  }

  /**
   * Stops the running turn and ends its commands, which an interrupt alone leaves running (facts §6), and so its
   * agents, which go on without their parent. Resolves when the server took it; a turn that ended by itself meanwhile
   * is no error.
   */
  async stop(threadId: string): Promise<void> {
    const agents = this.#options.runningAgents(threadId);
    await this.#stopOne(threadId);
    for (const agent of agents) await this.#stopOne(agent);
  }

  /** Ends a command that outlived its turn. False when it was over already, or is none of the thread's. */
  async endCommand(threadId: string, processId: string): Promise<boolean> {
    const { state, terminals } = this.#options;
    const known = state(threadId)?.commands.some((command) => command.processId === processId);
    if (!known) return false;
    const isEnded = await terminals.end(threadId, processId);
    await this.#tidy(threadId);
    return isEnded;
  }

  /** A command may end after its turn was stopped: only then its sandbox lets go of what it made. */
  told(notification: ServerNotification): void {
    const { method, params } = notification;
    if (method === "turn/completed") this.nothingRuns(params.threadId);
    else if (method === "item/completed" && params.item.type === "commandExecution")
      this.nothingRuns(params.threadId);
  }

  /** Perhaps nothing runs there any more. */
  nothingRuns(threadId: string): void {
    void this.#tidy(threadId);
  }

  async #stopOne(threadId: string): Promise<void> {
    const { call, turnToStop, terminals } = this.#options;
    const turnId = await turnToStop(threadId);
    if (turnId !== undefined) {
      try {
        await call("turn/interrupt", { threadId, turnId });
      } catch (error) {
        if (!(error instanceof ServerRefused && /no active turn/.test(error.serverMessage))) throw error;
      }
    }
    await call("thread/backgroundTerminals/clean", { threadId });
    terminals.changed(threadId);
    await this.#tidy(threadId);
  }

  async #tidy(threadId: string): Promise<void> {
    await this.#options.leftovers.remove(this.#options.state(threadId)?.cwd ?? "");
  }
}
