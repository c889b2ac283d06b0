// Going back to before a message: with the conversation, with the files, or both. VS Code asks, not the page; what would
// become of the files can be looked at first. Always: nothing goes before the person chose; files can be had back.

import * as vscode from "vscode";
import type { Changes, RestorePreview } from "../checkpoints/changes.ts";
import { countOf } from "../shared/counts.ts";
import { runningTurn, type ThreadState } from "../shared/threadState.ts";
import type { Threads } from "../threads/threads.ts";
import type { ChangedDocuments } from "./changedDocuments.ts";
import { having, listed, undoneWords } from "./deedWords.ts";

/** What goes back. */
interface GoBack {
  readonly conversation: boolean;
  readonly files: boolean;
  /** The thread as it is now is kept in a fork. */
  readonly fork: boolean;
}

export interface GoBackParts {
  readonly thread: ThreadState;
  readonly turnId: string;
  readonly threads: Threads;
  readonly changes: Changes;
  readonly documents: ChangedDocuments;
}

/** Asks and goes back. Files first: while they cannot, the conversation stays too. Throws like `Threads.revert`. */
export async function goBack(parts: GoBackParts): Promise<void> {
  const { thread, turnId, threads, changes } = parts;
  const { threadId } = thread;
  const what = await askGoBack(parts);
  if (!what) return;
  if (runningTurn(thread)) await threads.stop(threadId);
  if (what.files) {
    await threads.checkpointed?.settled();
    const left = having(await changes.restore(threadId, turnId), "conflict", "refused");
    if (left.length > 0) {
      await vscode.window.showWarningMessage("Some files could not be changed back.", {
        modal: true,
        detail: undoneWords(left),
      });
      return;
    }
  }
  if (!what.conversation) return;
  if (what.fork) await threads.fork(threadId);
  await threads.revert(threadId, turnId);
}

/** What the person wants; undefined for nothing. */
async function askGoBack(parts: GoBackParts): Promise<GoBack | undefined> {
  const preview = await previewOf(parts);
  if (!preview || preview.changes.files.length === 0) {
    const files = preview
      ? "No file would change."
      : "Files stay as they are, with all that Codex changed in them.";
    return askConversation(parts.thread, false, files);
  }
  const what = await pickWhat(parts, preview);
  if (what === undefined) return undefined;
  if (!what.conversation) return (await confirmFiles(preview)) ? { ...what, fork: false } : undefined;
  return askConversation(parts.thread, what.files, filesWords(what.files, preview));
}

/** null: there is no checkpoint of before that turn. */
async function previewOf({ changes, thread, turnId }: GoBackParts): Promise<RestorePreview | null> {
  try {
    const preview = await changes.restorePreview(thread.threadId, turnId);
    return preview.changes.problem === null ? preview : null;
  } catch {
    return null;
  }
}

type What = Omit<GoBack, "fork">;

async function pickWhat(parts: GoBackParts, preview: RestorePreview): Promise<What | undefined> {
  const count = countOf(preview.changes.files.length, "file");
  const items: (vscode.QuickPickItem & { what: What | "show" })[] = [
    {
      label: "$(history) Conversation and Files",
      detail: `${count} as before the message; Codex forgets it and everything after it`,
      what: { conversation: true, files: true },
    },
    {
      label: "$(comment-discussion) Conversation Only",
      detail: "Codex forgets the message and everything after it; files stay as they are",
      what: { conversation: true, files: false },
    },
    {
      label: "$(files) Files Only",
      detail: `${count} as before the message; the thread stays as it is`,
      what: { conversation: false, files: true },
    },
    {
      label: "$(diff-multiple) Show What Would Change in the Files",
      detail: "Opens them side by side; nothing is changed yet",
      what: "show",
    },
  ];
  const pick = await vscode.window.showQuickPick(items, { title: "Go back to before this message" });
  if (pick?.what !== "show") return pick?.what;
  await parts.documents.open(preview.changes, "Files as they would go back");
  return undefined;
}

async function askConversation(
  thread: ThreadState,
  files: boolean,
  words: string,
): Promise<GoBack | undefined> {
  const running = runningTurn(thread) ? " The running turn is stopped first." : "";
  const revert = "Revert";
  const keep = "Keep a Fork and Revert";
  const pick = await vscode.window.showWarningMessage(
    "Remove this message and everything after it?",
    {
      modal: true,
      detail: `Codex forgets it, and that cannot be undone: a fork keeps the thread as it is now.${running} ${words}`,
    },
    revert,
    keep,
  );
  if (pick !== revert && pick !== keep) return undefined;
  return { conversation: true, files, fork: pick === keep };
}

async function confirmFiles(preview: RestorePreview): Promise<boolean> {
  const goBack = "Change the Files Back";
  const pick = await vscode.window.showWarningMessage(
    "Change the files back?",
    { modal: true, detail: filesWords(true, preview) },
    goBack,
  );
  return pick === goBack;
}

function filesWords(files: boolean, { changes, changedSince }: RestorePreview): string {
  if (!files) return "Files stay as they are, with all that Codex changed in them.";
  const since =
    changedSince.length === 0
      ? ""
      : `\n\nChanged since by you or another program, and written over too:\n${listed(changedSince)}`;
  const paths = listed(changes.files.map(({ path }) => path));
  return `${countOf(changes.files.length, "file")} will stand as before the message; this can be taken back.\n\n${paths}${since}`;
}
