// The commands of the palette and the view's title. None of them accepts an approval or sends a prompt, for any
// extension may call them.

import * as vscode from "vscode";
import type { AskedDiffs } from "./askedDiffs.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import type { HostParts } from "./hostParts.ts";
import type { Inbox } from "./inbox.ts";
import type { Log } from "./log.ts";
import { pickMode } from "./modePick.ts";
import { pickReviewTarget } from "./reviewTargetPick.ts";
import { exportRecord } from "./recordExport.ts";
import type { ThreadTabs } from "./threadTabs.ts";

export interface CommandParts {
  readonly parts: HostParts;
  readonly pages: ChatPages<ChatPage>;
  readonly tabs: ThreadTabs;
  readonly inbox: Inbox;
  readonly askedDiffs: AskedDiffs;
  readonly log: Log;
}

export function registerCommands({
  parts,
  pages,
  tabs,
  inbox,
  askedDiffs,
  log,
}: CommandParts): vscode.Disposable[] {
  const { sideBar } = pages;
  const { page } = sideBar;
  const openSideBar = async (): Promise<void> => {
    pages.used(sideBar);
    await sideBar.open();
    page.reveal({ type: "reveal", what: "composer", words: null });
  };
  // Threads of the demo and others have different homes: neither can go on in the other.
  const leaveThreads = (): void => {
    for (const place of pages.all) place.page.show(undefined);
  };
  const commands: Record<string, (argument?: unknown) => Promise<void>> = {
    open: openSideBar,
    newThread: async () => {
      page.show(undefined);
      await openSideBar();
    },
    newThreadInWorktree: async () => {
      if (!(await parts.startInWorktree())) return;
      page.show(undefined);
      await openSideBar();
    },
    newThreadInEditor: () => tabs.open(undefined),
    openThreadInSideBar: async () => {
      page.show(pages.active.page.threadId);
      await openSideBar();
    },
    showNextApproval: () => inbox.showNext(null),
    // They pick a choice on the live card; the person's gesture there submits it.
    allow: () => inbox.showNext("allow"),
    deny: () => inbox.showNext("deny"),
    answerChange: () => askedDiffs.answer(pages),
    changeMode: async () => {
      const { page: shown } = pages.active;
      const permissions = await pickMode(shown.shownPermissions, parts.state.notAllowed);
      if (permissions) await shown.setPermissions(permissions);
    },
    reviewChanges: async () => {
      const { folder } = parts.state;
      if (!folder) return;
      const target = await pickReviewTarget(vscode.Uri.file(folder.path));
      if (!target) return;
      const place = pages.active;
      await place.open();
      await place.page.review(target);
    },
    exportRecord: () => exportRecord(parts.journal, pages.active.page.threadId),
    restartServer: () => parts.restart(),
    signIn: (how) => signIn(parts, how),
    signOut: () => parts.account.signOut(),
    startDemo: async () => {
      // Before the server starts anew: a prompt that is sent meanwhile begins a thread that stays in view.
      leaveThreads();
      await sideBar.open();
      await parts.startDemo();
      page.reveal({ type: "reveal", what: "composer", words: null });
    },
    leaveDemo: async () => {
      leaveThreads();
      await parts.leaveDemo();
    },
    showLog: async () => log.show(),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`lectern.${name}`, async (argument?: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        log.failed(`command ${name}`, error);
        const detail = error instanceof Error ? error.message : String(error);
        parts.notice("error", failureWords[name] ?? "That did not work.", detail);
      }
    }),
  );
}

const failureWords: Record<string, string> = {
  newThreadInWorktree: "The worktree was not made.",
  reviewChanges: "The review was not started.",
  changeMode: "The permission mode was not changed.",
  exportRecord: "The record was not exported.",
  signIn: "Signing in did not work.",
  signOut: "Signing out did not work.",
  startDemo: "The demo could not be started.",
  restartServer: "The app-server could not be restarted.",
};

async function signIn(parts: HostParts, how: unknown): Promise<void> {
  await parts.ready();
  const chosen = how === "chatgpt" || how === "apiKey" ? how : await askHow();
  if (chosen === "chatgpt") {
    const address = await parts.account.startChatgpt();
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
  } else if (chosen === "apiKey") {
    // Asked by VS Code itself: the page, which shows what a model wrote, never sees the key.
    const key = await vscode.window.showInputBox({
      title: "Sign in with an OpenAI API key",
      prompt: "The key goes to the Codex app-server, which keeps it in your Codex home.",
      password: true,
      ignoreFocusOut: true,
    });
    if (key !== undefined) await parts.account.useApiKey(key);
  }
}

async function askHow(): Promise<"chatgpt" | "apiKey" | undefined> {
  const pick = await vscode.window.showQuickPick(
    [
      { label: "Sign in with ChatGPT", detail: "Opens your browser", how: "chatgpt" as const },
      { label: "Use an API key", detail: "Billed by use", how: "apiKey" as const },
    ],
    { title: "Sign in to Codex" },
  );
  return pick?.how;
}
