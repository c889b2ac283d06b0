// Threads on a server: the one door for the view and the test client to all that is done with them, and the way of every
// notification into the store. It does little itself: the rooms behind it do (`rooms.ts`). Knows no page and no vscode.

import type { AnswerDetails } from "../shared/approvals/reply.ts";
import { isAllowing, type ChoiceId } from "../shared/approvals/choices.ts";
import type { Permissions } from "../shared/permissions.ts";
import type { FileUpdateChange, ServerNotification, ServerRequest, v2 } from "../shared/protocol.ts";
import type { AgentThreads } from "./agentThreads.ts";
import type { CheckpointedTurns } from "./checkpointedTurns.ts";
import type { ElsewhereThreads } from "./elsewhere.ts";
import type { ForkPoint } from "./loading.ts";
import type { MessageQueueOptions } from "./messageQueue.ts";
import { forgotten, NotSent } from "./notSent.ts";
import { makeParentFolders } from "./parentFolders.ts";
import type { AnswerOutcome, Decision, PendingRequests, ReplyOnce } from "./pendingRequests.ts";
import { readProcesses, type ProcessRow } from "./processes.ts";
import type { Prompts } from "./prompts.ts";
import { Rooms, type ThreadsOptions } from "./rooms.ts";
import type { SensitiveChanges } from "./sensitiveChanges.ts";
import type { SessionGrants } from "./sessionGrants.ts";
import type { ThreadStore } from "./threadStore.ts";

export class Threads {
  readonly store: ThreadStore;
  readonly pending: PendingRequests;
  readonly agents: AgentThreads;
  /** Those that other windows and terminals hold. */
  readonly elsewhere: ElsewhereThreads;
  readonly sensitive: SensitiveChanges;
  /** What was allowed until the server ends. */
  readonly sessionGrants: SessionGrants;
  /** undefined: none are taken. */
  readonly checkpointed: CheckpointedTurns | undefined;
  readonly #rooms: Rooms;
  readonly #log: (line: string) => void;

  constructor(options: ThreadsOptions) {
    const rooms = new Rooms(options);
    this.#rooms = rooms;
    this.#log = options.log;
    this.store = rooms.store;
    this.pending = rooms.pending;
    this.agents = rooms.agents;
    this.elsewhere = rooms.elsewhere;
    this.sensitive = rooms.sensitive;
    this.sessionGrants = rooms.sessionGrants;
    this.checkpointed = rooms.checkpointed;
  }

  /** See Loading.start. */
  start(folder: string): Promise<string> {
    return this.#rooms.loading.start(folder);
  }

  /**
   * Changes what the thread may do, from its next turn on. Resolves when the server said that it is in force. Throws
   * NotSwitched, ThreadForgotten or as `resume` does; then nothing changed.
   */
  async setPermissions(threadId: string, permissions: Permissions): Promise<void> {
    try {
      await this.resume(threadId);
    } catch (error) {
      throw this.#rooms.prompts.isForgotten(threadId, error) ? forgotten(error) : error;
    }
    await this.#rooms.permissions.switch(threadId, permissions, "thread");
  }

  /** See Loading.resume. */
  resume(threadId: string, folder?: string): Promise<string> {
    return this.#rooms.loading.resume(threadId, folder);
  }

  /** See Loading.open. */
  open(threadId: string, onShowable?: () => void): Promise<void> {
    return this.#rooms.loading.open(threadId, onShowable);
  }

  /** Begins a review by the agent, as a turn of the thread. Throws NotSent, or like `resume`. */
  async review(threadId: string, target: v2.ReviewTarget): Promise<void> {
    await this.resume(threadId);
    await this.#rooms.permissions.settled(threadId);
    const blocked = this.store.get(threadId)?.blocked;
    if (blocked) throw new NotSent(blocked);
    if (this.#rooms.prompts.isBusy(threadId, null)) throw new NotSent("Codex is working in this thread.");
    await this.checkpointed?.before(threadId);
    await this.#rooms.call("review/start", { threadId, target, delivery: "inline" });
  }

  /** See Loading.fork. */
  fork(threadId: string, at: ForkPoint = {}): Promise<string> {
    return this.#rooms.loading.fork(threadId, at);
  }

  /** See Loading.revert. What runs is stopped first. */
  async revert(threadId: string, beforeTurnId: string): Promise<void> {
    if (this.#rooms.runningTurnId(threadId) !== undefined) await this.stop(threadId);
    await this.#rooms.loading.revert(threadId, beforeTurnId);
  }

  /**
   * Lets go of a thread, so that another process may write to it; the next prompt takes it again. False when it is
   * still held, because something runs in it.
   */
  async release(threadId: string): Promise<boolean> {
    if (this.#rooms.runningTurnId(threadId) !== undefined) return false;
    return this.#rooms.held.release(threadId);
  }

  /** The threads that the server holds for us. */
  get loaded(): readonly string[] {
    return this.#rooms.held.ids;
  }

  /** See Stopping.endCommand. */
  endCommand(threadId: string, processId: string): Promise<boolean> {
    return this.#rooms.stopping.endCommand(threadId, processId);
  }

  /** What runs behind the threads of this window. Throws as the server does. */
  processes(): Promise<ProcessRow[]> {
    return readProcesses((method, params) => this.#rooms.call(method, params), this.loaded);
  }

  /** Threads in which commands outlived their turns. */
  get withCommands(): readonly string[] {
    return this.loaded.filter((threadId) => (this.store.get(threadId)?.commands.length ?? 0) > 0);
  }

  /** Threads of this window, none of agents, in which a turn runs. */
  get running(): readonly string[] {
    const isRoot = (threadId: string): boolean => this.agents.rootOf(threadId) === threadId;
    return this.loaded.filter(
      (threadId) => isRoot(threadId) && this.#rooms.runningTurnId(threadId) !== undefined,
    );
  }

  /** Whether commands that it started still run in it, beyond its turns. */
  async hasTerminals(threadId: string): Promise<boolean> {
    const { data } = await this.#rooms.call("thread/backgroundTerminals/list", { threadId });
    return data.length > 0;
  }

  /**
   * Lets go of a thread, and of all that is known of it as soon as the server says that it is unloaded: who opens it
   * again reads it anew.
   */
  async unload(threadId: string): Promise<void> {
    if (this.#rooms.runningTurnId(threadId) !== undefined) return;
    await this.#rooms.held.leave(threadId);
  }

  /** The thread is no more: nothing of it is kept here. */
  forget(threadId: string): void {
    this.#rooms.work?.forget(threadId);
    this.#drop(threadId);
  }

  #drop(threadId: string): void {
    this.elsewhere.stop(threadId);
    this.#rooms.held.drop(threadId);
    this.#rooms.permissions.forget(threadId);
    this.#rooms.unasked.forget(threadId);
    this.store.forget(threadId);
  }

  /** Reads the page of history before what is known. Nothing happens when there is none. */
  async loadOlder(threadId: string): Promise<void> {
    await this.#rooms.history.loadOlder(threadId);
    this.checkpointed?.tell(threadId);
  }

  /** See Prompts.send. */
  send(...prompt: Parameters<Prompts["send"]>): Promise<void> {
    return this.#rooms.prompts.send(...prompt);
  }

  /** See Prompts.sendAgain. */
  sendAgain(threadId: string, clientId: string): Promise<void> {
    return this.#rooms.prompts.sendAgain(threadId, clientId);
  }

  /** See Prompts.discard. */
  discard(threadId: string, clientId: string): void {
    this.#rooms.prompts.discard(threadId, clientId);
  }

  /** What a person wrote in a thread that the server has forgotten: their text, oldest first. */
  lostPrompts(threadId: string): string[] {
    return this.#rooms.work?.lostPrompts(threadId) ?? [];
  }

  /** What a queue of messages needs of the threads. */
  get queueParts(): Pick<MessageQueueOptions, "send" | "wasTaken" | "isBusy" | "onChange"> {
    return {
      send: (threadId, { clientId, text }, how) => this.send(threadId, text, clientId, how),
      wasTaken: async (threadId, clientId) => {
        await this.resume(threadId);
        return this.#rooms.prompts.wasTaken(threadId, clientId);
      },
      isBusy: (threadId) => this.#rooms.prompts.isBusy(threadId, null),
      onChange: (threadId, queue) =>
        this.#rooms.append(threadId, { method: "lectern/queueChanged", params: { queue } }),
    };
  }

  /** See Stopping.stop. */
  stop(threadId: string): Promise<void> {
    return this.#rooms.stopping.stop(threadId);
  }

  /** Nothing is looked at any more. */
  dispose(): void {
    this.elsewhere.dispose();
  }

  /** The server ended and with it its commands: resolves when nothing of their sandboxes lies about. */
  async tidy(): Promise<void> {
    await this.#rooms.leftovers.removeAll();
    await this.#rooms.temp.remove();
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
    if (outcome !== "sent") this.#log(`an answer was dropped: ${outcome}`);
    return outcome;
  }

  /** A disk that refuses is the server's to tell: the patch fails in its own words. */
  async #makeParentFolders(cwd: string, changes: readonly FileUpdateChange[]): Promise<void> {
    if (cwd === "") return;
    try {
      await makeParentFolders(cwd, changes);
    } catch (error) {
      this.#log(`the folders of a change were not made: ${String(error)}`);
    }
  }

  /** Takes a notification of the server into the thread that it belongs to. */
  handleNotification(notification: ServerNotification, generation: number): void {
    this.#rooms.work?.told(notification);
    this.#rooms.incoming.handleNotification(notification, generation);
    this.#rooms.unasked.handleNotification(notification);
    this.#rooms.terminals.told(notification);
    if (notification.method === "thread/settings/updated")
      this.#rooms.permissions.settingsUpdated(notification);
    this.checkpointed?.handleNotification(notification);
    if (notification.method === "turn/started") this.#rooms.prompts.turnTold(notification.params.threadId);
    this.#rooms.stopping.told(notification);
    if (notification.method === "thread/queue/changed")
      this.#rooms.queue.changed(notification.params.threadId);
    // Told also when an archiving or a refused deletion unloaded it, and then nothing else says so.
    if (notification.method === "thread/status/changed" && notification.params.status.type === "notLoaded")
      this.unloaded(notification.params.threadId);
  }

  /** Takes a server request: shows its card, or answers it at once with its refusal. */
  handleRequest(request: ServerRequest, reply: ReplyOnce, generation: number): void {
    this.#rooms.incoming.handleRequest(request, reply, generation);
  }

  /** The process of that generation ended: nothing of it will be heard again. */
  serverGone(generation: number): void {
    this.#rooms.held.serverGone();
    this.sessionGrants.clear();
    this.pending.serverGone(generation);
    this.#rooms.permissions.serverGone();
    this.#rooms.prompts.serverGone();
    this.#rooms.work?.releaseAll();
    const atMs = this.#rooms.now();
    for (const threadId of this.store.ids)
      this.#rooms.append(threadId, { method: "lectern/serverGone", params: { atMs } });
    this.checkpointed?.serverGone();
  }

  /** The server unloaded the thread by itself: the next prompt resumes it. */
  unloaded(threadId: string): void {
    this.#rooms.work?.release(threadId);
    if (!this.#rooms.held.unloaded(threadId)) return;
    for (const agent of this.agents.namedBelow(threadId)) this.#drop(agent);
    this.#drop(threadId);
  }

  /** Whether this client started or resumed the thread itself: sub-agents' threads are not its own. */
  isOwn(threadId: string): boolean {
    return this.#rooms.permissions.isOwn(threadId);
  }
}
