// Every message that crosses between the host and a review pane, both ways. The pane shows what a model wrote into
// files: it sends intents that name paths and hunks of the change set it was given, never a command or an address.

import type { ChangeSet, ChangeTarget, Deed, Hunk } from "./changedFiles.ts";

/** A comment of the person on a line of the change, gathered in the pane until it is sent. */
export interface LineComment {
  readonly id: string;
  readonly path: string;
  readonly hunkId: string;
  /** One-based line on the side that is named; of a removed line it is the old one. */
  readonly line: number;
  readonly side: "old" | "new";
  readonly text: string;
}

/** What a pane keeps over a reload of the window. */
export interface ReviewMemory {
  readonly layout: "unified" | "sideBySide";
  /** Files that the person marked as viewed, by the id of what they saw. */
  readonly viewed: readonly { readonly path: string; readonly id: string }[];
  readonly comments: readonly LineComment[];
}

/** What a pane begins with. */
export const emptyMemory: ReviewMemory = { layout: "unified", viewed: [], comments: [] };

/** Host to pane. */
export type ReviewMessage =
  | {
      readonly type: "changeSet";
      readonly changes: ChangeSet;
      readonly title: string;
      readonly memory: ReviewMemory;
      /** A turn runs in the thread: what is undone meanwhile may be changed again. */
      readonly isRunning: boolean;
      /** In how many files the thread's last undo can be taken back; 0 when there is none. */
      readonly undoneFiles: number;
    }
  /** A part of the hunks of a file, in their order. A long hunk goes on in the next part, under the same id. */
  | {
      readonly type: "hunks";
      readonly path: string;
      readonly hunks: readonly Hunk[];
      /** What was known of the file's hunks before is void. */
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  /** The hunks of this file cannot be had, and why, in plain words. */
  | { readonly type: "noHunks"; readonly path: string; readonly because: string }
  /** The answer to one `keep`, `undo` or `takeBack`; a deed without a path stands for all of them. */
  | { readonly type: "deedsDone"; readonly deeds: readonly Deed[] }
  /** Something else did not work, and why. */
  | { readonly type: "failed"; readonly because: string }
  /** What became of comments that were sent: taken as a message to the agent, or still the person's. */
  | {
      readonly type: "commentsFate";
      readonly ids: readonly string[];
      readonly taken: boolean;
      /** Why they were not taken, in plain words; null when they were. */
      readonly because: string | null;
    };

/** Pane to host: what the person wants. */
export type ReviewIntent =
  | { readonly type: "ready" }
  /** Read the hunks of these files; answered a file at a time. */
  | { readonly type: "loadHunks"; readonly paths: readonly string[] }
  | { readonly type: "keep"; readonly target: Pick<ChangeTarget, "path" | "hunkId"> }
  | {
      readonly type: "undo";
      readonly target: Pick<ChangeTarget, "path" | "hunkId">;
      /** Where the person's own changes stand in the way: leave the file alone, or write over them. */
      readonly onConflict: "leave" | "overwrite";
    }
  /** Takes the thread's last undo back. */
  | { readonly type: "takeBack" }
  | { readonly type: "openFile"; readonly path: string; readonly line: number | null }
  | { readonly type: "openDiff"; readonly path: string }
  | { readonly type: "remember"; readonly memory: ReviewMemory }
  | { readonly type: "sendComments"; readonly comments: readonly LineComment[] };
