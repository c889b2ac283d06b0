// Finding a thread by typing: titles at once, the text of messages as the server finds it. Outside text in it is
// escaped, for labels of a quick pick turn `$(name)` into icons.

import path from "node:path";
import * as vscode from "vscode";
import { shortAgo } from "../threadList/ago.ts";
import { markOf, titleOf, type ThreadEntry } from "../threadList/threadEntry.ts";
import { titleMatches } from "../threadList/threadList.ts";
import { ThreadSearch, type TextMatch } from "../threadList/threadSearch.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import { iconOf } from "./threadNode.ts";

interface ThreadPickItem extends vscode.QuickPickItem {
  readonly threadId?: string;
}

/** How long the person rests from typing before the server searches. */
const restMs = 150;
const shortestTerm = 2;
/** More rows than that nobody reads; they type on. */
const mostRows = 200;

export interface PickOptions {
  readonly title: string;
  readonly waiting: ReadonlySet<string>;
  readonly log: Log;
}

/** The id of the thread that the person picked, or undefined. Rejects when there is no list. */
export async function pickThread(
  parts: HostParts,
  { title, waiting, log }: PickOptions,
): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ThreadPickItem>();
  pick.title = title;
  pick.placeholder = "Search titles and messages";
  pick.matchOnDescription = true;
  const search = new ThreadSearch({ ready: () => parts.ready() });
  let texts: readonly TextMatch[] = [];
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    // Rows that are replaced lose the one that is picked out: it is kept where it still is.
    const [active] = pick.activeItems;
    pick.items = rowsOf(parts.threadList.entries.all, pick.value, texts, waiting);
    const kept = pick.items.find(({ threadId }) => threadId !== undefined && threadId === active?.threadId);
    if (kept) pick.activeItems = [kept];
  };
  const inText = async (term: string): Promise<void> => {
    pick.busy = true;
    const found = await search.inText(term).finally(() => {
      pick.busy = false;
    });
    if (found === undefined) return;
    texts = found;
    draw();
  };
  const listening = [
    parts.onList(draw),
    pick.onDidChangeValue((value) => {
      texts = [];
      search.cancel();
      clearTimeout(timer);
      draw();
      if (value.trim().length < shortestTerm) return;
      timer = setTimeout(
        () => void inText(value).catch((error: unknown) => log.failed("searching the threads", error)),
        restMs,
      );
    }),
  ];
  try {
    return await answerOf(pick, async () => {
      await parts.ready();
      draw();
      await parts.threadList.load();
      draw();
    });
  } finally {
    clearTimeout(timer);
    search.cancel();
    for (const each of listening) each.dispose();
    pick.dispose();
  }
}

function answerOf(
  pick: vscode.QuickPick<ThreadPickItem>,
  load: () => Promise<void>,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.threadId));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    pick.busy = true;
    load()
      .finally(() => {
        pick.busy = false;
      })
      .catch(reject);
  });
}

function rowsOf(
  entries: readonly ThreadEntry[],
  term: string,
  texts: readonly TextMatch[],
  waiting: ReadonlySet<string>,
): ThreadPickItem[] {
  const nowMs = Date.now();
  const byTitle = titleMatches(entries, term).slice(0, mostRows);
  const titled = new Set(byTitle.map(({ threadId }) => threadId));
  const inText = texts.filter(({ thread }) => !titled.has(thread.id));
  const rows: ThreadPickItem[] = byTitle.map((entry) => ({
    threadId: entry.threadId,
    label: oneLineLabel(entry.title),
    description: aside(entry.cwd, entry.recencyAtMs, nowMs),
    iconPath: iconOf(markOf(entry, waiting)),
    // We found it: VS Code's own matching would want the letters in a row.
    alwaysShow: true,
  }));
  if (inText.length > 0) rows.push({ label: "Found in messages", kind: vscode.QuickPickItemKind.Separator });
  for (const { thread, snippet, isArchived } of inText)
    rows.push({
      threadId: thread.id,
      label: oneLineLabel(titleOf(thread.name, thread.preview)),
      description: aside(thread.cwd, (thread.recencyAt ?? thread.updatedAt) * 1000, nowMs),
      detail: oneLineLabel(snippet),
      iconPath: iconOf(isArchived ? "archived" : "none"),
      alwaysShow: true,
    });
  return rows;
}

function aside(cwd: string, atMs: number, nowMs: number): string {
  return `${oneLineLabel(path.basename(cwd))} · ${shortAgo(atMs, nowMs)}`;
}
