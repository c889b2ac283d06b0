// Threads on a server: the one door for the view and the test client to all that is done with them, and the way of every
// notification into the store. It puts the rooms together and does little itself. Knows no page and no vscode.

import { mountPoints } from "../codex/mounts.ts";
import type { Server } from "../codex/server.ts";
import { isAllowing, type ChoiceId } from "../shared/approvals/choices.ts";
import type { AnswerDetails } from "../shared/approvals/reply.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { Permissions } from "../shared/permissions.ts";
import type {
  CallMethod,
  FileUpdateChange,
  ParamsOf,
  ResultOf,
  ServerNotification,
  ServerRequest,
  Turn,
  v2,
} from "../shared/protocol.ts";
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
import { Loading, type ChoosePolicy, type ForkPoint } from "./loading.ts";
import type { MessageQueueOptions } from "./messageQueue.ts";
import { makeParentFolders } from "./parentFolders.ts";
import {
  PendingRequests,
  type AnswerOutcome,
  type ApprovalRecord,
  type Decision,
  type ReplyOnce,
} from "./pendingRequests.ts";
import { SandboxLeftovers, type KeptNames } from "./sandboxLeftovers.ts";
import { SensitiveChanges, type SensitiveRecord } from "./sensitiveChanges.ts";
import { forgotten, NotSent } from "./notSent.ts";
import { readProcesses, type ProcessRow } from "./processes.ts";
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

export class Threads {
  readonly store = new ThreadStore();
  readonly pending: PendingRequests;
  readonly #incoming: Incoming;
  readonly #options: ThreadsOptions;
  readonly #now: () => number;
  readonly #held = new HeldThreads((threadId) => this.#call("thread/unsubscribe", { threadId }));
  readonly #loading: Loading;
  readonly #permissions: LivePermissions;
  readonly #history: History;
  readonly #prompts: Prompts;
  readonly agents: AgentThreads;
  /** Those that other windows and terminals hold. */
  readonly elsewhere: ElsewhereThreads;
  readonly #unasked: Unasked;
  readonly #leftovers: SandboxLeftovers;
  readonly #temp = new TempFolder();
  readonly sensitive: SensitiveChanges;
  /** What was allowed until the server ends. */
  readonly sessionGrants = new SessionGrants();
  readonly #queue: ServerQueue;
  readonly #work: OpenWork | undefined;
  readonly #terminals: Terminals;
  readonly #stopping: Stopping;
  /** undefined: none are taken. */
  readonly checkpointed: CheckpointedTurns | undefined;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { keptWork: kept, isQueued = () => false } = options;
    this.#work = kept && new OpenWork({ kept, isQueued, now: this.#now });
    this.#leftovers = new SandboxLeftovers({
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
        this.#work?.approval(record);
        if (record.type === "approvalShown") this.#unasked.asked(record.approval);
        await options.record?.(record);
      },
      onSent: ({ approval, choice, told }) => {
        const cwd = this.store.get(approval.threadId)?.cwd ?? "";
        if (choice === "acceptForSession") this.sessionGrants.add(approval, told, cwd, this.#now());
      },
      rulesRunOutside: (threadId) => this.#permissions.rulesRunOutside(this.agents.rootOf(threadId)),
      onChange: () => options.onApprovals?.(),
      now: this.#now,
    });
    this.#unasked = new Unasked({
      ruleFor: async (command) => (await options.ruleFor?.(command)) ?? null,
      ...(options.unasked && { record: options.unasked }),
      onProved: (threadId, itemId, rule) =>
        this.#append(threadId, { method: "lectern/ranUnasked", params: { itemId, rule } }),
      log: options.log,
    });
    const { store, pending } = this;
    this.sensitive = new SensitiveChanges({
      store,
      record: options.sensitive,
      isOwn: (threadId) => this.isOwn(threadId),
      now: this.#now,
    });
    this.#history = new History(store, (method, params) => this.#call(method, params), {
      recover: (threadId, page, state) =>
        state.elsewhere ? [] : (this.#work?.recover(threadId, page, state) ?? []),
      came: (threadId, turns) => this.#historyCame(threadId, turns),
    });
    this.agents = new AgentThreads(store, this.#history, (method, params) => this.#call(method, params));
    this.elsewhere = new ElsewhereThreads({
      store,
      call: (method, params) => this.#call(method, params),
      resume: (threadId) => this.resume(threadId),
      isShown: options.isShown ?? (() => true),
      log: options.log,
    });
    this.#terminals = new Terminals({
      call: (method, params) => this.#call(method, params),
      onRead: (threadId, commands) => this.#commandsRead(threadId, commands),
      isHeld: (threadId) => this.#held.has(threadId),
      isBusy: (threadId) => this.#runningTurnId(threadId) !== undefined,
      log: options.log,
    });
    this.#queue = new ServerQueue({
      list: (params) => this.#call("thread/queue/list", params),
      onRead: (threadId, count) => this.#append(threadId, { method: "lectern/queueRead", params: { count } }),
      log: options.log,
    });
    this.#permissions = new LivePermissions({
      state: (threadId) => store.get(threadId),
      append: (threadId, event) => this.#append(threadId, event),
      update: (params) => this.#call("thread/settings/update", params),
      subAgents: (threadId) => this.#loadedSubAgents(threadId),
      log: options.log,
    });
    this.#prompts = new Prompts({
      store,
      call: (method, params) => this.#call(method, params),
      resume: (threadId) => this.resume(threadId),
      prepare: async (threadId) => {
        await this.resume(threadId);
        await this.#permissions.settled(threadId);
      },
      work: this.#work,
      beforeTurn: async (threadId) => this.checkpointed?.before(threadId),
      now: this.#now,
    });
    this.#stopping = new Stopping({
      call: (method, params) => this.#call(method, params),
      state: (threadId) => store.get(threadId),
      turnToStop: (threadId) => this.#prompts.turnToStop(threadId),
      runningAgents: (threadId) => this.agents.runningBelow(threadId),
      terminals: this.#terminals,
      leftovers: this.#leftovers,
    });
    this.checkpointed = options.checkpoints && this.#checkpointedTurns(options.checkpoints);
    this.#loading = this.#makeLoading(options.policy);
    this.#incoming = new Incoming({ store, pending, now: this.#now, own: () => this.#permissions.ids() });
  }

  #makeLoading(policy: ChoosePolicy): Loading {
    return new Loading({
      store: this.store,
      call: (method, params) => this.#call(method, params),
      policy,
      held: this.#held,
      permissions: this.#permissions,
      history: this.#history,
      firstLook: new FirstLook({
        store: this.store,
        call: (method, params) => this.#call(method, params),
        history: this.#history,
        hasOpenWork: (threadId) => this.#work?.has(threadId) === true,
      }),
      elsewhere: this.elsewhere,
      leftovers: this.#leftovers,
      tempFolder: this.#temp,
      onResumed: async (threadId) => {
        await this.#prompts.findLost(threadId);
        this.checkpointed?.opened(threadId);
      },
      onReverting: (threadId, turnIds) => this.#work?.dropTurns(threadId, turnIds),
      log: this.#options.log,
    });
  }

  #checkpointedTurns({ store, isOn }: NonNullable<ThreadsOptions["checkpoints"]>): CheckpointedTurns {
    return new CheckpointedTurns({
      checkpoints: store,
      isOn,
      state: (threadId) => this.store.get(threadId),
      ownerOf: (threadId) => {
        if (this.isOwn(threadId)) return threadId;
        return [...this.#permissions.ids()].find((own) => this.agents.namedBelow(own).includes(threadId));
      },
      agentsOf: (threadId) => this.agents.namedBelow(threadId),
      append: (threadId, event) => this.#append(threadId, event),
      log: this.#options.log,
    });
  }

  /** See Loading.start. */
  start(folder: string): Promise<string> {
    return this.#loading.start(folder);
  }

  /**
   * Changes what the thread may do, from its next turn on. Resolves when the server said that it is in force. Throws
   * NotSwitched, ThreadForgotten or as `resume` does; then nothing changed.
   */
  async setPermissions(threadId: string, permissions: Permissions): Promise<void> {
    try {
      await this.resume(threadId);
    } catch (error) {
      throw this.#prompts.isForgotten(threadId, error) ? forgotten(error) : error;
    }
    await this.#permissions.switch(threadId, permissions, "thread");
  }

  /** See Loading.resume. */
  resume(threadId: string, folder?: string): Promise<string> {
    return this.#loading.resume(threadId, folder);
  }

  /** See Loading.open. */
  open(threadId: string, onShowable?: () => void): Promise<void> {
    return this.#loading.open(threadId, onShowable);
  }

  /** Begins a review by the agent, as a turn of the thread. Throws NotSent, or like `resume`. */
  async review(threadId: string, target: v2.ReviewTarget): Promise<void> {
    await this.resume(threadId);
    await this.#permissions.settled(threadId);
    const blocked = this.store.get(threadId)?.blocked;
    if (blocked) throw new NotSent(blocked);
    if (this.#prompts.isBusy(threadId, null)) throw new NotSent("Codex is working in this thread.");
    await this.checkpointed?.before(threadId);
    await this.#call("review/start", { threadId, target, delivery: "inline" });
  }

  /** See Loading.fork. */
  fork(threadId: string, at: ForkPoint = {}): Promise<string> {
    return this.#loading.fork(threadId, at);
  }

  /** See Loading.revert. What runs is stopped first. */
  async revert(threadId: string, beforeTurnId: string): Promise<void> {
    if (this.#runningTurnId(threadId) !== undefined) await this.stop(threadId);
    await this.#loading.revert(threadId, beforeTurnId);
  }

  /**
   * Lets go of a thread, so that another process may write to it; the next prompt takes it again. False when it is
   * still held, because something runs in it.
   */
  async release(threadId: string): Promise<boolean> {
    if (this.#runningTurnId(threadId) !== undefined) return false;
    return this.#held.release(threadId);
  }

  /** The threads that the server holds for us. */
  get loaded(): readonly string[] {
    return this.#held.ids;
  }

  /** See Stopping.endCommand. */
  endCommand(threadId: string, processId: string): Promise<boolean> {
    return this.#stopping.endCommand(threadId, processId);
  }

  /** What runs behind the threads of this window. Throws as the server does. */
  processes(): Promise<ProcessRow[]> {
    return readProcesses((method, params) => this.#call(method, params), this.loaded);
  }

  /** Threads in which commands outlived their turns. */
  get withCommands(): readonly string[] {
    return this.loaded.filter((threadId) => (this.store.get(threadId)?.commands.length ?? 0) > 0);
  }

  /** Threads of this window, none of agents, in which a turn runs. */
  get running(): readonly string[] {
    const isRoot = (threadId: string): boolean => this.agents.rootOf(threadId) === threadId;
    return this.loaded.filter((threadId) => isRoot(threadId) && this.#runningTurnId(threadId) !== undefined);
  }

  #commandsRead(threadId: string, commands: readonly RunningCommand[]): void {
    const known = this.store.get(threadId)?.commands ?? [];
    if (known.length + commands.length > 0)
      this.#append(threadId, { method: "lectern/commandsRead", params: { commands } });
    if (known.length > 0 && commands.length === 0) this.#stopping.nothingRuns(threadId);
  }

  /** Whether commands that it started still run in it, beyond its turns. */
  async hasTerminals(threadId: string): Promise<boolean> {
    const { data } = await this.#call("thread/backgroundTerminals/list", { threadId });
    return data.length > 0;
  }

  /**
   * Lets go of a thread, and of all that is known of it as soon as the server says that it is unloaded: who opens it
   * again reads it anew.
   */
  async unload(threadId: string): Promise<void> {
    if (this.#runningTurnId(threadId) !== undefined) return;
    await this.#held.leave(threadId);
  }

  /** The thread is no more: nothing of it is kept here. */
  forget(threadId: string): void {
    this.#work?.forget(threadId);
    this.#drop(threadId);
  }

  #drop(threadId: string): void {
    this.elsewhere.stop(threadId);
    this.#held.drop(threadId);
    this.#permissions.forget(threadId);
    this.#unasked.forget(threadId);
    this.store.forget(threadId);
  }

  /** History tells nothing of what the host alone saw. */
  #historyCame(threadId: string, turns: readonly Turn[]): void {
    this.#unasked.historyCame(threadId, turns);
    this.sensitive.historyCame(threadId, turns).catch((error: unknown) => {
      this.#options.log(`which sensitive files changed could not be read: ${String(error)}`);
    });
  }

  /** Reads the page of history before what is known. Nothing happens when there is none. */
  async loadOlder(threadId: string): Promise<void> {
    await this.#history.loadOlder(threadId);
    this.checkpointed?.tell(threadId);
  }

  /** See Prompts.send. */
  send(...prompt: Parameters<Prompts["send"]>): Promise<void> {
    return this.#prompts.send(...prompt);
  }

  /** See Prompts.sendAgain. */
  sendAgain(threadId: string, clientId: string): Promise<void> {
    return this.#prompts.sendAgain(threadId, clientId);
  }

  /** See Prompts.discard. */
  discard(threadId: string, clientId: string): void {
    this.#prompts.discard(threadId, clientId);
  }

  /** What a person wrote in a thread that the server has forgotten: their text, oldest first. */
  lostPrompts(threadId: string): string[] {
    return this.#work?.lostPrompts(threadId) ?? [];
  }

  /** What a queue of messages needs of the threads. */
  get queueParts(): Pick<MessageQueueOptions, "send" | "wasTaken" | "isBusy" | "onChange"> {
    return {
      send: (threadId, { clientId, text }, how) => this.send(threadId, text, clientId, how),
      wasTaken: async (threadId, clientId) => {
        await this.resume(threadId);
        return this.#prompts.wasTaken(threadId, clientId);
      },
      isBusy: (threadId) => this.#prompts.isBusy(threadId, null),
      onChange: (threadId, queue) =>
        this.#append(threadId, { method: "lectern/queueChanged", params: { queue } }),
    };
  }

  /** See Stopping.stop. */
  stop(threadId: string): Promise<void> {
    return this.#stopping.stop(threadId);
  }

  /** Nothing is looked at any more. */
  dispose(): void {
    this.elsewhere.dispose();
  }

  /** The server ended and with it its commands: resolves when nothing of their sandboxes lies about. */
  async tidy(): Promise<void> {
    await this.#leftovers.removeAll();
    await this.#temp.remove();
  }

  /**
   * Answers the live card with this key. Before a change is allowed, the folders that it needs are made, for the
   * server cannot (decision of the person first: nothing is made for a card that is not live).
   */
  async answer(key: string, choice: ChoiceId, details: AnswerDetails | null = null): Promise<AnswerOutcome> {
    const prepare = async ({ approval }: Decision): Promise<void> => {
      const { ask, threadId } = approval;
      if (ask.kind !== "fileChange" || !isAllowing(choice)) return;
      await this.#makeParentFolders(this.store.get(threadId)?.cwd ?? "", ask.changes ?? []);
    };
    const outcome = await this.pending.answer(key, choice, details, prepare);
    if (outcome !== "sent") this.#options.log(`an answer was dropped: ${outcome}`);
    return outcome;
  }

  /** A disk that refuses is the server's to tell: the patch fails in its own words. */
  async #makeParentFolders(cwd: string, changes: readonly FileUpdateChange[]): Promise<void> {
    if (cwd === "") return;
    try {
      await makeParentFolders(cwd, changes);
    } catch (error) {
      this.#options.log(`the folders of a change were not made: ${String(error)}`);
    }
  }

  /** Takes a notification of the server into the thread that it belongs to. */
  handleNotification(notification: ServerNotification, generation: number): void {
    this.#work?.told(notification);
    this.#incoming.handleNotification(notification, generation);
    this.#unasked.handleNotification(notification);
    this.#terminals.told(notification);
    if (notification.method === "thread/settings/updated") this.#permissions.settingsUpdated(notification);
    this.checkpointed?.handleNotification(notification);
    if (notification.method === "turn/started") this.#prompts.turnTold(notification.params.threadId);
    this.#stopping.told(notification);
    if (notification.method === "thread/queue/changed") this.#queue.changed(notification.params.threadId);
    // Told also when an archiving or a refused deletion unloaded it, and then nothing else says so.
    if (notification.method === "thread/status/changed" && notification.params.status.type === "notLoaded")
      this.unloaded(notification.params.threadId);
  }

  /** Takes a server request: shows its card, or answers it at once with its refusal. */
  handleRequest(request: ServerRequest, reply: ReplyOnce, generation: number): void {
    this.#incoming.handleRequest(request, reply, generation);
  }

  /** The process of that generation ended: nothing of it will be heard again. */
  serverGone(generation: number): void {
    this.#held.serverGone();
    this.sessionGrants.clear();
    this.pending.serverGone(generation);
    this.#permissions.serverGone();
    this.#prompts.serverGone();
    this.#work?.releaseAll();
    const atMs = this.#now();
    for (const threadId of this.store.ids)
      this.#append(threadId, { method: "lectern/serverGone", params: { atMs } });
    this.checkpointed?.serverGone();
  }

  /** The server unloaded the thread by itself: the next prompt resumes it. */
  unloaded(threadId: string): void {
    this.#work?.release(threadId);
    if (!this.#held.unloaded(threadId)) return;
    for (const agent of this.agents.namedBelow(threadId)) this.#drop(agent);
    this.#drop(threadId);
  }

  /** Whether this client started or resumed the thread itself: sub-agents' threads are not its own. */
  isOwn(threadId: string): boolean {
    return this.#permissions.isOwn(threadId);
  }

  /** Those of sub-agents that the server has loaded: it names the loaded ones; whose they are, items say. */
  async #loadedSubAgents(threadId: string): Promise<string[]> {
    const named = new Set(this.agents.namedBelow(threadId));
    if (named.size === 0) return [];
    const { data } = await this.#call("thread/loaded/list", {});
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

  #runningTurnId(threadId: string): string | undefined {
    const state = this.store.get(threadId);
    return state && runningTurn(state)?.turnId;
  }

  #append(threadId: string, event: ThreadEvent): void {
    this.store.append(threadId, event);
  }

  async #call<M extends CallMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf[M]> {
    return (await this.#options.server.ready()).call(method, params);
  }
}
