// Threads in editor tabs: each has the same page as the side bar, with a composer of its own. A reload of the window
// brings a tab back with its thread and draft. What VS Code hands back of a tab is a page's word: it only chooses
// among the tabs that we kept ourselves.

import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { KeptPage, MemoryFile } from "../memory/memoryFile.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages, Place } from "./chatPages.ts";
import { fillWebview } from "./pageDocument.ts";
import { oneLineLabel } from "./escapeLabel.ts";

export const threadTabType = "lectern.thread";

export interface ThreadTabsOptions {
  readonly extensionUri: vscode.Uri;
  readonly memory: MemoryFile;
  readonly pages: ChatPages<ChatPage>;
  /** `place` is asked for when the person uses the page, not before. */
  readonly makePage: (memory: KeptPage, place: () => Place<ChatPage> | undefined) => ChatPage;
}

export class ThreadTabs implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: ThreadTabsOptions;
  readonly #tabs = new Set<ThreadTab>();
  readonly #serializer: vscode.Disposable;

  constructor(options: ThreadTabsOptions) {
    this.#options = options;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(threadTabType, this);
  }

  /** A tab on this thread (undefined: the first prompt starts one); the one that is there already comes up. */
  async open(threadId: string | undefined): Promise<void> {
    const known = [...this.#tabs].find(({ page }) => threadId !== undefined && page.threadId === threadId);
    if (known) return known.open();
    const panel = vscode.window.createWebviewPanel(threadTabType, "", vscode.ViewColumn.Active);
    const tab = this.#tab(panel, randomUUID());
    tab.page.show(threadId);
    tab.page.reveal({ type: "reveal", what: "composer", words: null });
    this.#options.pages.used(tab);
  }

  /** VS Code brings a tab of the last time back. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = this.#keptId(state, panel.title);
    // Nothing is known of it: an empty page in its place would look like a loss.
    if (id === undefined) return panel.dispose();
    this.#tab(panel, id);
  }

  /** The tab is not needed any more: its thread is gone. */
  close(threadId: string): void {
    for (const tab of this.#tabs) if (tab.page.threadId === threadId) tab.close();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const tab of this.#tabs) tab.page.dispose();
  }

  #tab(panel: vscode.WebviewPanel, id: string): ThreadTab {
    const { extensionUri, memory, pages, makePage } = this.#options;
    const kept = memory.page(id);
    let tab: ThreadTab | undefined;
    const page = makePage(kept, () => tab);
    tab = new ThreadTab(panel, page, extensionUri);
    const made = tab;
    this.#tabs.add(made);
    page.onShow(() => pages.changed());
    panel.onDidChangeViewState(() => {
      if (panel.active) pages.used(made);
      pages.changed();
    });
    panel.onDidDispose(() => {
      this.#tabs.delete(made);
      kept.forget();
      page.dispose();
      pages.remove(made);
    });
    pages.add(made);
    return made;
  }

  /** A page that was just made may not have told its id before the reload: then its title finds it. */
  #keptId(state: unknown, title: string): string | undefined {
    const open = new Set([...this.#tabs].map(({ page }) => page.id));
    const free = this.#options.memory.tabs.filter((id) => !open.has(id));
    const told = typeof state === "object" && state !== null && "page" in state ? state.page : undefined;
    return free.find((id) => id === told) ?? free.find((id) => titleWords(this.#titleOf(id)) === title);
  }

  #titleOf(id: string): string {
    return this.#options.memory.page(id).read().title;
  }
}

class ThreadTab implements Place<ChatPage> {
  readonly page: ChatPage;
  readonly #panel: vscode.WebviewPanel;

  constructor(panel: vscode.WebviewPanel, page: ChatPage, extensionUri: vscode.Uri) {
    this.#panel = panel;
    this.page = page;
    const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", name);
    panel.iconPath = { light: icon("tab-light.svg"), dark: icon("tab-dark.svg") };
    panel.title = titleWords(page.title);
    page.onTitle((title) => {
      panel.title = titleWords(title);
    });
    page.attach(panel.webview);
    fillWebview(panel.webview, extensionUri, page.document);
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  async open(): Promise<void> {
    this.#panel.reveal();
  }

  close(): void {
    this.#panel.dispose();
  }
}

/** Longer ones push other tabs away. */
const longestTitle = 40;

function titleWords(title: string): string {
  if (title === "") return "New thread";
  const points = Array.from(oneLineLabel(title));
  return points.length > longestTitle
    ? `${points
        .slice(0, longestTitle - 1)
        .join("")
        .trimEnd()}…`
    : points.join("");
}
