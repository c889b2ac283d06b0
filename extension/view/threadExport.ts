// A thread into a file that the person names. The file is whole or it is not there, and only its owner may read it.

import { open, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { exportFileName, exportThread, type ExportFormat } from "../threadList/exportThread.ts";
import type { Calls } from "../codex/server.ts";

/** Asks where to, and writes. False when the person gave no place. Rejects as disk and server do. */
export async function saveThread(
  calls: Calls,
  thread: { threadId: string; title: string },
  folder: string | undefined,
): Promise<boolean> {
  const target = await vscode.window.showSaveDialog({
    title: "Export Thread",
    saveLabel: "Export",
    defaultUri: vscode.Uri.file(path.join(folder ?? homedir(), exportFileName(thread, "markdown"))),
    filters: { Markdown: ["md"], "JSON lines (the server's items as they are)": ["jsonl"] },
  });
  if (!target) return false;
  if (target.scheme !== "file") throw new Error("A thread can be exported to a disk only.");
  const format: ExportFormat = target.path.toLowerCase().endsWith(".jsonl") ? "jsonl" : "markdown";
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: "Exporting the thread",
    cancellable: true,
  };
  return await vscode.window.withProgress(progress, (_, token) =>
    write(target.fsPath, exportThread(calls, thread.threadId, format), token),
  );
}

async function write(
  file: string,
  pieces: AsyncIterable<string>,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const part = `${file}.part`;
  try {
    const handle = await open(part, "w", 0o600);
    try {
      for await (const piece of pieces) {
        if (token.isCancellationRequested) return false;
        await handle.write(piece);
      }
    } finally {
      await handle.close();
    }
    await rename(part, file);
    return true;
  } finally {
    await rm(part, { force: true });
  }
}
