// Follows a link of the transcript, which a model wrote: web addresses only after a dialog that shows the real
// address, files only inside the thread's folder, at a line where one is named. All else does nothing.

import * as vscode from "vscode";
import { parseFileLink, resolveInFolder, webAddress } from "../links/links.ts";

export async function openLink(href: string, folder: string | undefined): Promise<void> {
  const web = webAddress(href);
  if (web) return openWeb(web);
  const place = folder === undefined ? undefined : parseFileLink(href);
  if (!place || folder === undefined) return;
  const file = await resolveInFolder(folder, place.path);
  if (file === undefined) {
    void vscode.window.showInformationMessage("The link names no file inside this folder.");
    return;
  }
  const position = new vscode.Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    preview: true,
    selection: new vscode.Range(position, position),
  });
}

async function openWeb(address: URL): Promise<void> {
  const host = address.protocol === "mailto:" ? "your mail program" : address.hostname;
  const open = "Open";
  const answer = await vscode.window.showWarningMessage(
    "Open this address outside VS Code?",
    { modal: true, detail: `${host}\n\n${address.href}` },
    open,
  );
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(address.href, true));
}
