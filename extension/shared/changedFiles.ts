// What changed in the files between two checkpoints of a thread's folder, as host and pages both hold it: a list of
// files, and the hunks of one file on demand. Plain data that survives JSON; paths and lines are outside text.
// Always: a file's or hunk's name stands for exactly this content, so that no deed meets another than was shown.

/** What changed: one turn of a thread, or the whole thread as far as its checkpoints go. */
export interface ChangeScope {
  readonly threadId: string;
  /** null: from before the first turn with a checkpoint until now. */
  readonly turnId: string | null;
}

export type FileMode = "file" | "executable" | "symlink";

/** What stands at a path in one checkpoint. */
export interface FileSide {
  readonly mode: FileMode;
  /** Names the content: equal ids are equal bytes. */
  readonly id: string;
  readonly bytes: number;
}

/**
 * `open`: as the turn left it, undecided. `kept`, `undone`: decided by the person for the whole file. `partly`: some
 * hunks were decided. `gone`: the file on the disk is another now, changed by something else since.
 */
export type ChangeFate = "open" | "kept" | "undone" | "partly" | "gone";

export interface ChangedFile {
  /** Relative to the folder of the change set, "/" between its parts. */
  readonly path: string;
  /** Where it was before, when it was moved; null otherwise. */
  readonly oldPath: string | null;
  readonly kind: "added" | "deleted" | "modified" | "moved";
  /** null: there was no such file. */
  readonly before: FileSide | null;
  /** null: there is no such file any more. */
  readonly after: FileSide | null;
  readonly isBinary: boolean;
  /** Counts of lines; 0 for a binary file. */
  readonly addedLines: number;
  readonly removedLines: number;
  /** No item of the turn told of it: a command changed it, or something outside the thread. */
  readonly isUnreported: boolean;
  readonly fate: ChangeFate;
}

/** What a checkpoint did not take in, so that it can neither be shown nor undone. */
export interface LeftOut {
  /** A file, or a folder with all below it. */
  readonly path: string;
  readonly because: "tooLarge" | "tooMany" | "unreadable" | "special" | "nestedRepository";
}

export interface ChangeSet {
  readonly scope: ChangeScope;
  /** Absolute; the paths of the files are relative to it. */
  readonly folder: string;
  /** Sorted by path. */
  readonly files: readonly ChangedFile[];
  readonly leftOut: readonly LeftOut[];
  /** Why there is no comparison, in plain words; then `files` is empty. null when there is one. */
  readonly problem: string | null;
}

/** One row of a hunk. `newline` is false for a last line without one. */
export interface HunkLine {
  readonly mark: " " | "+" | "-";
  readonly text: string;
  readonly newline: boolean;
}

export interface Hunk {
  /** Stands for the content and the place of this hunk within its file. */
  readonly id: string;
  /** One-based first line and count on each side, as in a unified diff; for a count of 0, the line before. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
  readonly fate: "open" | "kept" | "undone";
}

/** The hunks of one file; empty for a binary one and for a change of mode or place alone. */
export interface FileHunks {
  readonly path: string;
  readonly hunks: readonly Hunk[];
}

/** What a person keeps or undoes: all of a change set, one file of it, or one hunk of a file. */
export interface ChangeTarget {
  readonly scope: ChangeScope;
  /** null: every file. */
  readonly path: string | null;
  /** null: the whole file. */
  readonly hunkId: string | null;
}

/** What became of a deed on one file. `conflict`: the person's own changes stand there; nothing was written. */
export type DeedOutcome = "done" | "nothingToDo" | "merged" | "conflict" | "refused";

export interface Deed {
  readonly path: string;
  readonly outcome: DeedOutcome;
  /** Why, in plain words, for `conflict` and `refused`; null otherwise. */
  readonly because: string | null;
}
