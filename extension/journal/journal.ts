// The journal: an append-only record on the disk of what was asked and decided, written before the answer goes out.
// Knows files and no vscode; never stands in the way: when it cannot write, it says so once, and the extension goes on.
// Always: `append` never rejects, records of a writer keep their order, and a durable one is on the disk (or the
// journal has a problem) when its promise resolves.

import { randomBytes } from "node:crypto";
import { readFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { boundedJson } from "./boundedJson.ts";
import { lineOf, readLines } from "./journalLines.ts";
import { inOrder, recordFrom, recordVersion, type JournalEntry, type JournalRecord } from "./records.ts";
import { beginSegment, listSegments, pruneSegments } from "./segments.ts";

export interface JournalOptions {
  /** Absolute; made when the first record comes. */
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Of all files together. */
  readonly maxBytes?: number;
  /** The journal stopped working, or works again. */
  readonly onProblem?: (problem: string | null) => void;
}

export interface JournalContents {
  /** In order; of all windows. */
  readonly records: JournalRecord[];
  /** Places in the files that could not be read. */
  readonly damaged: number;
  /** Records that a newer version wrote. */
  readonly unknown: number;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly atMs: number;
  readonly durable: boolean;
  readonly written: () => void;
}

const defaultMaxBytes = 16 * 1024 * 1024;
/** A segment is an eighth of all, so that the bound is kept closely and little goes at a time. */
const segmentsInAll = 8;
const retryAfterMs = 30_000;
/** With each record's own bound, a write stays below 4 MB. */
const maxBatch = 64;

export class Journal {
  readonly #options: JournalOptions;
  readonly #maxBytes: number;
  readonly #writer = randomBytes(4).toString("hex");
  #seq = 0;
  #segmentCount = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #file: FileHandle | undefined;
  #fileBytes = 0;
  #problem: string | null = null;
  #failedAtMs = 0;
  #missing = 0;
  #disposed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? defaultMaxBytes;
  }

  /** Why nothing is kept, in words for a person; null when all is well. */
  get problem(): string | null {
    return this.#problem;
  }

  /**
   * Keeps an entry. Resolves when it is written, a durable one when it is safe from a crash of the machine too.
   * Resolves also when it cannot be kept: see `problem`.
   */
  append(entry: JournalEntry, { durable }: { durable: boolean }): Promise<void> {
    if (this.#disposed || this.#isResting()) {
      this.#missing++;
      return Promise.resolve();
    }
    const atMs = this.#options.now();
    return new Promise((resolve) => {
      this.#waiting.push({ entry, atMs, durable, written: resolve });
      this.#writing ??= this.#writeAll();
    });
  }

  /** All that is on the disk, or that of one thread. What is being written is waited for. Never rejects. */
  async read(threadId?: string): Promise<JournalContents> {
    await this.#writing;
    const records: JournalRecord[] = [];
    let damaged = 0;
    let unknown = 0;
    for (const bytes of await this.#contents()) {
      const lines = readLines(bytes);
      damaged += lines.damaged;
      for (const text of lines.texts) {
        const record = recordFrom(parsed(text));
        if (!record) unknown++;
        else if (threadId === undefined || record.threadId === threadId) records.push(record);
      }
    }
    return { records: inOrder(records), damaged, unknown };
  }

  /** Writes what waits and closes the file. May be called often. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#writing;
    await this.#abandon();
  }

  #lineOf(entry: JournalEntry, atMs: number): Buffer {
    const { type, threadId } = entry;
    const own = { version: recordVersion, writer: this.#writer, seq: this.#seq++, atMs, type, threadId };
    // The key names the request and holds no outside text; redaction must not make two of one.
    return lineOf(boundedJson("key" in entry ? { ...own, key: entry.key } : own, entry));
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maxBatch);
      try {
        if (this.#problem !== null || !(await this.#isUsable())) await this.#begin();
        await this.#write(batch);
      } catch (error) {
        await this.#failed(error, batch.length);
      }
      for (const { written } of batch) written();
    }
    // In the same breath as the last look at what waits: who comes next must not wait for a writer that is gone.
    this.#writing = undefined;
  }

  /** One write and one sync serve all that came while the last ones ran. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    const file = this.#file;
    if (!file) throw new Error("no segment is open");
    const bytes = Buffer.concat(batch.map(({ entry, atMs }) => this.#lineOf(entry, atMs)));
    await file.appendFile(bytes);
    this.#fileBytes += bytes.length;
    if (batch.some(({ durable }) => durable)) await file.datasync();
  }

  /** Whether the open segment takes more. Another window may have removed it: what is written then is lost. */
  async #isUsable(): Promise<boolean> {
    if (!this.#file || this.#fileBytes >= this.#maxBytes / segmentsInAll) return false;
    return (await this.#file.stat()).nlink > 0;
  }

  /** Begins a segment; after a problem also with how many records are missing. Never writes behind a torn line. */
  async #begin(): Promise<void> {
    const { folder, now } = this.#options;
    await this.#close();
    await pruneSegments(folder, this.#maxBytes - this.#maxBytes / segmentsInAll);
    const count = this.#segmentCount++;
    this.#file = await beginSegment(folder, { writer: this.#writer, atMs: now(), count });
    this.#fileBytes = 0;
    if (this.#missing > 0) {
      const entry: JournalEntry = { type: "recordsMissing", threadId: "", count: this.#missing };
      await this.#write([{ entry, atMs: now(), durable: true, written: () => undefined }]);
      this.#missing = 0;
    }
    if (this.#problem !== null) {
      this.#options.log("the journal can be written again");
      this.#tell(null);
    }
  }

  async #failed(error: unknown, count: number): Promise<void> {
    this.#missing += count;
    this.#failedAtMs = this.#options.now();
    await this.#abandon();
    if (this.#problem !== null) return;
    this.#options.log(`the journal cannot be written: ${String(error)}`);
    this.#tell(problemText(error));
  }

  #tell(problem: string | null): void {
    this.#problem = problem;
    this.#options.onProblem?.(problem);
  }

  /** After a failure we wait before we try the disk again; a clock that was set back ends the wait. */
  #isResting(): boolean {
    const sinceMs = this.#options.now() - this.#failedAtMs;
    return this.#problem !== null && sinceMs >= 0 && sinceMs < retryAfterMs;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** A file that could not be written may fail to close as well; there is nothing more to be done for it. */
  async #abandon(): Promise<void> {
    try {
      await this.#close();
    } catch (error) {
      this.#options.log(`a segment of the journal could not be closed: ${String(error)}`);
    }
  }

  async #contents(): Promise<Buffer[]> {
    const { folder, log } = this.#options;
    try {
      const names = await listSegments(folder);
      // A segment may go while we read: another window prunes.
      const all = await Promise.all(
        names.map((name) => readFile(path.join(folder, name)).catch(() => Buffer.alloc(0))),
      );
      return all;
    } catch (error) {
      log(`the journal cannot be read: ${String(error)}`);
      return [];
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemText(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOSPC":
    case "EDQUOT":
      return "The disk is full, so Lectern keeps no record of approvals at the moment.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "Lectern may not write to its storage folder, so it keeps no record of approvals.";
    default:
      return "Lectern cannot write to its storage folder, so it keeps no record of approvals.";
  }
}
