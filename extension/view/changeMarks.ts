// What Codex changed and nobody decided on yet, marked in the working files themselves: lines added and removed, Keep and
// Undo above each hunk, keys from one to the next. Where a person edited a hunk over, its mark goes. It changes no file:
// the deeds are another's. Always: a command acts only on a hunk that is marked in an editor now.

import path from "node:path";
import * as vscode from "vscode";
import type { Changes } from "../checkpoints/changes.ts";
import { placesOf, type HunkPlace } from "../checkpoints/hunkPlaces.ts";
import type { ChangedFile, ChangeScope, ChangeSet, FileHunks } from "../shared/changedFiles.ts";
import { makeMarkStyles, removedHover } from "./markStyles.ts";

export interface ChangeMarksOptions {
  readonly changes: () => Changes;
  /** The turns whose changes are not decided yet, the newest first. */
  readonly undecided: () => readonly ChangeScope[];
  /** Fires with the id of a thread when its changes, or what was decided on them, are others. */
  readonly onChanges: vscode.Event<string>;
  readonly failed: (what: string, error: unknown) => void;
}

/** A hunk that stands in an editor. */
export interface Mark {
  readonly scope: ChangeScope;
  /** Relative to the folder of the change set. */
  readonly path: string;
  readonly place: HunkPlace;
}

/** Longer texts are not searched while a person types. */
const maxChars = 2_000_000;
/** A pause in typing. */
const settleMs = 150;
export const hasMarksKey = "lectern.fileHasChanges";

export class ChangeMarks implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #options: ChangeMarksOptions;
  readonly #styles = makeMarkStyles();
  readonly #sets = new Map<string, Promise<ChangeSet>>();
  readonly #hunks = new Map<string, Promise<FileHunks>>();
  /** What is marked, by the address of the document. */
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;
  readonly #disposables: vscode.Disposable[];
  #settling: NodeJS.Timeout | undefined;
  #round = 0;

  constructor(options: ChangeMarksOptions) {
    this.#options = options;
    this.#disposables = [
      this.#lensesChanged,
      ...Object.values(this.#styles),
      vscode.languages.registerCodeLensProvider({ scheme: "file" }, this),
      options.onChanges((threadId) => {
        this.#forget(threadId);
        this.#soon();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#soon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#tellMenus()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) this.#soon();
      }),
    ];
    this.#soon();
  }

  /** The marks of a document, from top to bottom. */
  marksOf(document: vscode.TextDocument): readonly Mark[] {
    return this.#marks.get(document.uri.toString()) ?? [];
  }

  /** The mark of this hunk, when it is shown in some editor. */
  find(hunkId: unknown): Mark | undefined {
    return [...this.#marks.values()].flat().find(({ place }) => place.hunk.id === hunkId);
  }

  /** Puts the cursor on the next or previous mark of the editor, round its end. */
  step(by: 1 | -1): void {
    const editor = vscode.window.activeTextEditor;
    const lines = (editor ? this.marksOf(editor.document) : []).map(({ place }) => place.changed.line);
    if (!editor || lines.length === 0) return;
    const at = editor.selection.active.line;
    const next =
      by === 1
        ? (lines.find((line) => line > at) ?? lines[0])
        : (lines.findLast((line) => line < at) ?? lines.at(-1));
    const position = new vscode.Position(Math.min(next ?? at, editor.document.lineCount - 1), 0);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(
      new vscode.Range(position, position),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.marksOf(document).flatMap(({ place }) => {
      const line = Math.min(place.changed.line, document.lineCount - 1);
      const range = new vscode.Range(line, 0, line, 0);
      const lens = (title: string, tooltip: string, name: string): vscode.CodeLens =>
        new vscode.CodeLens(range, {
          title,
          tooltip,
          command: `lectern.${name}`,
          arguments: [place.hunk.id],
        });
      return [
        lens("$(check) Keep", "Codex changed this: keep it", "keepHunk"),
        lens("$(discard) Undo", "Codex changed this: bring back what stood here", "undoHunk"),
        lens("$(diff) Review", "All that Codex changed in this turn", "openChangesOfHunk"),
      ];
    });
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#round++;
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #soon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#markAll().catch((error: unknown) => this.#options.failed("marking changes", error));
    }, settleMs);
  }

  async #markAll(): Promise<void> {
    const round = ++this.#round;
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => isMarkable(document));
    const found = await Promise.all(editors.map(async ({ document }) => this.#find(document)));
    // Another round began meanwhile: it knows better.
    if (round !== this.#round) return;
    this.#marks.clear();
    for (const [at, editor] of editors.entries()) {
      const marks = found[at] ?? [];
      this.#marks.set(editor.document.uri.toString(), marks);
      this.#paint(editor, marks);
    }
    this.#lensesChanged.fire();
    this.#tellMenus();
  }

  /** Newer turns first: what they changed over is theirs. */
  async #find(document: vscode.TextDocument): Promise<readonly Mark[]> {
    const marks: Mark[] = [];
    const text = document.getText();
    if (text.length > maxChars) return [];
    for (const scope of this.#options.undecided()) {
      const file = fileIn(await this.#set(scope), document.uri.fsPath);
      if (!file) continue;
      const { hunks } = await this.#hunksOf(scope, file);
      const open = hunks.filter(({ fate }) => fate === "open");
      for (const place of placesOf(text, open))
        if (!marks.some((mark) => overlap(mark.place, place))) marks.push({ scope, path: file.path, place });
    }
    return marks.toSorted((one, other) => one.place.changed.line - other.place.changed.line);
  }

  #paint(editor: vscode.TextEditor, marks: readonly Mark[]): void {
    const added: vscode.Range[] = [];
    const removed: vscode.DecorationOptions[] = [];
    for (const { place } of marks) {
      for (const { line, count } of place.added) added.push(new vscode.Range(line, 0, line + count - 1, 0));
      for (const { line, texts } of place.removed) {
        const shown = Math.min(line, editor.document.lineCount - 1);
        removed.push({ range: new vscode.Range(shown, 0, shown, 0), hoverMessage: removedHover(texts) });
      }
    }
    editor.setDecorations(this.#styles.added, added);
    editor.setDecorations(this.#styles.removed, removed);
  }

  #tellMenus(): void {
    const document = vscode.window.activeTextEditor?.document;
    const has = document !== undefined && this.marksOf(document).length > 0;
    void vscode.commands.executeCommand("setContext", hasMarksKey, has);
  }

  #set(scope: ChangeScope): Promise<ChangeSet> {
    return kept(this.#sets, keyOf(scope), () => this.#options.changes().changeSet(scope));
  }

  #hunksOf(scope: ChangeScope, file: ChangedFile): Promise<FileHunks> {
    return kept(this.#hunks, `${keyOf(scope)} ${file.path}`, () =>
      this.#options.changes().hunks(scope, file.path),
    );
  }

  #forget(threadId: string): void {
    for (const held of [this.#sets, this.#hunks])
      for (const key of held.keys()) if (key.startsWith(`${threadId} `)) held.delete(key);
  }
}

function isMarkable({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === "file";
}

/** The changed text file of the set at this absolute path, when something of it is undecided. */
function fileIn({ folder, files }: ChangeSet, fsPath: string): ChangedFile | undefined {
  const relative = path.relative(folder, fsPath).split(path.sep).join("/");
  if (relative.startsWith("../")) return undefined;
  const file = files.find((candidate) => candidate.path === relative);
  const isOpen = file && (file.fate === "open" || file.fate === "partly");
  return isOpen && file.after !== null && !file.isBinary ? file : undefined;
}

function overlap({ changed: one }: HunkPlace, { changed: other }: HunkPlace): boolean {
  const oneEnd = one.line + Math.max(1, one.count);
  const otherEnd = other.line + Math.max(1, other.count);
  return one.line < otherEnd && other.line < oneEnd;
}

function keyOf({ threadId, turnId }: ChangeScope): string {
  return `${threadId} ${turnId ?? ""}`;
}

/** Asked once, and again after a failure. */
function kept<T>(held: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = held.get(key);
  if (known) return known;
  const asked = ask();
  held.set(key, asked);
  asked.catch(() => held.delete(key));
  return asked;
}
