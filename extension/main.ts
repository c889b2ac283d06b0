// Activation: build the parts in order, introduce them to each other. Nothing is spawned here: the server starts
// when a page is there and the workspace is trusted. Deactivation waits until no process of ours is left.

import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { HostState } from "./shared/hostState.ts";
import { MemoryFile, sideBarPage, type KeptPage } from "./memory/memoryFile.ts";
import { ReviewFile } from "./memory/reviewFile.ts";
import { IdleThreads } from "./threads/idleThreads.ts";
import { AskedDiffs } from "./view/askedDiffs.ts";
import { ChangesParts } from "./view/changesParts.ts";
import { ChatPage } from "./view/chatPage.ts";
import { ChatPages, type Place } from "./view/chatPages.ts";
import { ChatView, chatViewId } from "./view/chatView.ts";
import { registerCommands } from "./view/commands.ts";
import { HostParts } from "./view/hostParts.ts";
import { Inbox } from "./view/inbox.ts";
import { Log } from "./view/log.ts";
import { ReadMarks } from "./view/readMarks.ts";
import { ReviewFindings } from "./view/reviewFindings.ts";
import { RunningWork } from "./view/runningWork.ts";
import { RulesView, sessionGrants } from "./view/rulesView.ts";
import { SensitiveWatch } from "./view/sensitiveWatch.ts";
import { ThreadCommands } from "./view/threadCommands.ts";
import { ThreadsView } from "./view/threadsView.ts";
import { ThreadTabs } from "./view/threadTabs.ts";
import { VirtualDocuments } from "./view/virtualDocuments.ts";

let parts: HostParts | undefined;
let memory: MemoryFile | undefined;
let reviews: ReviewFile | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel("Lectern", { log: true });
  const log = new Log(channel);
  const documents = new VirtualDocuments();
  parts = new HostParts(context, log);
  const host = parts;
  const storage = context.storageUri ?? context.globalStorageUri;
  memory = new MemoryFile(storage.fsPath, log.info);
  const askedDiffs = new AskedDiffs(host);
  const makePage = (kept: KeptPage, place: () => Place<ChatPage> | undefined): ChatPage =>
    new ChatPage({
      parts: host,
      documents,
      askedDiffs,
      findings: () => findings,
      changes: () => changes,
      log,
      memory: kept,
      onUsed: () => {
        const used = place();
        if (used) pages.used(used);
      },
    });
  const view: ChatView = new ChatView(
    context.extensionUri,
    makePage(memory.page(sideBarPage), () => view),
  );
  const pages = makePages(host, view);
  const tabs = new ThreadTabs({ extensionUri: context.extensionUri, memory, pages, makePage });
  const findings = new ReviewFindings(pages);
  reviews = new ReviewFile(storage.fsPath, log.info, randomUUID);
  const changes = new ChangesParts({
    extensionUri: context.extensionUri,
    parts: host,
    reviews,
    shownThreadId: () => pages.active.page.threadId,
    log,
  });
  const { panes } = changes;
  const inbox = new Inbox({ parts: host, view, pages, log });
  const threadsView = new ThreadsView(host, log);
  const readMarks = new ReadMarks(host, pages, log);
  const threadCommands = new ThreadCommands({ parts: host, pages, tabs, panes, threadsView, readMarks, log });
  host.threads.store.onEvent((threadId, event) => {
    pages.threadEvent(threadId, event);
    if (event.method === "turn/started" || event.method === "turn/completed") panes.refresh(threadId);
    findings.threadEvent(threadId, () => host.threads.store.get(threadId)?.cwd ?? "", event);
  });
  unloadIdleThreads(host, pages, log);
  context.subscriptions.push(
    channel,
    documents,
    view.page,
    tabs,
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    ...registerCommands({ parts: host, pages, tabs, inbox, askedDiffs, log }),
    threadsView,
    readMarks,
    new RunningWork({ parts: host, pages, log }),
    ...threadCommands.register(),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (pages.all.some(({ isVisible }) => isVisible)) host.start();
      else host.set({ trusted: true });
      for (const { page, isVisible } of pages.all) if (isVisible) void page.restore();
      startDemoIfAsked();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => host.refreshFolder()),
    inbox,
    findings,
    changes,
    askedDiffs,
    new RulesView({ parts: host, log, sessionGrants: () => sessionGrants(host) }),
    new SensitiveWatch(host, log),
    host.onChange(tellMenus),
  );
  startDemoIfAsked();
}

function makePages(host: HostParts, view: ChatView): ChatPages<ChatPage> {
  const pages = new ChatPages<ChatPage>({
    sideBar: view,
    rootOf: (threadId) => host.threads.agents.rootOf(threadId),
    isWindowFocused: () => vscode.window.state.focused,
  });
  view.page.onShow(() => pages.changed());
  view.onVisibility(() => pages.changed());
  return pages;
}

/** The server keeps what is shown, what runs, and the threads that were left last. */
function unloadIdleThreads(host: HostParts, pages: ChatPages<ChatPage>, log: Log): void {
  const idle = new IdleThreads({ threads: host.threads, isShown: (threadId) => pages.isShown(threadId) });
  const look = (): void => {
    idle.look().catch((error: unknown) => log.failed("unloading a thread", error));
  };
  host.isShown = (threadId) => pages.isShown(threadId);
  pages.onChange(look);
  pages.onChange(() => {
    for (const { page } of pages.all)
      if (page.threadId !== undefined)
        host.threads.elsewhere
          .shown(page.threadId)
          .catch((error: unknown) => log.failed("reading a thread", error));
  });
  host.onTurnEnded(look);
}

/** `npm start -- --demo` asks by the environment; nothing starts before the folder is trusted. */
function startDemoIfAsked(): void {
  if (process.env["LECTERN_DEMO"] !== "1" || !vscode.workspace.isTrusted) return;
  void vscode.commands.executeCommand("lectern.startDemo");
}

/** What the menus of the view depend on. */
function tellMenus({ demo, account }: HostState): void {
  const keys = {
    "lectern.demo": demo !== null,
    "lectern.signedIn": account.phase === "signedIn",
    "lectern.signedOut": account.phase === "signedOut",
  };
  for (const [key, value] of Object.entries(keys))
    void vscode.commands.executeCommand("setContext", key, value);
}

export async function deactivate(): Promise<void> {
  await Promise.all([parts?.end(), memory?.settled(), reviews?.settled()]);
  parts = undefined;
}
