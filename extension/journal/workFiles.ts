// One small append file a thread for what is under way in it: see threads/openWork. Written in place and at once: what
// is handed to the system outlives this process, and waiting for it would hold up every later word of the thread.
// Always: folder 0700, files 0600, bounded; all but a prompt, which is the person's own, is redacted; a torn or damaged
// line is dropped and those beside it are kept; nothing throws, and a disk that fails is told of once.

import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { KeptWork } from "../threads/openWork.ts";
import { workRecordFrom, type WorkRecord } from "../threads/workRecords.ts";
import { boundedJson } from "./boundedJson.ts";
import { lineOf, readLines } from "./journalLines.ts";

export interface WorkFilesOptions {
  /** Absolute; made when the first record comes. */
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Nothing can be written, in words for a person; told again only after it worked meanwhile. */
  readonly onProblem?: (problem: string) => void;
}

interface OpenFile {
  readonly descriptor: number;
  isTorn: boolean;
}

/** A thread's id as the server makes it: nothing else becomes a name of a file. */
const idForm = /^[\da-zA-Z-]{8,64}$/;
const nameForm = /^work-[\da-zA-Z-]{8,64}\.jsonl$/;
/** A prompt longer than this is not kept. */
const mostBytes = 4 * 1024 * 1024;
const mostFiles = 500;

export class WorkFiles implements KeptWork {
  readonly #options: WorkFilesOptions;
  readonly #files = new Map<string, OpenFile>();
  #hasProblem = false;
  #isPruned = false;

  constructor(options: WorkFilesOptions) {
    this.#options = options;
  }

  read(threadId: string): WorkRecord[] {
    if (!idForm.test(threadId)) return [];
    try {
      const { texts, damaged } = readLines(readFileSync(this.#pathOf(threadId)));
      if (damaged > 0) this.#options.log(`${threadId}: ${damaged} places of its open work are damaged`);
      return texts.flatMap((text) => workRecordFrom(parsed(text)) ?? []);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") this.#options.log(`open work cannot be read: ${String(error)}`);
      return [];
    }
  }

  append(threadId: string, record: WorkRecord): void {
    const bytes = bytesOf(record);
    if (bytes.length > mostBytes) return this.#options.log(`${threadId}: too long to be kept`);
    this.#try(threadId, () => {
      const file = this.#file(threadId);
      // Behind a torn line the next one would be lost with it.
      const whole = file.isTorn ? Buffer.concat([Buffer.from("\n"), bytes]) : bytes;
      file.isTorn = true;
      if (writeSync(file.descriptor, whole) < whole.length) throw new Error("it was not written whole");
      file.isTorn = false;
    });
  }

  async sync(threadId: string): Promise<void> {
    if (!this.#files.has(threadId)) return;
    try {
      for (const place of [this.#pathOf(threadId), this.#options.folder]) await syncPath(place);
    } catch (error) {
      // Replaced or let go of meanwhile: then it is done with.
      if (codeOf(error) !== "ENOENT") this.#failed(error);
    }
  }

  replace(threadId: string, records: readonly WorkRecord[]): void {
    this.#try(threadId, () => {
      this.#close(threadId);
      const file = this.#pathOf(threadId);
      if (records.length === 0) return rmSync(file, { force: true });
      this.#makeFolder();
      const lines = records.map(bytesOf).filter((bytes) => bytes.length <= mostBytes);
      writeFileSync(`${file}.part`, Buffer.concat(lines), { mode: 0o600 });
      renameSync(`${file}.part`, file);
    });
  }

  release(threadId: string): void {
    this.#try(threadId, () => this.#close(threadId));
  }

  #file(threadId: string): OpenFile {
    const known = this.#files.get(threadId);
    if (known) return known;
    this.#makeFolder();
    const file = { descriptor: openSync(this.#pathOf(threadId), "a", 0o600), isTorn: false };
    this.#files.set(threadId, file);
    return file;
  }

  #makeFolder(): void {
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
    if (this.#isPruned) return;
    this.#isPruned = true;
    pruneFiles(this.#options.folder).catch((error: unknown) =>
      this.#options.log(`old work was not removed: ${String(error)}`),
    );
  }

  #close(threadId: string): void {
    const file = this.#files.get(threadId);
    this.#files.delete(threadId);
    if (file) closeSync(file.descriptor);
  }

  #pathOf(threadId: string): string {
    return path.join(this.#options.folder, `work-${threadId}.jsonl`);
  }

  #try(threadId: string, write: () => void): void {
    if (!idForm.test(threadId)) return;
    try {
      write();
      this.#hasProblem = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (this.#hasProblem) return;
    this.#hasProblem = true;
    this.#options.log(`open work cannot be written: ${String(error)}`);
    this.#options.onProblem?.("Lectern cannot write to its storage folder: a crash could lose a prompt.");
  }
}

/** Only what came from outside is redacted and cut. Ids must stay what they are. */
function bytesOf(record: WorkRecord): Buffer {
  if (record.kind !== "item") return lineOf(JSON.stringify(record));
  const { item, ...told } = record.value;
  const { type } = item;
  const outside = JSON.parse(boundedJson({ type }, item)) as object;
  return lineOf(JSON.stringify({ kind: record.kind, id: record.id, value: { ...told, item: outside } }));
}

async function syncPath(place: string): Promise<void> {
  // Windows opens no folder; there a file's name is on the disk with its contents.
  const handle = await open(place, "r+").catch((error: unknown) => {
    if (codeOf(error) === "EISDIR") return process.platform === "win32" ? undefined : open(place, "r");
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

/** Those of threads that nobody came back to for longest go first. */
async function pruneFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => nameForm.test(name));
  if (names.length <= mostFiles) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { file, writtenMs: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 };
    }),
  );
  const oldest = files.toSorted((a, b) => a.writtenMs - b.writtenMs).slice(0, -mostFiles);
  for (const { file } of oldest) await rm(file, { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
