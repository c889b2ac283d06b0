// Looks after the sensitive places below the open folders, by VS Code's own means: its file watching tells at once, and
// when a turn ended they are searched, for a watching misses what is written into a folder that was just made. It
// judges nothing. Nothing is looked at in a folder that is not trusted.

import * as vscode from "vscode";
import { agentPlaces, editorPlaces } from "../shared/sensitivePlaces.ts";
import type { SensitiveChanges } from "../threads/sensitiveChanges.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

/** Names of places and files, at any depth; below a place that is a folder, everything. */
const names = [...editorPlaces, ...agentPlaces].map(({ place }) => place).join(",");
const patterns = [`**/{${names}}`, `**/{${names}}/**`, "**/*.code-workspace"];
/** Programs of others, in numbers: what they bring along is theirs. */
const notSearched = "**/node_modules/**";
const mostFound = 2_000;

export class SensitiveWatch implements vscode.Disposable {
  readonly #sensitive: SensitiveChanges;
  readonly #log: Log;
  readonly #disposables: vscode.Disposable[];

  constructor({ threads, onTurnEnded }: HostParts, log: Log) {
    this.#sensitive = threads.sensitive;
    this.#log = log;
    this.#disposables = [
      onTurnEnded(({ threadId }) => {
        this.#search(threadId).catch((error: unknown) => log.failed("searching sensitive files", error));
      }),
    ];
    if (vscode.workspace.isTrusted) this.#watch();
    else this.#disposables.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#watch()));
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #search(threadId: string): Promise<void> {
    const work = this.#sensitive.workOf(threadId);
    if (!work || !vscode.workspace.isTrusted) return;
    for (const pattern of patterns) {
      const within = new vscode.RelativePattern(vscode.Uri.file(work.cwd), pattern);
      for (const { fsPath } of await vscode.workspace.findFiles(within, notSearched, mostFound))
        await this.#sensitive.check(work, fsPath);
    }
  }

  #watch(): void {
    const told = ({ scheme, fsPath }: vscode.Uri): void => {
      if (scheme !== "file") return;
      this.#sensitive.changed(fsPath).catch((error: unknown) => this.#log.failed("looking at a file", error));
    };
    for (const pattern of patterns) {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
      this.#disposables.push(watcher, watcher.onDidCreate(told), watcher.onDidChange(told));
    }
  }
}
