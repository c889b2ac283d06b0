// One page and the thread that it shows: its intents become calls, the thread's events go to it. The page is
// untrusted: every message is parsed, and only ids and texts of the person are taken from it.

import * as vscode from "vscode";
import { parseIntent, type HostMessage, type Intent, type KeptDraft, type Reveal } from "../shared/bridge.ts";
import type { PageEvent } from "../shared/events.ts";
import { heldByHost, type PageState } from "../shared/pageState.ts";
import { permissionsOf, type Permissions } from "../shared/permissions.ts";
import { runningTurn } from "../shared/threadState.ts";
import type { v2 } from "../shared/protocol.ts";
import { isUnknownThread, ThreadForgotten } from "../threads/notSent.ts";
import type { AskedDiffs } from "./askedDiffs.ts";
import type { ChangesParts } from "./changesParts.ts";
import type { HostParts } from "./hostParts.ts";
import type { KeptPage } from "../memory/memoryFile.ts";
import { titleOf } from "../threadList/threadEntry.ts";
import type { Log } from "./log.ts";
import { failureWords } from "./failureWords.ts";
import type { DocumentOptions } from "./pageDocument.ts";
import { PageChannel } from "./pageChannel.ts";
import { PageMessages } from "./pageMessages.ts";
import { PageMoves } from "./pageMoves.ts";
import { isOpening, PageOpenings } from "./pageOpenings.ts";
import type { ReviewFindings } from "./reviewFindings.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

export interface ChatPageOptions {
  readonly parts: HostParts;
  readonly documents: VirtualDocuments;
  readonly askedDiffs: AskedDiffs;
  /** What can be done with changes. */
  readonly changes: () => ChangesParts;
  /** What reviews found. */
  readonly findings: () => ReviewFindings;
  readonly log: Log;
  /** Where its thread and unsent text are kept over reloads. */
  readonly memory: KeptPage;
  /** The person did something in it. */
  readonly onUsed: () => void;
}

/** How often the page may be posted to: a frame. */
const frameMs = 17;
/** Turns that one step back in the history brings. */
const olderTurns = 20;

export class ChatPage implements vscode.Disposable {
  readonly #options: ChatPageOptions;
  readonly #channel: PageChannel;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #shown = new vscode.EventEmitter<string | undefined>();
  /** Fires with the id of the thread that is shown from now on. */
  readonly onShow = this.#shown.event;
  readonly #titled = new vscode.EventEmitter<string>();
  /** Fires with the title of what is shown, when it changed. Outside text. */
  readonly onTitle = this.#titled.event;
  #webview: vscode.Webview | undefined;
  #listening: vscode.Disposable | undefined;
  #threadId: string | undefined;
  /** The thread of the last time; null once it was opened or another one was. */
  #remembered: string | null;
  #title: string;
  #opening: Promise<void> | undefined;
  readonly #wasDemo: boolean;
  #draft: KeptDraft;
  readonly #messages: PageMessages;
  readonly #openings: PageOpenings;
  readonly #moves: PageMoves;

  constructor(options: ChatPageOptions) {
    this.#options = options;
    const { threadId, title, draft, demo } = options.memory.read();
    this.#remembered = threadId;
    this.#wasDemo = demo;
    this.#draft = draft;
    this.#title = title;
    this.#channel = new PageChannel({
      post: (message: HostMessage) => this.#webview?.postMessage(message) ?? Promise.resolve(false),
      state: () => this.#state(),
      draft: () => this.#draft,
      nextFrame: (callback) => void setTimeout(callback, frameMs),
    });
    this.#messages = new PageMessages({
      parts: options.parts,
      threadId: () => this.#threadId,
      thread: () => this.#state().thread,
      show: (next) => this.show(next),
      opened: async () => this.#opening,
      fate: (clientId, taken) => this.#promptFate(clientId, taken),
    });
    const { parts, documents, askedDiffs, changes, findings } = options;
    this.#openings = new PageOpenings({
      thread: () => this.#state().thread,
      folder: () => parts.state.folder?.path,
      pending: parts.threads.pending,
      documents,
      askedDiffs,
      changes,
      findings,
      picture: (key, picture) => this.#channel.picture(key, picture),
    });
    this.#moves = new PageMoves({
      threads: parts.threads,
      changes,
      thread: () => this.#state().thread,
      show: (next) => this.show(next),
      toComposer: () => this.reveal({ type: "reveal", what: "composer", words: null }),
    });
    this.#disposables.push(
      options.parts.onChange((host) => this.#channel.event({ method: "lectern/host", params: { host } })),
    );
  }

  /** The thread that is shown, if any. */
  get threadId(): string | undefined {
    return this.#threadId;
  }

  /** The shown thread's title, or that of the one that comes back; "" for none. Outside text. */
  get title(): string {
    return this.#title;
  }

  /** The id under which the page is kept. */
  get id(): string {
    return this.#options.memory.id;
  }

  /** What its document has to tell. */
  get document(): DocumentOptions {
    return { pageId: this.id, hasThread: this.#threadId !== undefined || this.#remembered !== null };
  }

  /** Binds a webview that was just made: its page will say `ready`. */
  attach(webview: vscode.Webview): void {
    this.detach();
    this.#webview = webview;
    this.#listening = webview.onDidReceiveMessage((message: unknown) => {
      const intent = parseIntent(message);
      if (!intent) return this.#options.log.info("a message of the page was dropped");
      if (intent.type !== "ready") this.#options.onUsed();
      this.#do(intent).catch((error: unknown) => this.#failed(intent, error));
    });
    // The page takes its time to load: meanwhile the server starts and the thread of the last time is opened.
    this.#options.parts.start();
    void this.restore();
  }

  detach(): void {
    this.#listening?.dispose();
    this.#webview = undefined;
    this.#channel.disconnect();
  }

  /** An event of any thread; those of the shown one go to the page. */
  threadEvent(threadId: string, event: PageEvent): void {
    if (threadId === this.#threadId) {
      if (changesTitle.has(event.method)) this.#tellTitle();
      // The page may hold fewer turns than are left: it begins anew.
      if (beginsAnew.has(event.method)) return this.#channel.refresh();
      return this.#channel.event(event);
    }
    if (!changesParent.has(event.method) || this.#threadId === undefined) return;
    const { agents } = this.#options.parts.threads;
    if (agents.rootOf(this.#threadId) !== threadId && agents.viewOf(this.#threadId)?.threadId !== threadId)
      return;
    this.#channel.event({ method: "lectern/parent", params: { parent: agents.viewOf(this.#threadId) } });
  }

  reveal(reveal: Reveal): void {
    this.#channel.reveal(reveal);
  }

  /** Brings an approval up, in the thread where its card stands. */
  revealApproval(threadId: string, approvalKey: string, pick: "allow" | "deny" | null): void {
    if (this.#threadId !== threadId) this.show(threadId);
    this.reveal({ type: "reveal", what: "approval", approvalKey, pick });
  }

  /** Shows a thread (undefined: none, the first prompt starts one). */
  show(threadId: string | undefined): void {
    this.#threadId = threadId;
    this.#remembered = null;
    this.#messages.left();
    // What waits in it is part of what the page is about to get.
    if (threadId !== undefined) void this.#options.parts.messageQueue.tell(threadId);
    this.#tellTitle();
    this.#keep();
    this.#channel.refresh();
    this.#shown.fire(threadId);
  }

  /** Has the shown thread reviewed, or a new one when none is shown or it takes no review now. */
  async review(target: v2.ReviewTarget): Promise<void> {
    const thread = this.#state().thread;
    if (thread && (thread.agent !== null || runningTurn(thread))) this.show(undefined);
    await this.#options.parts.threads.review(await this.#messages.shownOrNew(), target);
  }

  async stop(): Promise<void> {
    const { threads } = this.#options.parts;
    if (this.#threadId !== undefined) await threads.stop(threads.agents.rootOf(this.#threadId));
  }

  /** For the shown thread, or for the next one when none is. Asks the person where that is due. */
  async setPermissions(permissions: Permissions): Promise<void> {
    const { permissions: parts } = this.#options.parts;
    try {
      await parts.choose(this.#threadId, permissions);
    } catch (error) {
      if (!(error instanceof ThreadForgotten)) throw error;
      this.show(undefined);
      await parts.choose(undefined, permissions);
    }
  }

  /** What the shown thread may do, or the next one begins with. */
  get shownPermissions(): Permissions {
    const { host, thread } = this.#state();
    return thread?.permissions ?? permissionsOf(host.mode, host.autoReview);
  }

  dispose(): void {
    this.detach();
    this.#channel.dispose();
    this.#shown.dispose();
    this.#titled.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #state(): PageState {
    const { parts } = this.#options;
    const thread = this.#threadId === undefined ? undefined : parts.threads.store.get(this.#threadId);
    const parent = this.#threadId === undefined ? null : parts.threads.agents.viewOf(this.#threadId);
    return { host: parts.state, thread: thread ?? null, parent };
  }

  async #do(intent: Intent): Promise<void> {
    const { parts, log } = this.#options;
    if (isOpening(intent)) return this.#openings.do(intent);
    switch (intent.type) {
      case "ready":
        return this.#ready();
      case "send":
        return this.#messages.send(intent);
      case "resend":
        return this.#messages.resend(intent, intent.itemId);
      case "sendAgain":
        return this.#messages.sendAgain(intent.clientId);
      case "continueHere":
        return void (
          this.#threadId && (await parts.threads.elsewhere.continueHere(this.#threadId, intent.isWanted))
        );
      case "pickFolder":
        return parts.pickFolder();
      case "endCommand":
        return void (this.#threadId && (await parts.threads.endCommand(this.#threadId, intent.processId)));
      case "forkThread":
        return this.#moves.forkWhole();
      case "discard":
        return void (this.#threadId && parts.threads.discard(this.#threadId, intent.clientId));
      case "queue":
        return this.#messages.queue(intent);
      case "unqueue":
      case "moveQueued":
      case "sendQueued":
      case "holdQueue":
        return this.#messages.onQueue(intent);
      case "revert":
        return this.#moves.revert(intent.itemId);
      case "fork":
        return this.#moves.fork(intent.itemId);
      case "stop":
        return this.stop();
      case "newThread":
        return this.show(undefined);
      case "pickThread":
        return void (await vscode.commands.executeCommand("lectern.openThread"));
      case "answer":
        return void (await parts.threads.answer(intent.approvalKey, intent.choice, intent.details));
      case "loadOlder":
        return this.#loadOlder(intent.beforeTurnId);
      case "draft":
        this.#draft = { text: intent.text, revision: intent.revision };
        return this.#keep();
      case "showThread":
        return this.#moves.toAgent(intent.threadId);
      case "signIn":
        return void (await vscode.commands.executeCommand("lectern.signIn", intent.how));
      case "cancelSignIn":
        return parts.account.cancel();
      case "signOut":
        return parts.account.signOut();
      case "restartServer":
        return parts.restart();
      case "startDemo":
        return void (await vscode.commands.executeCommand("lectern.startDemo"));
      case "leaveDemo":
        return void (await vscode.commands.executeCommand("lectern.leaveDemo"));
      case "showLog":
        return log.show();
      case "manageTrust":
        return void (await vscode.commands.executeCommand("workbench.trust.manage"));
      case "openFolder":
        return void (await vscode.commands.executeCommand("vscode.openFolder"));
      case "setMode":
        return this.setPermissions(permissionsOf(intent.mode, intent.autoReview));
      case "dismissNotice":
        return parts.dismiss(intent.id);
    }
  }

  /** The page is there: start what it needs, bring back its thread, and tell it everything. */
  async #ready(): Promise<void> {
    const { parts } = this.#options;
    parts.start();
    this.#channel.ready();
    await this.restore();
  }

  /** Opens the thread of the last time, unless another is shown. Nothing is read in a folder that is not trusted. */
  async restore(): Promise<void> {
    if (this.#threadId !== undefined || this.#remembered === null || !this.#options.parts.state.trusted)
      return;
    this.#opening ??= this.#reopen(this.#remembered).finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
  }

  async #reopen(threadId: string): Promise<void> {
    const { parts, log } = this.#options;
    try {
      if (this.#wasDemo) await parts.startDemo();
      await parts.ready();
      const show = (): void => {
        // Meanwhile the person may have begun something else here.
        if (this.#remembered !== threadId) return;
        this.show(threadId);
        if (this.#webview) this.#channel.sendAhead();
      };
      await parts.threads.open(threadId, show);
      show();
    } catch (error) {
      log.failed("opening the last thread", error);
      if (isUnknownThread(error)) return this.#giveBack(threadId);
      const detail = error instanceof Error ? error.message : String(error);
      parts.notice("warning", "A thread of last time could not be opened.", detail);
    }
  }

  /** The server never wrote the thread down: what the person said in it is theirs again. */
  #giveBack(threadId: string): void {
    const lost = this.#options.parts.threads.lostPrompts(threadId);
    const words = lost.filter((text) => !this.#draft.text.includes(text)).join("\n\n");
    this.show(undefined);
    if (words === "") return;
    this.reveal({ type: "reveal", what: "composer", words });
    const text = "The app-server lost a thread before it was saved. Your message is in the composer again.";
    this.#options.parts.notice("warning", text, "");
  }

  async #loadOlder(beforeTurnId: string): Promise<void> {
    const { threads } = this.#options.parts;
    const thread = this.#state().thread;
    if (!thread) return;
    const at = thread.turns.findIndex((turn) => turn.turnId === beforeTurnId);
    if (at <= 0) return threads.loadOlder(thread.threadId);
    const from = Math.max(0, at - olderTurns);
    const olderCursor = from > 0 ? heldByHost : thread.olderCursor;
    this.#channel.event({
      method: "lectern/olderTurns",
      params: { turns: thread.turns.slice(from, at), olderCursor },
    });
  }

  #promptFate(clientId: string, taken: boolean): void {
    if (taken) {
      this.#draft = { text: "", revision: this.#draft.revision + 1 };
      this.#keep();
    }
    this.#channel.promptFate(clientId, taken);
  }

  #keep(): void {
    const { memory, parts } = this.#options;
    // After a reload an agent's thread is reached from the one that it works for.
    const threadId =
      this.#threadId === undefined ? this.#remembered : parts.threads.agents.rootOf(this.#threadId);
    const demo = this.#threadId === undefined ? this.#wasDemo : parts.state.demo !== null;
    memory.keep({ threadId, title: this.#title, draft: this.#draft, demo });
  }

  /** An agent's thread goes by the name of the one that it works for. */
  #tellTitle(): void {
    const { agents, store } = this.#options.parts.threads;
    const thread = this.#threadId === undefined ? undefined : store.get(agents.rootOf(this.#threadId));
    const hasWords = thread !== undefined && (thread.name ?? thread.preview) !== "";
    const title = hasWords ? titleOf(thread.name, thread.preview) : "";
    if (title === this.#title) return;
    this.#title = title;
    this.#keep();
    this.#titled.fire(title);
  }

  #failed(intent: Intent, error: unknown): void {
    const { parts, log } = this.#options;
    log.failed(intent.type, error);
    const detail = error instanceof Error ? error.message : String(error);
    parts.notice("error", failureWords[intent.type] ?? "That did not work.", detail);
  }
}

/** After these the page may hold other turns than the thread. */
const beginsAnew: ReadonlySet<PageEvent["method"]> = new Set([
  "lectern/reverted",
  "lectern/heldHere",
  "lectern/historyDropped",
]);

/** What may give the shown thread other words for its title. */
const changesTitle: ReadonlySet<PageEvent["method"]> = new Set([
  "lectern/opened",
  "lectern/messageSent",
  "item/started",
  "thread/name/updated",
]);

/** What a page that shows an agent's thread has to know of those above it. */
const changesParent: ReadonlySet<PageEvent["method"]> = new Set([
  "lectern/approvalOpened",
  "lectern/approvalAnswered",
  "serverRequest/resolved",
  "turn/started",
  "turn/completed",
  "lectern/serverGone",
]);
