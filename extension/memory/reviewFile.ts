// What review panes keep over reloads: which change each of them showed, its layout, what was viewed, and comments that
// were not sent. A file of our own, as for the pages of threads. Knows no vscode.
// Always: bounded, what nobody touched for longest goes first, and a closed pane's unsent comments wait for the next
// pane of the same change.

import path from "node:path";
import type { ChangeScope } from "../shared/changedFiles.ts";
import { emptyMemory, type ReviewMemory } from "../shared/reviewBridge.ts";
import { parseReviewMemory } from "../shared/reviewIntent.ts";
import { KeptFile } from "./keptFile.ts";

/** The memory of one pane. */
export interface KeptReview {
  /** Goes into a document of ours: nothing but what we made ourselves stands in it. */
  readonly id: string;
  readonly scope: ChangeScope;
  read(): ReviewMemory;
  keep(memory: ReviewMemory): void;
}

interface Entry {
  readonly scope: ChangeScope;
  readonly memory: ReviewMemory;
}

const mostReviews = 30;
const idForm = /^[\da-f-]{36}$/;

export class ReviewFile {
  readonly #file: KeptFile;
  readonly #makeId: () => string;
  #known: Map<string, Entry> | undefined;

  /** `makeId` gives UUIDs. */
  constructor(folder: string, log: (line: string) => void, makeId: () => string) {
    this.#file = new KeptFile(path.join(folder, "reviews.json"), log);
    this.#makeId = makeId;
  }

  /** The memory of the pane of this change, made when there is none yet. */
  of(scope: ChangeScope): KeptReview {
    for (const [id, entry] of this.#reviews()) if (isSame(entry.scope, scope)) return this.#kept(id, scope);
    const id = this.#makeId();
    this.#put(id, { scope, memory: emptyMemory });
    return this.#kept(id, scope);
  }

  /** By the id that a restored pane tells; undefined when nothing is known of it. */
  byId(id: unknown): KeptReview | undefined {
    const entry = typeof id === "string" ? this.#reviews().get(id) : undefined;
    return entry && typeof id === "string" ? this.#kept(id, entry.scope) : undefined;
  }

  /** The thread is deleted: nothing of it is kept. */
  forget(threadId: string): void {
    const reviews = this.#reviews();
    for (const [id, { scope }] of reviews) if (scope.threadId === threadId) reviews.delete(id);
    this.#write();
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#file.settled();
  }

  #kept(id: string, scope: ChangeScope): KeptReview {
    return {
      id,
      scope,
      read: () => this.#reviews().get(id)?.memory ?? emptyMemory,
      keep: (memory) => this.#put(id, { scope, memory }),
    };
  }

  #put(id: string, entry: Entry): void {
    const reviews = this.#reviews();
    reviews.delete(id);
    reviews.set(id, entry);
    this.#dropOldest(id);
    this.#write();
  }

  /** Those with unsent words go last. */
  #dropOldest(newest: string): void {
    const reviews = this.#reviews();
    while (reviews.size > mostReviews) {
      const others = [...reviews].filter(([id]) => id !== newest);
      const [oldest] = others.find(([, { memory }]) => memory.comments.length === 0) ?? others[0] ?? [];
      if (oldest === undefined) return;
      reviews.delete(oldest);
    }
  }

  #write(): void {
    this.#file.keep([...this.#reviews()].map(([id, { scope, memory }]) => ({ id, ...scope, memory })));
  }

  #reviews(): Map<string, Entry> {
    this.#known ??= reviewsFrom(this.#file.read());
    return this.#known;
  }
}

function isSame(one: ChangeScope, other: ChangeScope): boolean {
  return one.threadId === other.threadId && one.turnId === other.turnId;
}

function reviewsFrom(value: unknown): Map<string, Entry> {
  const reviews = new Map<string, Entry>();
  for (const entry of Array.isArray(value) ? value.slice(-mostReviews) : []) {
    if (typeof entry !== "object" || entry === null) continue;
    const { id, threadId, turnId, memory } = entry as Record<string, unknown>;
    if (typeof id !== "string" || !idForm.test(id) || typeof threadId !== "string") continue;
    if (turnId !== null && typeof turnId !== "string") continue;
    reviews.set(id, { scope: { threadId, turnId }, memory: parseReviewMemory(memory) ?? emptyMemory });
  }
  return reviews;
}
