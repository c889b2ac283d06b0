// Activation: build the parts in order, introduce them to each other. Nothing is spawned here: the server starts
// when a page is there and the workspace is trusted. Deactivation waits until no process of ours is left.

import * as vscode from "vscode";
import type { HostState } from "./shared/hostState.ts";
import { MemoryFile } from "./memory/memoryFile.ts";
import { AskedDiffs } from "./view/askedDiffs.ts";
import { ChatPage } from "./view/chatPage.ts";
import { ChatView, chatViewId } from "./view/chatView.ts";
import { registerCommands } from "./view/commands.ts";
import { HostParts } from "./view/hostParts.ts";
import { Inbox } from "./view/inbox.ts";
import { Log } from "./view/log.ts";
import { ReadMarks } from "./view/readMarks.ts";
import { RulesView, sessionGrants } from "./view/rulesView.ts";
import { ThreadCommands } from "./view/threadCommands.ts";
import { ThreadsView } from "./view/threadsView.ts";
import { VirtualDocuments } from "./view/virtualDocuments.ts";

let parts: HostParts | undefined;
let memory: MemoryFile | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const channel = vscode.window.createOutputChannel("Lectern", { log: true });
  const log = new Log(channel);
  const documents = new VirtualDocuments();
  parts = new HostParts(context, log);
  const host = parts;
  const storage = context.storageUri ?? context.globalStorageUri;
  memory = new MemoryFile(storage.fsPath, log.info);
  const askedDiffs = new AskedDiffs(host);
  const page = new ChatPage({ parts: host, documents, askedDiffs, log, memory });
  const view = new ChatView(context.extensionUri, page);
  const inbox = new Inbox({ parts: host, view, page, log });
  const threadsView = new ThreadsView(host, log);
  const readMarks = new ReadMarks(host, page, view, log);
  const threadCommands = new ThreadCommands({ parts: host, page, view, threadsView, readMarks, log });
  host.threads.store.onEvent((threadId, event) => page.threadEvent(threadId, event));
  context.subscriptions.push(
    channel,
    documents,
    page,
    vscode.window.registerWebviewViewProvider(chatViewId, view),
    ...registerCommands({ parts: host, page, view, inbox, askedDiffs, log }),
    threadsView,
    readMarks,
    ...threadCommands.register(),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (view.isVisible) host.start();
      else host.set({ trusted: true });
      startDemoIfAsked();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => host.refreshFolder()),
    inbox,
    askedDiffs,
    new RulesView({ parts: host, log, sessionGrants: () => sessionGrants(host) }),
    host.onChange(tellMenus),
  );
  startDemoIfAsked();
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
  await Promise.all([parts?.end(), memory?.settled()]);
  parts = undefined;
}
