// What a review pane and the checkpoints say to each other: the pane's intents become deeds on the change set that it
// was given, hunks go to it in bounded parts. It knows no vscode; what a person is asked or shown is handed in.
// Always: one deed after the other, a path counts only when the change set names it, and after each deed the pane gets
// the change set anew.

import path from "node:path";
import type { Changes } from "../checkpoints/changes.ts";
import type { KeptReview } from "../memory/reviewFile.ts";
import type { ChangedFile, ChangeSet, Deed, Hunk } from "../shared/changedFiles.ts";
import type { LineComment, ReviewIntent, ReviewMessage } from "../shared/reviewBridge.ts";
import { parseReviewIntent } from "../shared/reviewIntent.ts";
import { reviewMessage } from "./reviewMessage.ts";

/** What a person is asked before files are written. */
export interface UndoQuestion {
  readonly files: number;
  /** Their own later changes are written over. */
  readonly overwrites: boolean;
  readonly isRunning: boolean;
}

export interface ReviewChannelOptions {
  readonly changes: Changes;
  readonly kept: KeptReview;
  /** False when the page did not take it. */
  readonly post: (message: ReviewMessage) => PromiseLike<boolean>;
  /** Outside text. */
  readonly title: () => string;
  readonly isRunning: () => boolean;
  readonly confirmUndo: (question: UndoQuestion) => Promise<boolean>;
  /** `file` is absolute and named by the change set; it may lead out of the folder by a link. */
  readonly openFile: (folder: string, file: string, line: number | null) => Promise<void>;
  readonly openDiff: (set: ChangeSet, file: ChangedFile) => Promise<void>;
  /** Sends as the thread's next turn; rejects when it was not taken. */
  readonly send: (text: string) => Promise<void>;
  readonly log: (line: string) => void;
}

/** The first part is small: it is what a person waits for. */
const firstLines = 300;
/** What one message to the page holds at most. */
const mostLines = 2_000;
const mostChars = 1_000_000;

export class ReviewChannel {
  readonly #options: ReviewChannelOptions;
  #set: ChangeSet | undefined;
  #isReady = false;
  #isDisposed = false;
  #reading: Promise<void> | undefined;
  #isStale = false;
  /** The deeds, one after the other. */
  #deeds: Promise<void> = Promise.resolve();

  constructor(options: ReviewChannelOptions) {
    this.#options = options;
  }

  /** A message of the page. Resolves when all that it asked for is done; never rejects. */
  async receive(message: unknown): Promise<void> {
    const intent = parseReviewIntent(message);
    if (!intent) return this.#options.log("a message of the review pane was dropped");
    try {
      await this.#do(intent);
    } catch (error) {
      this.#options.log(`the review pane's ${intent.type} failed: ${wordsOf(error)}`);
      await this.#tellFailure(intent, wordsOf(error)).catch((again: unknown) =>
        this.#options.log(`the review pane could not be told: ${wordsOf(again)}`),
      );
    }
  }

  /** Something changed: the pane gets the change set anew, once however often this is called meanwhile. */
  async refresh(): Promise<void> {
    if (!this.#isReady || this.#isDisposed) return;
    this.#isStale = true;
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #readWhileStale(): Promise<void> {
    const { changes, kept, title, isRunning } = this.#options;
    while (this.#isStale && !this.#isDisposed) {
      this.#isStale = false;
      const set = await changes.changeSet(kept.scope);
      this.#set = set;
      const last = changes.lastDeed(kept.scope.threadId);
      await this.#post({
        type: "changeSet",
        changes: set,
        title: title(),
        memory: kept.read(),
        isRunning: isRunning(),
        undoneFiles: last?.did === "undo" ? last.paths.length : 0,
      });
    }
  }

  async #do(intent: ReviewIntent): Promise<void> {
    switch (intent.type) {
      case "ready":
        this.#isReady = true;
        return this.refresh();
      case "loadHunks":
        for (const each of intent.paths) await this.#loadHunks(each);
        return;
      case "keep":
      case "undo":
        return this.#inTurn(() => this.#keepOrUndo(intent));
      case "takeBack":
        return this.#inTurn(async () => {
          const { changes, kept } = this.#options;
          await this.#told(await changes.takeBack(kept.scope.threadId));
        });
      case "openFile": {
        const set = this.#set;
        if (!set || !this.#file(intent.path)) return;
        return this.#options.openFile(set.folder, path.join(set.folder, intent.path), intent.line);
      }
      case "openDiff": {
        const file = this.#file(intent.path);
        return this.#set && file && this.#options.openDiff(this.#set, file);
      }
      case "remember":
        return this.#options.kept.keep(intent.memory);
      case "sendComments":
        return this.#sendComments(intent.comments);
    }
  }

  #file(named: string): ChangedFile | undefined {
    return this.#set?.files.find((file) => file.path === named);
  }

  async #loadHunks(named: string): Promise<void> {
    if (!this.#file(named)) return this.#noHunks(named, "The file is not part of the change any more.");
    let hunks: readonly Hunk[];
    try {
      ({ hunks } = await this.#options.changes.hunks(this.#options.kept.scope, named));
    } catch (error) {
      return this.#noHunks(named, wordsOf(error));
    }
    const parts = partsOf(hunks);
    for (const [index, part] of parts.entries())
      await this.#post({
        type: "hunks",
        path: named,
        hunks: part,
        isFirst: index === 0,
        isLast: index === parts.length - 1,
      });
  }

  async #noHunks(named: string, because: string): Promise<void> {
    await this.#post({ type: "noHunks", path: named, because });
  }

  async #inTurn(deed: () => Promise<void>): Promise<void> {
    const done = this.#deeds.then(deed);
    this.#deeds = done.catch(() => undefined);
    await done;
  }

  async #keepOrUndo(intent: Extract<ReviewIntent, { type: "keep" | "undo" }>): Promise<void> {
    const { changes, kept } = this.#options;
    const target = { scope: kept.scope, ...intent.target };
    if (target.path !== null && !this.#file(target.path)) return this.#told([]);
    if (intent.type === "keep") return this.#told(await changes.keep(target));
    if (!(await this.#mayUndo(intent))) return this.#told([]);
    await this.#told(await changes.undo(target, intent.onConflict));
  }

  /** What touches many files, or the person's own changes, is asked first. */
  async #mayUndo({ target, onConflict }: Extract<ReviewIntent, { type: "undo" }>): Promise<boolean> {
    const overwrites = onConflict === "overwrite";
    if (target.path !== null && !overwrites) return true;
    const open = this.#set?.files.filter(({ fate }) => fate !== "undone" && fate !== "kept").length ?? 0;
    return await this.#options.confirmUndo({
      files: target.path === null ? open : 1,
      overwrites,
      isRunning: this.#options.isRunning(),
    });
  }

  async #told(deeds: readonly Deed[]): Promise<void> {
    await this.#post({ type: "deedsDone", deeds });
    await this.refresh();
  }

  async #sendComments(comments: readonly LineComment[]): Promise<void> {
    const { changes, kept, send } = this.#options;
    const hunks = new Map<string, readonly Hunk[]>();
    for (const named of new Set(comments.map((comment) => comment.path))) {
      const found = this.#file(named) && (await changes.hunks(kept.scope, named).catch(() => undefined));
      hunks.set(named, found?.hunks ?? []);
    }
    await send(
      reviewMessage(comments, (comment) =>
        hunks.get(comment.path)?.find((hunk) => hunk.id === comment.hunkId),
      ),
    );
    // Kept without them at once: the pane may be gone before it says so.
    const sent = new Set(comments.map(({ id }) => id));
    const memory = kept.read();
    kept.keep({ ...memory, comments: memory.comments.filter(({ id }) => !sent.has(id)) });
    await this.#post({ type: "commentsFate", ids: [...sent], taken: true, because: null });
  }

  async #tellFailure(intent: ReviewIntent, because: string): Promise<void> {
    if (intent.type === "sendComments")
      await this.#post({
        type: "commentsFate",
        ids: intent.comments.map(({ id }) => id),
        taken: false,
        because,
      });
    else if (intent.type === "keep" || intent.type === "undo")
      await this.#told([{ path: intent.target.path ?? "", outcome: "refused", because }]);
    else if (intent.type === "takeBack") await this.#told([{ path: "", outcome: "refused", because }]);
    else if (intent.type !== "remember") await this.#post({ type: "failed", because });
  }

  async #post(message: ReviewMessage): Promise<void> {
    if (!this.#isDisposed) await this.#options.post(message);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The hunks in parts that one message can carry; at least one, which may be empty. Long hunks are cut. */
export function partsOf(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const parts: Hunk[][] = [[]];
  let room = { lines: firstLines, chars: mostChars };
  for (const hunk of hunks) {
    let from = 0;
    do {
      if (room.lines <= 0 || room.chars <= 0) {
        parts.push([]);
        room = { lines: mostLines, chars: mostChars };
      }
      let to = from;
      while (to < hunk.lines.length && room.lines > 0 && room.chars > 0) {
        room.lines--;
        room.chars -= hunk.lines[to]?.text.length ?? 0;
        to++;
      }
      parts.at(-1)?.push({ ...hunk, lines: hunk.lines.slice(from, to) });
      from = to;
    } while (from < hunk.lines.length);
  }
  return parts;
}
