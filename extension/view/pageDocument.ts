// Gives a webview the page's document: the same one in the side bar and in an editor tab. Only our own folder can
// be loaded from it, and no command can be called by a link.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { modulesFrom, pageHtml, type PageName } from "./html.ts";

export interface DocumentOptions {
  /** One that we made: the page keeps it for the next load. */
  readonly pageId: string;
  readonly name?: PageName;
  /** See PageResources. */
  readonly hasThread?: boolean;
}

export function fillWebview(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { pageId, name = "main", hasThread = false }: DocumentOptions,
): void {
  const root = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [root] };
  const addressOf = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  // The review pane is one file.
  const list = vscode.Uri.joinPath(root, "modules.json").fsPath;
  const modules = name === "main" ? modulesFrom(readFileSync(list, "utf8"), hasThread) : [];
  webview.html = pageHtml({
    script: addressOf(`${name}.js`),
    style: addressOf(`${name}.css`),
    modules: modules.map(addressOf),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("hex"),
    pageId,
    hasThread,
  });
}
