// What the view may ask of the checkpoints, as one door: what a turn or a thread changed, its hunks and its bytes, and
// the deeds on them. It knows no page, no editor and no store of checkpoints.
// Always: a deed meets only content that was shown (by id); what the person changed since is merged or left alone.

import type { ChangeScope, ChangeSet, ChangeTarget, Deed, FileHunks } from "../shared/changedFiles.ts";

/** What a deed does where the person's own changes stand in the way: leave the file alone, or put them aside. */
export type OnConflict = "leave" | "overwrite";

/** One thing that was done to files and that can be taken back, in the order done. */
export interface DoneDeed {
  readonly id: string;
  readonly scope: ChangeScope;
  readonly did: "undo" | "restore";
  /** Relative to the folder of the scope. */
  readonly paths: readonly string[];
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** What going back to before a turn would do to the files, before it is done. */
export interface RestorePreview {
  /** Each file as it would change: `before` is what stands on the disk now, `after` what would stand there. */
  readonly changes: ChangeSet;
  /** Files that the person, or something else than this thread, changed since the thread's last turn. */
  readonly changedSince: readonly string[];
}

export interface Changes {
  /** Never throws for what a person can meet: then `problem` says why there is none. */
  changeSet(scope: ChangeScope): Promise<ChangeSet>;
  /** The hunks of a file of the set; its `path` names it. Throws when there is no such file. */
  hunks(scope: ChangeScope, path: string): Promise<FileHunks>;
  /** The bytes that a side of a changed file names, of whatever set of the thread. Throws when they are not kept. */
  content(threadId: string, id: string): Promise<Uint8Array>;
  /** Marks as seen and wanted; no file changes. */
  keep(target: ChangeTarget): Promise<readonly Deed[]>;
  /** Brings the content before back, and merges what was changed since where it can. */
  undo(target: ChangeTarget, onConflict: OnConflict): Promise<readonly Deed[]>;
  /** What going back to before this turn would do. Throws when there is no checkpoint of it. */
  restorePreview(threadId: string, turnId: string): Promise<RestorePreview>;
  /** Brings the files to where they stood before this turn; what stood there can be had again by `takeBack`. */
  restore(threadId: string, turnId: string): Promise<readonly Deed[]>;
  /** The deed that `takeBack` would take back in this thread. */
  lastDeed(threadId: string): DoneDeed | null;
  /** Brings back what the last undo or restore of the thread wrote over. */
  takeBack(threadId: string): Promise<readonly Deed[]>;
}
