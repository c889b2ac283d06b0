// "Export the Record of Approvals…": what was asked and decided, as a document for people. It writes where the
// person said, and nothing else.

import * as vscode from "vscode";
import { exportCsv, exportMarkdown } from "../journal/exportRecords.ts";
import type { Journal } from "../journal/journal.ts";

/** Asks whose record, in which form and where to, and writes it. Nothing happens when the person leaves. */
export async function exportRecord(journal: Journal, shownThreadId: string | undefined): Promise<void> {
  const threadId = await askWhose(shownThreadId);
  if (threadId === null) return;
  const target = await vscode.window.showSaveDialog({
    title: "Export the record of approvals",
    filters: { Markdown: ["md"], "Table (CSV)": ["csv"] },
    saveLabel: "Export",
  });
  if (!target) return;
  const { records } = await journal.read(threadId);
  const text = target.path.toLowerCase().endsWith(".csv") ? exportCsv(records) : exportMarkdown(records);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

/** The thread on show, or undefined for all of them; null when the person left. */
async function askWhose(shownThreadId: string | undefined): Promise<string | undefined | null> {
  if (shownThreadId === undefined) return undefined;
  const whose = await vscode.window.showQuickPick(
    [
      { label: "This thread", threadId: shownThreadId },
      { label: "All threads", threadId: undefined },
    ],
    { title: "Export the record of approvals" },
  );
  return whose ? whose.threadId : null;
}
