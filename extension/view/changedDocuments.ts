// The contents before and after a change as read-only documents, and VS Code's own multi-file diff over them. An address
// names the thread and the content; the bytes come from the checkpoints, so that pictures are pictures and line ends are
// what they were. Always: a document whose language would fetch a schema is opened as plain text.

import path from "node:path";
import * as vscode from "vscode";
import type { Changes } from "../checkpoints/changes.ts";
import type { ChangedFile, ChangeSet } from "../shared/changedFiles.ts";

const scheme = "lectern-change";

/** Their language support may fetch what the text names. */
const fetching = new Set([
  ".json",
  ".jsonc",
  ".json5",
  ".yaml",
  ".yml",
  ".xml",
  ".xsd",
  ".xsl",
  ".code-workspace",
]);

/** As many contents are held as a person pages through at once. */
const maxHeld = 64;

export class ChangedDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changes: () => Changes;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #held = new Map<string, Promise<Uint8Array>>();
  readonly #registered: vscode.Disposable;

  constructor(changes: () => Changes) {
    this.#changes = changes;
    const how = { isReadonly: true, isCaseSensitive: true };
    this.#registered = vscode.workspace.registerFileSystemProvider(scheme, this, how);
  }

  /** Opens all files of the set in one editor, before against after. */
  async open(set: ChangeSet, title: string): Promise<void> {
    const resources = set.files.map((file) => [
      vscode.Uri.file(path.join(set.folder, file.path)),
      file.before === null ? undefined : this.uri(set.scope.threadId, file, "before"),
      file.after === null ? undefined : this.uri(set.scope.threadId, file, "after"),
    ]);
    await vscode.commands.executeCommand("vscode.changes", title, resources);
  }

  /** Opens one file of the set in the diff editor. */
  async openFile({ scope: { threadId } }: ChangeSet, file: ChangedFile): Promise<void> {
    const title = `${path.posix.basename(file.path)} (changed by Codex)`;
    const [before, after] = [this.uri(threadId, file, "before"), this.uri(threadId, file, "after")];
    await vscode.commands.executeCommand("vscode.diff", before, after, title, { preview: true });
  }

  /** The address of one side; where there is no such file it is empty. */
  uri(threadId: string, file: ChangedFile, side: "before" | "after"): vscode.Uri {
    const shown = side === "before" ? (file.oldPath ?? file.path) : file.path;
    const name = fetching.has(path.posix.extname(shown).toLowerCase()) ? `${shown}.txt` : shown;
    const query = JSON.stringify({ threadId, id: file[side]?.id ?? null } satisfies Address);
    return vscode.Uri.from({ scheme, path: `/${name}`, query });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const key = uri.toString();
    const bytes = this.#held.get(key) ?? this.#read(uri);
    this.#held.delete(key);
    this.#held.set(key, bytes);
    if (this.#held.size > maxHeld) this.#held.delete(this.#held.keys().next().value ?? "");
    return bytes;
  }

  async #read(uri: vscode.Uri): Promise<Uint8Array> {
    const named = addressOf(uri);
    if (!named) throw vscode.FileSystemError.FileNotFound(uri);
    if (named.id === null) return new Uint8Array();
    try {
      return await this.#changes().content(named.threadId, named.id);
    } catch {
      // The checkpoint is not kept any more.
    }
    this.#held.delete(uri.toString());
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  watch(): vscode.Disposable {
    // What a checkpoint holds never changes.
    return new vscode.Disposable(() => undefined);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions("read-only");
  }
  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions("read-only");
  }
  delete(): never {
    throw vscode.FileSystemError.NoPermissions("read-only");
  }
  rename(): never {
    throw vscode.FileSystemError.NoPermissions("read-only");
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
    this.#held.clear();
  }
}

interface Address {
  readonly threadId: string;
  /** null: there is no file on that side. */
  readonly id: string | null;
}

/** An address may come from anywhere: any extension can open one. */
function addressOf({ query }: vscode.Uri): Address | undefined {
  let named: unknown;
  try {
    named = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof named !== "object" || named === null) return undefined;
  const { threadId, id } = named as Partial<Record<keyof Address, unknown>>;
  if (typeof threadId !== "string" || !(id === null || typeof id === "string")) return undefined;
  return { threadId, id };
}
