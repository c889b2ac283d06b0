// The rooms of a server's threads, put together: each is told here what it needs of the others, and nowhere else.
// What is done with them all at once is in `threads.ts`.

import { mountPoints } from "../codex/mounts.ts";
import type { Server } from "../codex/server.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { CallMethod, ParamsOf, ResultOf, Turn } from "../shared/protocol.ts";
import { findItem, runningTurn, type RunningCommand } from "../shared/threadState.ts";
import { ElsewhereThreads } from "./elsewhere.ts";
import type { Checkpoints } from "../checkpoints/checkpoints.ts";
import { TempFolder } from "../policy/tempFolder.ts";
import { AgentThreads } from "./agentThreads.ts";
import { CheckpointedTurns } from "./checkpointedTurns.ts";
import { FirstLook } from "./firstLook.ts";
import { HeldThreads } from "./heldThreads.ts";
import { History } from "./history.ts";
import { Incoming } from "./incoming.ts";
import { LivePermissions } from "./livePermissions.ts";
import { Loading, type ChoosePolicy } from "./loading.ts";
import { PendingRequests, type ApprovalRecord } from "./pendingRequests.ts";
import { SandboxLeftovers, type KeptNames } from "./sandboxLeftovers.ts";
import { SensitiveChanges, type SensitiveRecord } from "./sensitiveChanges.ts";
import { Prompts } from "./prompts.ts";
import { OpenWork, type KeptWork } from "./openWork.ts";
import { ServerQueue } from "./serverQueue.ts";
import { SessionGrants } from "./sessionGrants.ts";
import { Stopping } from "./stopping.ts";
import { Terminals } from "./terminals.ts";
import { Unasked, type UnaskedRecord } from "./unasked.ts";
import { ThreadStore } from "./threadStore.ts";

export interface ThreadsOptions {
  readonly server: Server;
  readonly policy: ChoosePolicy;
  readonly log: (line: string) => void;
  /** Keeps what happened to each approval; resolves when it is kept. It never rejects. */
  readonly record?: (record: ApprovalRecord) => Promise<void>;
  /** The saved rules that surely allow a command line, in words; null in any doubt. */
  readonly ruleFor?: (command: string) => Promise<string | null>;
  /** Keeps which rule let a command run. */
  readonly unasked?: UnaskedRecord;
  /** Keeps which sensitive files changed. */
  readonly sensitive?: SensitiveRecord;
  /** Checkpoints round each turn, where the person wants them. */
  readonly checkpoints?: { readonly store: Checkpoints; readonly isOn: () => boolean };
  /** Approvals opened or closed in some thread. */
  readonly onApprovals?: () => void;
  /** Where what is under way is written down; nothing is when there is no such place. */
  readonly keptWork?: KeptWork;
  /** Where it is written down what a sandbox may leave behind in a folder. */
  readonly keptNames?: KeptNames;
  /** Whether the message waits in our own queue. */
  readonly isQueued?: (threadId: string, clientId: string) => boolean;
  /** Whether some page shows the thread: what another process does in one that none shows is not looked at. */
  readonly isShown?: (threadId: string) => boolean;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export class Rooms {
  readonly store = new ThreadStore();
  readonly pending: PendingRequests;
  readonly incoming: Incoming;
  readonly #options: ThreadsOptions;
  readonly now: () => number;
  readonly held = new HeldThreads((threadId) => this.call("thread/unsubscribe", { threadId }));
  readonly loading: Loading;
  readonly permissions: LivePermissions;
  readonly history: History;
  readonly prompts: Prompts;
  readonly agents: AgentThreads;
  /** Those that other windows and terminals hold. */
  readonly elsewhere: ElsewhereThreads;
  readonly unasked: Unasked;
  readonly leftovers: SandboxLeftovers;
  readonly temp = new TempFolder();
  readonly sensitive: SensitiveChanges;
  /** What was allowed until the server ends. */
  readonly sessionGrants = new SessionGrants();
  readonly queue: ServerQueue;
  readonly work: OpenWork | undefined;
  readonly terminals: Terminals;
  readonly stopping: Stopping;
  /** undefined: none are taken. */
  readonly checkpointed: CheckpointedTurns | undefined;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    this.now = options.now ?? Date.now;
    const { keptWork: kept, isQueued = () => false } = options;
    this.work = kept && new OpenWork({ kept, isQueued, now: this.now });
    this.leftovers = new SandboxLeftovers({
      kept: options.keptNames,
      isBusy: (cwd) => this.#isBusyIn(cwd),
      mounted: mountPoints,
    });
    this.pending = new PendingRequests({
      findItem: (threadId, itemId) => {
        const state = this.store.get(threadId);
        return state && findItem(state, itemId);
      },
      emit: (threadId, event) => void this.store.append(threadId, event),
      record: async (record) => {
        this.work?.approval(record);
        if (record.type === "approvalShown") this.unasked.asked(record.approval);
        await options.record?.(record);
      },
      onSent: ({ approval, choice, told }) => {
        const cwd = this.store.get(approval.threadId)?.cwd ?? "";
        if (choice === "acceptForSession") this.sessionGrants.add(approval, told, cwd, this.now());
      },
      rulesRunOutside: (threadId) => this.permissions.rulesRunOutside(this.agents.rootOf(threadId)),
      onChange: () => options.onApprovals?.(),
      now: this.now,
    });
    this.unasked = new Unasked({
      ruleFor: async (command) => (await options.ruleFor?.(command)) ?? null,
      ...(options.unasked && { record: options.unasked }),
      onProved: (threadId, itemId, rule) =>
        this.append(threadId, { method: "lectern/ranUnasked", params: { itemId, rule } }),
      log: options.log,
    });
    const { store, pending } = this;
    this.sensitive = new SensitiveChanges({
      store,
      record: options.sensitive,
      isOwn: (threadId) => this.permissions.isOwn(threadId),
      now: this.now,
    });
    this.history = new History(store, (method, params) => this.call(method, params), {
      recover: (threadId, page, state) =>
        state.elsewhere ? [] : (this.work?.recover(threadId, page, state) ?? []),
      came: (threadId, turns) => this.#historyCame(threadId, turns),
    });
    this.agents = new AgentThreads(store, this.history, (method, params) => this.call(method, params));
    this.elsewhere = new ElsewhereThreads({
      store,
      call: (method, params) => this.call(method, params),
      resume: (threadId) => this.loading.resume(threadId),
      isShown: options.isShown ?? (() => true),
      log: options.log,
    });
    this.terminals = new Terminals({
      call: (method, params) => this.call(method, params),
      onRead: (threadId, commands) => this.#commandsRead(threadId, commands),
      isHeld: (threadId) => this.held.has(threadId),
      isBusy: (threadId) => this.runningTurnId(threadId) !== undefined,
      log: options.log,
    });
    this.queue = new ServerQueue({
      list: (params) => this.call("thread/queue/list", params),
      onRead: (threadId, count) => this.append(threadId, { method: "lectern/queueRead", params: { count } }),
      log: options.log,
    });
    this.permissions = new LivePermissions({
      state: (threadId) => store.get(threadId),
      append: (threadId, event) => this.append(threadId, event),
      update: (params) => this.call("thread/settings/update", params),
      subAgents: (threadId) => this.#loadedSubAgents(threadId),
      log: options.log,
    });
    this.prompts = new Prompts({
      store,
      call: (method, params) => this.call(method, params),
      resume: (threadId) => this.loading.resume(threadId),
      prepare: async (threadId) => {
        await this.loading.resume(threadId);
        await this.permissions.settled(threadId);
      },
      work: this.work,
      beforeTurn: async (threadId) => this.checkpointed?.before(threadId),
      now: this.now,
    });
    this.stopping = new Stopping({
      call: (method, params) => this.call(method, params),
      state: (threadId) => store.get(threadId),
      turnToStop: (threadId) => this.prompts.turnToStop(threadId),
      runningAgents: (threadId) => this.agents.runningBelow(threadId),
      terminals: this.terminals,
      leftovers: this.leftovers,
    });
    this.checkpointed = options.checkpoints && this.#checkpointedTurns(options.checkpoints);
    this.loading = this.#makeLoading(options.policy);
    this.incoming = new Incoming({ store, pending, now: this.now, own: () => this.permissions.ids() });
  }

  #makeLoading(policy: ChoosePolicy): Loading {
    return new Loading({
      store: this.store,
      call: (method, params) => this.call(method, params),
      policy,
      held: this.held,
      permissions: this.permissions,
      history: this.history,
      firstLook: new FirstLook({
        store: this.store,
        call: (method, params) => this.call(method, params),
        history: this.history,
        hasOpenWork: (threadId) => this.work?.has(threadId) === true,
      }),
      elsewhere: this.elsewhere,
      leftovers: this.leftovers,
      tempFolder: this.temp,
      onResumed: async (threadId) => {
        await this.prompts.findLost(threadId);
        this.checkpointed?.opened(threadId);
      },
      onReverting: (threadId, turnIds) => this.work?.dropTurns(threadId, turnIds),
      log: this.#options.log,
    });
  }

  #checkpointedTurns({ store, isOn }: NonNullable<ThreadsOptions["checkpoints"]>): CheckpointedTurns {
    return new CheckpointedTurns({
      checkpoints: store,
      isOn,
      state: (threadId) => this.store.get(threadId),
      ownerOf: (threadId) => {
        if (this.permissions.isOwn(threadId)) return threadId;
        return [...this.permissions.ids()].find((own) => this.agents.namedBelow(own).includes(threadId));
      },
      agentsOf: (threadId) => this.agents.namedBelow(threadId),
      append: (threadId, event) => this.append(threadId, event),
      log: this.#options.log,
    });
  }

  #commandsRead(threadId: string, commands: readonly RunningCommand[]): void {
    const known = this.store.get(threadId)?.commands ?? [];
    if (known.length + commands.length > 0)
      this.append(threadId, { method: "lectern/commandsRead", params: { commands } });
    if (known.length > 0 && commands.length === 0) this.stopping.nothingRuns(threadId);
  }

  /** History tells nothing of what the host alone saw. */
  #historyCame(threadId: string, turns: readonly Turn[]): void {
    this.unasked.historyCame(threadId, turns);
    this.sensitive.historyCame(threadId, turns).catch((error: unknown) => {
      this.#options.log(`which sensitive files changed could not be read: ${String(error)}`);
    });
  }

  /** Those of sub-agents that the server has loaded: it names the loaded ones; whose they are, items say. */
  async #loadedSubAgents(threadId: string): Promise<string[]> {
    const named = new Set(this.agents.namedBelow(threadId));
    if (named.size === 0) return [];
    const { data } = await this.call("thread/loaded/list", {});
    return data.filter((id) => named.has(id));
  }

  /** Whether something runs in a thread of this folder. */
  #isBusyIn(cwd: string): boolean {
    return this.store.ids.some((threadId) => {
      const state = this.store.get(threadId);
      if (state?.cwd !== cwd || state.elsewhere) return false;
      return runningTurn(state) !== undefined || state.commands.length > 0;
    });
  }

  runningTurnId(threadId: string): string | undefined {
    const state = this.store.get(threadId);
    return state && runningTurn(state)?.turnId;
  }

  append(threadId: string, event: ThreadEvent): void {
    this.store.append(threadId, event);
  }

  async call<M extends CallMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf[M]> {
    return (await this.#options.server.ready()).call(method, params);
  }
}
