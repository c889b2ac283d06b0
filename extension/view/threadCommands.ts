// What a person does to whole threads: from a row of the Threads view, or from the palette, where they pick one.
// A command takes a row of our own tree and nothing else (R47): called with anything made up, it asks the person.
// Always: what cannot be taken back is asked for by a modal of fixed words.

import * as vscode from "vscode";
import type { ThreadEntry } from "../threadList/threadEntry.ts";
import { makeRootOf } from "../threadList/groups.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";
import type { ReadMarks } from "./readMarks.ts";
import { saveThread } from "./threadExport.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import { folderLabel, ThreadNode } from "./threadNode.ts";
import { pickThread } from "./threadPick.ts";
import { tellFailure, tellRefusal } from "./threadRefusals.ts";
import type { ThreadsView } from "./threadsView.ts";
import type { ReviewPanes } from "./reviewPane.ts";
import type { ThreadTabs } from "./threadTabs.ts";
import { isThreadId, openInTerminal } from "./threadTerminal.ts";

export interface ThreadCommandParts {
  readonly parts: HostParts;
  readonly pages: ChatPages<ChatPage>;
  readonly tabs: ThreadTabs;
  readonly panes: ReviewPanes;
  readonly threadsView: ThreadsView;
  readonly readMarks: ReadMarks;
  readonly log: Log;
}

type Act = (threadId: string, entry: ThreadEntry | undefined) => PromiseLike<unknown>;

export class ThreadCommands {
  readonly #with: ThreadCommandParts;

  constructor(parts: ThreadCommandParts) {
    this.#with = parts;
  }

  register(): vscode.Disposable[] {
    const { threadList: list } = this.#with.parts;
    const onThread: Record<string, { title: string; act: Act; byKey?: true; orShown?: true }> = {
      openThread: { title: "Open an earlier thread", act: (id) => this.#open(id, "current") },
      openListedThread: { title: "Open a thread", act: (id) => this.#open(id) },
      openThreadInEditor: {
        title: "Open a thread in an editor tab",
        act: (id) => this.#open(id, "tab"),
        orShown: true,
      },
      renameThread: { title: "Rename a thread", act: (id, entry) => this.#rename(id, entry), byKey: true },
      forkThread: { title: "Fork a thread", act: (id) => this.#fork(id) },
      pinThread: { title: "Pin a thread", act: (id) => list.setPinned(id, true) },
      unpinThread: { title: "Unpin a thread", act: (id) => list.setPinned(id, false) },
      archiveThread: { title: "Archive a thread", act: (id, entry) => this.#archive(id, entry) },
      unarchiveThread: { title: "Unarchive a thread", act: (id) => list.unarchive(id) },
      deleteThread: { title: "Delete a thread", act: (id, entry) => this.#delete(id, entry), byKey: true },
      markThreadRead: { title: "Mark a thread as read", act: (id) => list.mark(id, "read") },
      markThreadUnread: {
        title: "Mark a thread as unread",
        act: (id) => this.#with.readMarks.keepUnread(id),
      },
      copyThreadId: { title: "Copy the ID of a thread", act: (id) => vscode.env.clipboard.writeText(id) },
      exportThread: { title: "Export a thread", act: (id, entry) => this.#export(id, entry) },
      openThreadInTerminal: {
        title: "Open a thread in the Codex terminal UI",
        act: (id, entry) => this.#terminal(id, entry),
      },
    };
    const others: Record<string, () => Promise<unknown>> = {
      openThreadById: () => this.#openById(),
      refreshThreads: () => this.#with.threadsView.refresh(),
      filterThreads: () => this.#filter(),
      clearThreadFilter: async () => {
        this.#with.threadsView.filter = "all";
      },
      markAllThreadsRead: () => list.markAllRead(),
      loadOlderThreads: () => list.loadRest(),
    };
    return [
      ...Object.entries(onThread).map(([name, { title, act, byKey, orShown }]) =>
        vscode.commands.registerCommand(`lectern.${name}`, (argument?: unknown) => {
          const shown = orShown ? this.#with.pages.sideBar.page.threadId : undefined;
          return this.#onThread(name, title, act, this.#rowOf(argument, byKey) ?? shown);
        }),
      ),
      ...Object.entries(others).map(([name, run]) =>
        vscode.commands.registerCommand(`lectern.${name}`, () => this.#run(name, undefined, run)),
      ),
    ];
  }

  /** The thread whose row was meant. */
  #rowOf(argument: unknown, byKey: boolean | undefined): string | undefined {
    if (argument instanceof ThreadNode) return argument.threadId;
    return byKey ? this.#with.threadsView.selected?.threadId : undefined;
  }

  async #onThread(name: string, title: string, act: Act, known: string | undefined): Promise<void> {
    const { parts, threadsView, log } = this.#with;
    if (!vscode.workspace.isTrusted) return;
    let threadId = known;
    await this.#run(name, threadId, async () => {
      threadId ??= await pickThread(parts, { title, waiting: threadsView.waiting, log });
      if (threadId !== undefined) await act(threadId, parts.threadList.entries.get(threadId));
    });
  }

  async #run(name: string, threadId: string | undefined, run: () => Promise<unknown>): Promise<void> {
    const { parts, log } = this.#with;
    try {
      await run();
    } catch (error) {
      log.failed(`command ${name}`, error);
      if (threadId !== undefined) parts.threadList.noteRefusal(threadId, error);
      if (!(await tellRefusal(error)) && (await tellFailure())) log.show();
    }
  }

  /** Where it is shown already, else in the page that is used now or in the side bar; or in a tab. */
  async #open(threadId: string, where: "sideBar" | "current" | "tab" = "sideBar"): Promise<void> {
    const { parts, pages, tabs } = this.#with;
    const entry = parts.threadList.entries.get(threadId);
    if (entry && !(await this.#mayOpenHere(entry))) return;
    if (entry?.isArchived === true) {
      const unarchive = "Unarchive and Open";
      const pick = await vscode.window.showInformationMessage(
        "This thread is archived. Unarchive it to open it.",
        { modal: true },
        unarchive,
      );
      if (pick !== unarchive) return;
      await parts.threadList.unarchive(threadId);
    }
    await parts.ready();
    let shown: Promise<void> | undefined;
    const show = (): Promise<void> =>
      (shown ??= where === "tab" ? tabs.open(threadId) : pages.show(threadId, pages[where]));
    // A new thread has no turn to be read before its first prompt: it is loaded as it stands.
    await parts.threads.open(threadId, () => void show().catch(() => undefined));
    await show();
  }

  /** A thread works in its own folder: when that is not open here, the person says whether they mean it. */
  async #mayOpenHere({ cwd, threadId }: ThreadEntry): Promise<boolean> {
    const { parts, threadsView } = this.#with;
    const isKnown = parts.threads.isOwn(threadId);
    if (isKnown || makeRootOf(await threadsView.currentRoots())(cwd) !== undefined) return true;
    const here = { label: "Open Here", detail: "Codex works in that folder, under the mode of this window" };
    const window = { label: "Open Its Folder in a New Window" };
    const pick = await vscode.window.showQuickPick([window, here], {
      title: "This thread works in a folder that is not open here",
      placeHolder: folderLabel(cwd),
    });
    if (pick === window) {
      const options = { forceNewWindow: true };
      await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(cwd), options);
    }
    return pick === here;
  }

  async #openById(): Promise<void> {
    const { parts } = this.#with;
    const typed = await vscode.window.showInputBox({
      title: "Open a thread by its ID",
      placeHolder: "01984de2-8f74-7c91-a3b2-5c5e937cf318",
      validateInput: (text) =>
        isThreadId(text.trim()) ? undefined : "An ID has 32 letters and digits in five groups.",
    });
    if (typed === undefined || !vscode.workspace.isTrusted) return;
    await parts.ready();
    await parts.threadList.load();
    await this.#open(typed.trim().toLowerCase());
  }

  async #rename(threadId: string, entry: ThreadEntry | undefined): Promise<void> {
    const name = await vscode.window.showInputBox({
      title: "Rename Thread",
      value: entry?.name ?? (entry?.title || ""),
      validateInput: (text) => (text.trim() === "" ? "A name is needed." : undefined),
    });
    if (name !== undefined) await this.#with.parts.threadList.rename(threadId, name);
  }

  async #fork(threadId: string): Promise<void> {
    const { parts, pages } = this.#with;
    await pages.show(await parts.threads.fork(threadId));
  }

  async #archive(threadId: string, entry: ThreadEntry | undefined): Promise<void> {
    const { parts } = this.#with;
    if (entry?.status.type === "active") {
      const pick = await vscode.window.showWarningMessage(
        "Codex is working in this thread. Archiving stops it.",
        { modal: true },
        "Stop and Archive",
      );
      if (pick === undefined) return;
      await parts.threads.stop(threadId);
    }
    await parts.threadList.archive(threadId);
    this.#leave(threadId);
  }

  async #delete(threadId: string, entry: ThreadEntry | undefined): Promise<void> {
    const { parts } = this.#with;
    const running = entry?.status.type === "active" ? "\n\nCodex is working in it; the turn is stopped." : "";
    const detail = `“${oneLineLabel(entry?.title ?? threadId)}”\n\nThis cannot be undone. Files that Codex changed stay as they are. A thread that was forked cannot be deleted while its forks exist.${running}`;
    const pick = await vscode.window.showWarningMessage(
      "Delete this thread for good?",
      { modal: true, detail },
      "Delete",
    );
    if (pick === undefined) return;
    if (entry?.status.type === "active") await parts.threads.stop(threadId);
    await parts.threadList.delete(threadId);
    this.#leave(threadId);
    this.#with.panes.forget(threadId);
    parts.threads.forget(threadId);
  }

  /** It is not shown any longer where it was. */
  #leave(threadId: string): void {
    const { pages, tabs } = this.#with;
    tabs.close(threadId);
    const { page } = pages.sideBar;
    if (page.threadId === threadId) page.show(undefined);
  }

  async #export(threadId: string, entry: ThreadEntry | undefined): Promise<void> {
    const { parts } = this.#with;
    const thread = { threadId, title: entry?.title ?? "" };
    const saved = await saveThread(await parts.ready(), thread, parts.state.folder?.path);
    if (saved) void vscode.window.showInformationMessage("The thread was exported.");
  }

  async #terminal(threadId: string, entry: ThreadEntry | undefined): Promise<void> {
    const { parts } = this.#with;
    if (parts.state.demo !== null) {
      void vscode.window.showInformationMessage("The offline demo has its scripted model in VS Code only.");
      return;
    }
    await parts.ready();
    const { executable, codexHome } = parts;
    if (executable === undefined || entry === undefined) return;
    if (entry.status.type !== "notLoaded" && !(await parts.threads.release(threadId))) {
      void vscode.window.showWarningMessage(
        "Codex is working in this thread here. Open it in the terminal when its turn has ended.",
      );
      return;
    }
    await openInTerminal({ threadId, cwd: entry.cwd, executable, codexHome });
  }

  async #filter(): Promise<void> {
    const { threadsView } = this.#with;
    const choices = [
      { label: "All Threads", filter: "all" as const },
      { label: "This Folder Only", filter: "here" as const },
      { label: "Unread Only", filter: "unread" as const },
      { label: "Running or Waiting Only", filter: "active" as const },
    ];
    const items = choices.map((choice) => ({
      ...choice,
      ...(choice.filter === threadsView.filter ? { description: "shown now" } : {}),
    }));
    const pick = await vscode.window.showQuickPick(items, { title: "Show which threads?" });
    if (pick) threadsView.filter = pick.filter;
  }
}
