// Gives a webview the page's document: the same one in the side bar and in an editor tab. Only our own folder can
// be loaded from it, and no command can be called by a link.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { pageHtml, wholeHtml, type PageModules, type PageName } from "./html.ts";

export interface DocumentOptions {
  /** One that we made: the page keeps it for the next load. */
  readonly pageId: string;
  readonly name?: PageName;
  /** The page is about to get a thread: all that shows it comes with the document. */
  readonly hasThread?: boolean;
}

export function fillWebview(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { pageId, name = "main", hasThread = false }: DocumentOptions,
): void {
  const root = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [root] };
  const textOf = (file: string): string => readFileSync(vscode.Uri.joinPath(root, file).fsPath, "utf8");
  const addressOf = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  const frame = { cspSource: webview.cspSource, nonce: randomBytes(16).toString("hex"), pageId };
  // The review pane is one file.
  const noModules: PageModules = { first: [], later: {} };
  const { first, later } = name === "main" ? (JSON.parse(textOf("modules.json")) as PageModules) : noModules;
  webview.html = hasThread
    ? wholeHtml({
        ...frame,
        scriptText: textOf("whole.js"),
        styleText: textOf("main.css"),
        later,
        addressOf,
      })
    : pageHtml({
        ...frame,
        script: addressOf(`${name}.js`),
        style: addressOf(`${name}.css`),
        modules: first.map(addressOf),
      });
}
