// The threads of sub-agents: which belong to which, what was said in them, and which still run. They are only read:
// resuming one would load it under a policy that is not ours, and the older kind would even take prompts (held by
// test/contract/agents.contract.test.ts).
// Always: a thread counts as an agent's only when a known thread names it and the server, asked, tells the same.

import { agentsNamedIn, parentView, type ParentView } from "../shared/agents.ts";
import type { CallMethod, ParamsOf, ResultOf, Thread } from "../shared/protocol.ts";
import { runningTurn } from "../shared/threadState.ts";
import { firstPage, type History } from "./history.ts";
import type { ThreadStore } from "./threadStore.ts";

type Call = <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;

/** Agents start agents: more than so deep is no tree of ours. */
const deepest = 16;

export class AgentThreads {
  readonly #store: ThreadStore;
  readonly #history: History;
  readonly #call: Call;
  /** The parent of each agent's thread that the server told of. */
  readonly #parents = new Map<string, string>();

  constructor(store: ThreadStore, history: History, call: Call) {
    this.#store = store;
    this.#history = history;
    this.#call = call;
  }

  /**
   * Reads the thread of an agent that `from`, or a thread of its family, names, and tells of it in the store.
   * False when it is none of theirs. What streamed on this connection is shown even when its history cannot be read.
   */
  async open(threadId: string, from: string): Promise<boolean> {
    if (this.#store.get(threadId)?.agent?.unread === null) return this.rootOf(threadId) === this.rootOf(from);
    const naming = this.#familyOf(this.rootOf(from)).find((known) => this.#named(known).has(threadId));
    if (naming === undefined) return false;
    try {
      const { thread } = await this.#call("thread/read", { threadId, includeTurns: false });
      if (thread.parentThreadId === null || !(await this.#leadsTo(thread, from))) return false;
      await this.#tell(thread, thread.parentThreadId);
    } catch (error) {
      if (!this.#store.has(threadId)) throw error;
      this.#tellUnread(threadId, naming, error);
    }
    return true;
  }

  /** The thread that a person opened and for which, in the end, this one works. */
  rootOf(threadId: string): string {
    let root = threadId;
    for (let depth = 0; depth < deepest; depth++) root = this.#parents.get(root) ?? root;
    return root;
  }

  /** What a page that shows this agent's thread needs of its parent; null for a thread that is no agent's. */
  viewOf(threadId: string): ParentView | null {
    const parent = this.#store.get(this.#parents.get(threadId) ?? "");
    const root = this.#store.get(this.rootOf(threadId));
    return parent && root ? parentView(threadId, parent, root) : null;
  }

  /** All agents' threads below this one, as far as items name them. */
  namedBelow(threadId: string): string[] {
    return this.#familyOf(threadId).slice(1);
  }

  /** The agents' threads below this one that run a turn now, as far as items name them. */
  runningBelow(threadId: string): string[] {
    return this.namedBelow(threadId).filter((known) => {
      const state = this.#store.get(known);
      return state !== undefined && runningTurn(state) !== undefined;
    });
  }

  /** A thread, then all that it or its agents name, known or not: at most once each. */
  #familyOf(threadId: string): string[] {
    const family = [threadId];
    for (const known of family)
      for (const other of this.#named(known)) if (!family.includes(other)) family.push(other);
    return family;
  }

  #named(threadId: string): ReadonlySet<string> {
    const state = this.#store.get(threadId);
    return state ? agentsNamedIn(state) : new Set();
  }

  /** Walks up by the server's own word: an item of the model's making names whom it likes. */
  async #leadsTo(thread: Thread, from: string): Promise<boolean> {
    const root = this.rootOf(from);
    let parentId = thread.parentThreadId;
    for (let depth = 0; parentId !== null && depth < deepest; depth++) {
      if (this.rootOf(parentId) === root) return true;
      const parent = await this.#call("thread/read", { threadId: parentId, includeTurns: false });
      parentId = parent.thread.parentThreadId;
    }
    return false;
  }

  async #tell(thread: Thread, parentThreadId: string): Promise<void> {
    const { id: threadId, preview, cwd, model, reasoningEffort: effort } = thread;
    const page = await this.#call("thread/turns/list", { threadId, ...firstPage });
    this.#parents.set(threadId, parentThreadId);
    this.#store.open(threadId, cwd);
    const agent = { parentThreadId, name: nameOf(thread), unread: null };
    this.#store.append(threadId, {
      method: "lectern/agentOpened",
      params: { agent, preview, cwd, model, effort },
    });
    this.#history.came(threadId, page);
  }

  #tellUnread(threadId: string, parentThreadId: string, error: unknown): void {
    const { cwd = "", preview = "", model = null, effort = null } = this.#store.get(threadId) ?? {};
    this.#parents.set(threadId, parentThreadId);
    const unread = error instanceof Error ? error.message : String(error);
    this.#store.append(threadId, {
      method: "lectern/agentOpened",
      params: { agent: { parentThreadId, name: "", unread }, preview, cwd, model, effort },
    });
  }
}

/** The last part of the path that its task gave it, else its nickname. */
function nameOf({ source, agentNickname }: Thread): string {
  const spawn = typeof source === "object" && "subAgent" in source ? source.subAgent : null;
  const path =
    spawn !== null && typeof spawn === "object" && "thread_spawn" in spawn
      ? spawn.thread_spawn.agent_path
      : null;
  return path?.split("/").findLast((part) => part !== "") ?? agentNickname ?? "";
}
