// VS Code's own file watching, for the sensitive places below the open folders: what changes there is handed on. It
// judges nothing. Nothing is watched in a folder that is not trusted.

import { agentPlaces, editorPlaces } from "../shared/sensitivePlaces.ts";
import * as vscode from "vscode";
import type { Log } from "./log.ts";

/** Names of places and files, at any depth; below a place that is a folder, everything. */
const names = [...editorPlaces, ...agentPlaces].map(({ place }) => place);
const patterns = [`**/{${names.join(",")}}`, `**/{${names.join(",")}}/**`, "**/*.code-workspace"];

export class SensitiveWatch implements vscode.Disposable {
  readonly #onChanged: (file: string) => Promise<void>;
  readonly #log: Log;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(onChanged: (file: string) => Promise<void>, log: Log) {
    this.#onChanged = onChanged;
    this.#log = log;
    if (vscode.workspace.isTrusted) this.#watch();
    else this.#disposables.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#watch()));
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #watch(): void {
    const told = (uri: vscode.Uri): void => {
      if (uri.scheme !== "file") return;
      this.#onChanged(uri.fsPath).catch((error: unknown) => this.#log.failed("looking at a file", error));
    };
    for (const pattern of patterns) {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
      this.#disposables.push(watcher, watcher.onDidCreate(told), watcher.onDidChange(told));
    }
  }
}
