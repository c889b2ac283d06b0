// A thread in Codex's own terminal interface: the program that we run ourselves, by its absolute path, without a
// shell and without a typed word. Two processes cannot write to one thread, so ours lets go of it first.

import { realpath } from "node:fs/promises";
import * as vscode from "vscode";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is the id of a thread, as the server makes them. */
export function isThreadId(text: string): boolean {
  return uuid.test(text);
}

export interface TerminalThread {
  readonly threadId: string;
  readonly cwd: string;
  readonly executable: string;
  readonly codexHome: string;
}

/** Opens it. Rejects when the id is none or its folder is gone. */
export async function openInTerminal({
  threadId,
  cwd,
  executable,
  codexHome,
}: TerminalThread): Promise<void> {
  if (!isThreadId(threadId)) throw new Error("That is no id of a thread.");
  const terminal = vscode.window.createTerminal({
    name: "Codex",
    iconPath: new vscode.ThemeIcon("terminal"),
    shellPath: executable,
    shellArgs: ["resume", threadId],
    cwd: await realpath(cwd),
    env: { CODEX_HOME: codexHome },
    isTransient: true,
  });
  terminal.show();
}
