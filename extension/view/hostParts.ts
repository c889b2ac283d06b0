// The parts that all pages of one window share, introduced to each other: server, threads, account, demo, and
// the host state that every page shows. No page, no commands.

import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { Account } from "../account/account.ts";
import { resolveCodexHome } from "../codex/environment.ts";
import { Supervisor, type Launch, type SupervisorState } from "../codex/supervisor.ts";
import type { Changes } from "../checkpoints/changes.ts";
import { Checkpoints } from "../checkpoints/checkpoints.ts";
import { entryOf, isDurable } from "../journal/approvalEntries.ts";
import { Journal } from "../journal/journal.ts";
import { turnRecords } from "../journal/turnRecords.ts";
import { LeftoverFiles } from "../journal/leftoverFiles.ts";
import { WorkFiles } from "../journal/workFiles.ts";
import { DemoMode } from "../demo/demoMode.ts";
import { provedBy } from "../rules/matchRule.ts";
import { readRuleFiles } from "../rules/ruleFiles.ts";
import { initialHostState, type AccountView, type HostState, type Notice } from "../shared/hostState.ts";
import {
  pinnedVersion,
  type NotificationOf,
  type ServerNotification,
  type TurnStatus,
} from "../shared/protocol.ts";
import { withNotice } from "../shared/notices.ts";
import { mergeLimits } from "../shared/rateLimits.ts";
import { isHostNotification, routeOf, type HostNotification } from "../shared/routes.ts";
import { runningTurn } from "../shared/threadState.ts";
import { KeptFile } from "../memory/keptFile.ts";
import { VerifiedFile } from "../memory/verifiedFile.ts";
import type { WhileBusy } from "../shared/messageQueue.ts";
import { MessageQueue } from "../threads/messageQueue.ts";
import { ThreadList } from "../threadList/threadList.ts";
import { Threads } from "../threads/threads.ts";
import { nextFolder, pickFolder, startFolders, startInWorktree } from "./folderPick.ts";
import { editorBuffers } from "./editorBuffers.ts";
import type { Log } from "./log.ts";
import { noticeOf } from "./noticeOf.ts";
import { PermissionParts } from "./permissionParts.ts";
import { makeLaunch } from "./serverLaunch.ts";
import { serverView } from "./serverView.ts";
import { setting } from "./settings.ts";
import { ToolListNotices } from "./toolListNotices.ts";

export class HostParts implements vscode.Disposable {
  readonly threads: Threads;
  /** What was asked and decided, kept on the disk. */
  readonly journal: Journal;
  readonly threadList: ThreadList;
  /** What waits for the running turns. */
  readonly messageQueue: MessageQueue;
  readonly account: Account;
  readonly permissions: PermissionParts;
  /** Whether some page shows the thread. */
  isShown: (threadId: string) => boolean = () => false;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #supervisor: Supervisor;
  readonly #verified: VerifiedFile;
  readonly #changed = new vscode.EventEmitter<HostState>();
  /** Fires with the new host state. */
  readonly onChange = this.#changed.event;
  readonly #approvals = new vscode.EventEmitter<void>();
  /** Fires when approvals opened or closed in any thread. */
  readonly onApprovals = this.#approvals.event;
  readonly #listed = new vscode.EventEmitter<readonly string[] | "all">();
  /** Fires with the ids of the threads whose entries changed, or "all". */
  readonly onList = this.#listed.event;
  readonly #turnEnded = new vscode.EventEmitter<{ threadId: string; status: TurnStatus }>();
  /** Fires when a turn of a thread that a person follows has ended. */
  readonly onTurnEnded = this.#turnEnded.event;
  readonly #ran = new vscode.EventEmitter<void>();
  /** Fires when a turn began or ended in any thread. */
  readonly onRunning = this.#ran.event;
  readonly #checkpoints: Checkpoints;
  readonly #changesKnown = new vscode.EventEmitter<string>();
  /** Fires with the id of a thread when what it changed became known, or a deed on that was done. */
  readonly onChanges = this.#changesKnown.event;
  readonly #toolLists: ToolListNotices;
  readonly #unknownMethods = new Set<string>();
  #state: HostState = initialHostState;
  #generation = 0;
  #noticeCount = 0;
  readonly #demo = new DemoMode({
    folder: () => this.#demoFolder(),
    onChange: (label) => this.#demoChanged(label),
  });
  readonly #listening: vscode.Disposable;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
    this.#verified = new VerifiedFile(context.globalStorageUri.fsPath, log.info);
    this.#supervisor = new Supervisor({
      launch: () => this.#launch(),
      onState: (state) => this.#serverChanged(state),
      onNotification: (notification, generation) => this.#notified(notification, generation),
      onRequest: (request, reply, generation) => this.threads.handleRequest(request, reply, generation),
      onUnresponsive: () => this.set({ server: { phase: "unresponsive" } }),
      onResponsive: () => this.#serverChanged(this.#supervisor.state),
      verified: this.#verified,
      log: log.info,
    });
    this.journal = new Journal({
      folder: path.join(context.globalStorageUri.fsPath, "journal"),
      log: log.info,
      now: Date.now,
      onProblem: (problem) => {
        if (problem !== null) this.notice("warning", "Your decisions are not being recorded.", problem);
      },
    });
    this.#checkpoints = new Checkpoints({
      storage: path.join((context.storageUri ?? context.globalStorageUri).fsPath, "checkpoints"),
      buffers: editorBuffers,
      onChanges: (threadId) => {
        this.threads.checkpointed?.tell(threadId);
        this.#changesKnown.fire(threadId);
      },
      log: log.info,
    });
    this.threads = new Threads({
      checkpoints: { store: this.#checkpoints, isOn: takesCheckpoints },
      server: this.#supervisor,
      policy: async (threadId, cwd) => ({
        ...(await this.permissions.policy(threadId, cwd)),
        codexHome: this.codexHome,
        ...(this.#demo.on && { config: this.#demo.on.configOverrides }),
      }),
      record: (record) => this.journal.append(entryOf(record), { durable: isDurable(record) }),
      keptWork: new WorkFiles({
        folder: path.join(context.globalStorageUri.fsPath, "work"),
        log: log.info,
        onProblem: (problem) => this.notice("warning", "Your prompts are not safe from a crash.", problem),
      }),
      keptNames: new LeftoverFiles({
        folder: path.join(context.globalStorageUri.fsPath, "sandboxes"),
        log: log.info,
      }),
      isQueued: (threadId, clientId) => this.messageQueue.has(threadId, clientId),
      isShown: (threadId) => this.isShown(threadId),
      ruleFor: async (command) => provedBy(command, await readRuleFiles(this.codexHome)),
      ...turnRecords(this.journal),
      onApprovals: () => this.#approvals.fire(),
      log: log.info,
    });
    this.messageQueue = this.#makeQueue();
    this.permissions = new PermissionParts({
      context,
      threads: this.threads,
      server: this.#supervisor,
      folder: () => this.#state.folder?.path,
      tell: (view) => this.set(view),
      notice: (text, detail) => this.notice("warning", text, detail),
      log,
    });
    this.#toolLists = new ToolListNotices({
      server: this.#supervisor,
      codexHome: () => this.codexHome,
      folder: context.globalStorageUri.fsPath,
      notice: (text, detail) => this.notice("warning", text, detail),
      log: log.info,
    });
    this.threadList = new ThreadList({
      server: this.#supervisor,
      onChange: (changed) => this.#listed.fire(changed),
      log: log.info,
    });
    this.account = new Account({
      server: this.#supervisor,
      onChange: (account) => this.#accountChanged(account),
      onFailed: (detail) => this.notice("error", "Signing in did not work.", detail),
      log: log.info,
    });
    this.set({ trusted: vscode.workspace.isTrusted, ...this.#folders() });
    this.permissions.tell();
    this.#listening = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("lectern.whileBusy")) this.set({ whileBusy: whileBusy() });
    });
    this.set({ whileBusy: whileBusy() });
  }

  #makeQueue(): MessageQueue {
    const { threads } = this;
    const folder = (this.#context.storageUri ?? this.#context.globalStorageUri).fsPath;
    return new MessageQueue({
      ...threads.queueParts,
      kept: new KeptFile(path.join(folder, "queue.json"), this.#log.info),
      log: this.#log.info,
    });
  }

  get state(): HostState {
    return this.#state;
  }

  get codexHome(): string {
    if (this.#demo.on) return this.#demoHome;
    return resolveCodexHome(setting("codexHome"), process.env, homedir());
  }

  get #demoHome(): string {
    return path.join(this.#context.globalStorageUri.fsPath, "demo-home");
  }

  /** What turns and threads changed, and the deeds on that. */
  get changes(): Changes {
    return this.#checkpoints.changes;
  }

  set(change: Partial<HostState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.fire(this.#state);
  }

  /** Tells something that has no thread, and gives the notice's id. Pages neutralise `detail`, it may be outside text. */
  notice(severity: Notice["severity"], text: string, detail: string): string {
    const words = { severity, text, detail };
    const { notices, id } = withNotice(this.#state.notices, words, ++this.#noticeCount);
    if (notices !== this.#state.notices) this.set({ notices });
    return id;
  }

  dismiss(id: string): void {
    this.#toolLists.dismissed(id);
    this.set({ notices: this.#state.notices.filter((notice) => notice.id !== id) });
  }

  /** The open folders changed. */
  refreshFolder(): void {
    this.set(this.#folders());
    this.permissions.tell();
  }

  /** The person chooses where the next thread starts. */
  async pickFolder(): Promise<void> {
    if (await pickFolder(this.#context.workspaceState)) this.refreshFolder();
  }

  /** The next thread starts in a git worktree that is made for it. False when the person chose none. */
  async startInWorktree(): Promise<boolean> {
    const isMade = await startInWorktree(this.#context.workspaceState);
    if (isMade) this.refreshFolder();
    return isMade;
  }

  #folders(): Pick<HostState, "folder" | "folders"> {
    return {
      folder: nextFolder(this.#context.workspaceState),
      folders: startFolders(this.#context.workspaceState),
    };
  }

  /** Starts the server unless it runs. Nothing is spawned or read in a folder that is not trusted. */
  start(): void {
    const trusted = vscode.workspace.isTrusted;
    this.set({ trusted, ...this.#folders() });
    if (trusted) this.#supervisor.start();
  }

  async restart(): Promise<void> {
    if (vscode.workspace.isTrusted) await this.#supervisor.restart();
  }

  /** Calls the server once it is ready. */
  ready(): ReturnType<Supervisor["ready"]> {
    this.start();
    return this.#supervisor.ready();
  }

  /** The checked program that the running server was started from; undefined while none runs. */
  get executable(): string | undefined {
    const { state } = this.#supervisor;
    return state.phase === "ready" ? state.binary.executable : undefined;
  }

  /** Turns the offline demo on: the scripted model on loopback, the real server with a home of its own. */
  async startDemo(): Promise<void> {
    if (vscode.workspace.isTrusted) await this.#demo.start();
  }

  leaveDemo(): Promise<void> {
    return this.#demo.leave();
  }

  #demoFolder(): string | undefined {
    const { folder } = this.#state;
    if (!folder) this.notice("info", "Open a folder first: the demo works on its files.", "");
    return folder?.path;
  }

  async #demoChanged(label: string | null): Promise<void> {
    if (label !== null) await mkdir(this.#demoHome, { recursive: true, mode: 0o700 });
    const account: AccountView =
      label === null ? { phase: "unknown" } : { phase: "notNeeded", provider: label };
    this.set({ demo: label, account });
    await this.#supervisor.restart();
  }

  /** Ends everything; resolves when no process of ours is left. */
  async end(): Promise<void> {
    this.#listening.dispose();
    this.threads.dispose();
    await this.#supervisor.dispose();
    await this.#verified.settled();
    await this.threads.tidy();
    await this.messageQueue.settled();
    await this.threads.checkpointed?.settled();
    await this.#checkpoints.settled();
    await this.journal.dispose();
    await this.permissions.end();
    await this.#toolLists.settled();
    await this.#demo.dispose();
    this.#changed.dispose();
    this.#approvals.dispose();
    this.#listed.dispose();
    this.#changesKnown.dispose();
    this.#turnEnded.dispose();
    this.#ran.dispose();
  }

  dispose(): void {
    this.end().catch((error: unknown) => this.#log.failed("ending the server", error));
  }

  async #launch(): Promise<Launch> {
    if (!vscode.workspace.isTrusted) throw new Error("The folder is not trusted.");
    const isDemo = this.#demo.on !== undefined;
    return await makeLaunch(this.#context, { codexHome: this.codexHome, isDemo });
  }

  #serverChanged(state: SupervisorState): void {
    if (state.phase === "ready") {
      this.#generation = state.generation;
      if (state.untested) this.#tellUntested();
      this.permissions.serverReady();
      this.threadList.serverReady(this.codexHome);
      this.account.refresh().catch((error: unknown) => this.#log.failed("account/read", error));
    } else if (this.#state.server.phase === "ready" || this.#state.server.phase === "unresponsive") {
      this.messageQueue.serverGone();
      this.threads.serverGone(this.#generation);
      this.threadList.serverGone();
      this.account.serverGone();
      this.#supervisor.setBusy(false);
      this.#ran.fire();
    }
    this.set({ server: serverView(state) });
  }

  #tellUntested(): void {
    const text = "Lectern was not tested with this version of the app-server. Some things may not work.";
    this.notice("warning", text, `Tested with ${pinnedVersion}.`);
  }

  #notified(notification: ServerNotification, generation: number): void {
    if (routeOf(notification) === undefined && !this.#unknownMethods.has(notification.method)) {
      this.#unknownMethods.add(notification.method);
      this.#log.info(`unknown notification ${notification.method}`);
    }
    this.threads.handleNotification(notification, generation);
    this.threadList.handleNotification(notification);
    this.#toolLists.handleNotification(notification);
    if (notification.method === "turn/started" || notification.method === "turn/completed") this.#noteBusy();
    if (notification.method === "turn/completed") this.#noteTurnEnd(notification.params);
    if (isHostNotification(notification)) this.#hostNotified(notification);
  }

  #hostNotified(notification: HostNotification): void {
    this.account.handleNotification(notification);
    const told = noticeOf(notification);
    if (told) this.notice(told.severity, told.text, told.detail);
    switch (notification.method) {
      case "configWarning": {
        const { summary, details } = notification.params;
        return this.#log.info(`configuration: ${summary} ${details ?? ""}`);
      }
      case "thread/deleted":
        this.#checkpoints
          .forget(notification.params.threadId)
          .catch((error: unknown) => this.#log.failed("forgetting the checkpoints of a thread", error));
        return;
      case "thread/closed":
        return this.threads.unloaded(notification.params.threadId);
      case "account/rateLimits/updated": {
        const limits = mergeLimits(this.#state.limits, notification.params.rateLimits);
        // Told with every answer of the model, mostly without news.
        if (limits !== this.#state.limits) this.set({ limits });
        return;
      }
      default:
        return;
    }
  }

  /** Limits are an account's: another one's, or none's, are not known yet. */
  #accountChanged(told: AccountView): void {
    const demo = this.#demo.on;
    const account: AccountView = demo ? { phase: "notNeeded", provider: demo.label } : told;
    const isSame = JSON.stringify(account) === JSON.stringify(this.#state.account);
    this.set(isSame ? { account } : { account, limits: [] });
  }

  /** Sub-agents' turns and the second turn of a review are none that a person waits for. */
  #noteTurnEnd({ threadId, turn }: NotificationOf<"turn/completed">["params"]): void {
    if (!this.threads.isOwn(threadId)) return;
    this.#turnEnded.fire({ threadId, status: turn.status });
    this.messageQueue.turnEnded(threadId, turn.status);
  }

  #noteBusy(): void {
    const busy = this.threads.store.ids.some((threadId) => {
      const state = this.threads.store.get(threadId);
      return state !== undefined && runningTurn(state) !== undefined;
    });
    this.#supervisor.setBusy(busy);
    this.#ran.fire();
  }
}

/** A workspace may say so too: a folder may be too large for them. */
function takesCheckpoints(): boolean {
  return vscode.workspace.getConfiguration("lectern").get("checkpoints", true);
}

function whileBusy(): WhileBusy {
  return setting("whileBusy") === "queue" ? "queue" : "steer";
}
