// The pane's one state and the way of a person's deed: to the state, to the host, into what is kept over reloads. It
// knows no component.
// Always: what a person decided or wrote is told to the host at once, for the pane may be gone the next moment.

import type {
  LineComment,
  ReviewIntent,
  ReviewMemory,
  ReviewMessage,
} from "../../extension/shared/reviewBridge.ts";
import type { ChangedFile, Hunk } from "../../extension/shared/changedFiles.ts";
import { reviewLimits } from "../../extension/shared/reviewIntent.ts";
import type { Host } from "../host.ts";
import {
  emptyReview,
  isFolded,
  received,
  shownFiles,
  viewedId,
  type Asked,
  type Draft,
  type ReviewState,
} from "./reviewState.ts";

export type ReviewHost = Host<ReviewIntent, ReviewMessage>;

/** What VS Code keeps for the next load of the pane. */
interface Kept {
  readonly page: string;
  /** The comment that was being written. */
  readonly draft: Draft | null;
  /** The key of the row at the top, and how many CSS pixels of it were above the edge. */
  readonly place: Place | null;
}

export interface Place {
  readonly key: string;
  readonly above: number;
}

const keepAfterMs = 250;
/** Long files come in parts; no frame takes much more of them, so that one can scroll meanwhile. */
const linesInFrame = 6_000;

export class ReviewStore {
  readonly #host: ReviewHost;
  readonly #page: string;
  readonly #listeners = new Set<() => void>();
  /** Paths whose hunks were asked for and did not come yet. */
  readonly #loading = new Set<string>();
  /** Where the pane was left the last time; null once it was gone to. */
  readonly firstPlace: Place | null;
  #state: ReviewState;
  #place: Place | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReviewMessage[] = [];

  /** `page`: the host's id of this pane, by which it knows it again. */
  constructor(host: ReviewHost, page: string) {
    this.#host = host;
    this.#page = page;
    const kept = keptFrom(host.getState());
    const isSame = kept?.page === page;
    this.#place = isSame ? kept.place : null;
    this.firstPlace = this.#place;
    this.#state = { ...emptyReview, draft: isSame ? kept.draft : null };
    this.write();
  }

  readonly read = (): ReviewState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A message of the host. Many that come together are drawn together. */
  receive(message: ReviewMessage): void {
    this.#waiting.push(message);
    if (this.#waiting.length === 1) requestAnimationFrame(() => this.#takeWaiting());
  }

  #takeWaiting(): void {
    let state = this.#state;
    let lines = 0;
    while (this.#waiting.length > 0 && lines < linesInFrame) {
      const message = this.#waiting.shift();
      if (!message) break;
      if (message.type === "noHunks" || (message.type === "hunks" && message.isLast))
        this.#loading.delete(message.path);
      if (message.type === "hunks") lines += countLines(message.hunks);
      state = received(state, message);
      // The first lines of a long file are drawn before more of it is taken.
      if (message.type === "hunks" && message.isFirst && !message.isLast) break;
    }
    this.#set(state);
    if (this.#waiting.length > 0) requestAnimationFrame(() => this.#takeWaiting());
  }

  /** Asks for the hunks of files near the eye that are not here, or are stale. */
  load(files: readonly ChangedFile[]): void {
    const paths = files
      .filter(({ path }) => {
        const held = this.#state.lines.get(path);
        return !this.#loading.has(path) && (held === undefined || held.isStale);
      })
      .slice(0, reviewLimits.loadedPaths)
      .map(({ path }) => path);
    if (paths.length === 0) return;
    for (const path of paths) this.#loading.add(path);
    this.#host.post({ type: "loadHunks", paths });
  }

  keep(path: string | null, hunkId: string | null): void {
    this.#ask({ what: "keep", target: { path, hunkId } });
    this.#host.post({ type: "keep", target: { path, hunkId } });
  }

  undo(path: string | null, hunkId: string | null, onConflict: "leave" | "overwrite" = "leave"): void {
    this.#ask({ what: "undo", target: { path, hunkId } });
    this.#host.post({ type: "undo", target: { path, hunkId }, onConflict });
  }

  /** Once more what was refused, over the person's own changes: the host asks them first. */
  undoAnyway(path: string): void {
    const refusal = this.#state.refusals.get(path);
    if (refusal) this.undo(path, refusal.asked.target.hunkId, "overwrite");
  }

  takeBack(): void {
    this.#ask({ what: "takeBack", target: { path: null, hunkId: null } });
    this.#host.post({ type: "takeBack" });
  }

  #ask(asked: Asked): void {
    this.#set({ ...this.#state, asked: [...this.#state.asked, asked] });
  }

  openFile(path: string, line: number | null): void {
    this.#host.post({ type: "openFile", path, line });
  }

  openDiff(path: string): void {
    this.#host.post({ type: "openDiff", path });
  }

  setLayout(layout: ReviewMemory["layout"]): void {
    this.#remember({ layout });
  }

  setFilter(filter: string): void {
    this.#set({ ...this.#state, filter });
  }

  setOnlyUndecided(onlyUndecided: boolean): void {
    this.#set({ ...this.#state, onlyUndecided });
  }

  /** Marks as viewed, which folds it, or takes the mark away. */
  setViewed(file: ChangedFile, isViewed: boolean): void {
    const others = this.#state.memory.viewed.filter(({ path }) => path !== file.path);
    const viewed = isViewed ? [...others, { path: file.path, id: viewedId(file) }] : others;
    const folded = new Map(this.#state.folded);
    folded.delete(file.path);
    this.#state = { ...this.#state, folded };
    this.#remember({ viewed: viewed.slice(-reviewLimits.viewed) });
  }

  toggleFolded(file: ChangedFile): void {
    const folded = new Map(this.#state.folded).set(file.path, !isFolded(this.#state, file));
    this.#set({ ...this.#state, folded });
  }

  foldAll(isFolded: boolean): void {
    const folded = new Map(this.#state.folded);
    for (const { path } of shownFiles(this.#state)) folded.set(path, isFolded);
    this.#set({ ...this.#state, folded });
  }

  /** Opens the box for a new comment. One that was being written is kept as it is. */
  startComment(place: Omit<Draft, "id" | "text">): void {
    this.saveDraft();
    this.#setDraft({ ...place, id: null, text: "" });
  }

  editComment(comment: LineComment): void {
    this.saveDraft();
    this.#setDraft({ ...comment });
  }

  typeDraft(text: string): void {
    const { draft } = this.#state;
    if (draft) this.#setDraft({ ...draft, text: text.slice(0, reviewLimits.commentChars) });
  }

  /** Closes the box without a change. */
  dropDraft(): void {
    this.#setDraft(null);
  }

  /** Takes what was written as a comment; an empty text closes the box only. */
  saveDraft(): void {
    const { draft, memory } = this.#state;
    if (!draft) return;
    const { comments } = memory;
    this.#setDraft(null);
    if (draft.text.trim() === "") return;
    const saved: LineComment = { ...draft, id: draft.id ?? crypto.randomUUID() };
    const isKnown = comments.some(({ id }) => id === saved.id);
    if (!isKnown && comments.length >= reviewLimits.comments) {
      this.#setDraft(draft);
      return this.#set({ ...this.#state, status: "No more comments fit in one message. Send these first." });
    }
    this.#remember({
      comments: isKnown ? comments.map((one) => (one.id === saved.id ? saved : one)) : [...comments, saved],
    });
  }

  deleteComment(id: string): void {
    this.#remember({ comments: this.#state.memory.comments.filter((comment) => comment.id !== id) });
  }

  sendComments(): void {
    const { memory, sending } = this.#state;
    const comments = memory.comments.filter(({ id }) => !sending.includes(id));
    if (comments.length === 0) return;
    this.#set({ ...this.#state, sending: [...sending, ...comments.map(({ id }) => id)] });
    this.#host.post({ type: "sendComments", comments });
  }

  say(status: string): void {
    this.#set({ ...this.#state, status });
  }

  keepPlace(place: Place | null): void {
    this.#place = place;
    this.#writeSoon();
  }

  /** Writes at once what is still to be written: for the moment before the pane goes. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kept: Kept = { page: this.#page, draft: this.#state.draft, place: this.#place };
    this.#host.setState(kept);
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.write(), keepAfterMs);
  }

  #setDraft(draft: Draft | null): void {
    if (draft === this.#state.draft) return;
    this.#set({ ...this.#state, draft });
    this.#writeSoon();
  }

  #remember(change: Partial<ReviewMemory>): void {
    const memory = { ...this.#state.memory, ...change };
    this.#set({ ...this.#state, memory });
    this.#host.post({ type: "remember", memory });
  }

  #set(state: ReviewState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function countLines(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
}

function keptFrom(value: unknown): Kept | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { page, draft, place } = value as Record<string, unknown>;
  if (typeof page !== "string") return undefined;
  return { page, draft: draftFrom(draft), place: placeFrom(place) };
}

function draftFrom(value: unknown): Draft | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, path, hunkId, line, side, text } = value as Record<string, unknown>;
  if (typeof path !== "string" || typeof hunkId !== "string" || typeof text !== "string") return null;
  if (typeof line !== "number" || (side !== "old" && side !== "new")) return null;
  return { id: typeof id === "string" ? id : null, path, hunkId, line, side, text };
}

function placeFrom(value: unknown): Place | null {
  if (typeof value !== "object" || value === null) return null;
  const { key, above } = value as Record<string, unknown>;
  return typeof key === "string" && typeof above === "number" ? { key, above } : null;
}
