// The checkpoints of one folder: taken one after the other, each telling only what changed since the one before.
// Chooses how the folder is looked over. It knows no threads, turns or decisions.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { LeftOut } from "../shared/changedFiles.ts";
import { Blobs, type IdFormat } from "./blobs.ts";
import { FolderState, type Bounds, type PathChange } from "./folderState.ts";
import { GitListing } from "./gitListing.ts";
import { findGit } from "./gitProgram.ts";
import type { Listing } from "./listing.ts";
import { PlainListing } from "./plainListing.ts";
import { Points } from "./points.ts";
import { isIgnored } from "./ownGitDir.ts";
import { findRepository, type Repository } from "./repository.ts";

export interface CheckpointFolderOptions {
  /** Absolute real path. */
  readonly folder: string;
  /** A folder of ours, for this folder alone. */
  readonly storage: string;
  readonly log: (line: string) => void;
  readonly bounds?: Bounds;
  /** Where git is looked for. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface Checkpoint {
  readonly number: number;
  readonly leftOut: readonly LeftOut[];
}

/** A folder that the repository round it ignores is a folder of its own. */
async function repositoryFor(program: string, folder: string): Promise<Repository | undefined> {
  const repository = await findRepository(folder);
  return repository && (await isIgnored(program, repository, folder)) ? undefined : repository;
}

const day = 24 * 60 * 60 * 1000;

export class CheckpointFolder {
  readonly folder: string;
  readonly blobs: Blobs;
  readonly points: Points;
  readonly #listing: Listing;
  readonly #state: FolderState;
  readonly #log: (line: string) => void;
  /** One at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #wasTaken = false;

  private constructor(options: CheckpointFolderOptions, listing: Listing) {
    const { folder, storage, log, bounds } = options;
    this.folder = folder;
    this.#log = log;
    this.#listing = listing;
    this.blobs = new Blobs(path.join(storage, "blobs"));
    this.points = new Points(path.join(storage, "points.jsonl"));
    const parts = { folder, storage, listing, blobs: this.blobs };
    this.#state = new FolderState(bounds ? { ...parts, bounds } : parts);
  }

  /** Looks for git and the repository; reads and writes nothing yet. */
  static async open(options: CheckpointFolderOptions): Promise<CheckpointFolder> {
    const { folder, storage, log, environment = process.env } = options;
    await mkdir(storage, { recursive: true, mode: 0o700 });
    const program = await findGit({ environment, folder });
    const repository = program === undefined ? undefined : await repositoryFor(program, folder);
    const listing =
      program === undefined
        ? new PlainListing(folder)
        : new GitListing({ program, folder, storage, repository, log });
    return new CheckpointFolder(options, listing);
  }

  get idFormat(): IdFormat {
    return this.#listing.idFormat;
  }

  get tellsExecutable(): boolean {
    return this.#listing.tellsExecutable;
  }

  /** Whether one was taken since this was opened. */
  get wasTaken(): boolean {
    return this.#wasTaken;
  }

  /** Takes a checkpoint. Rejects as git or the disk do, or with the signal's reason. */
  take(signal: AbortSignal): Promise<Checkpoint> {
    return this.#inTurn(async () => {
      signal.throwIfAborted();
      let leftOut: readonly LeftOut[] = [];
      let number = 0;
      await this.#state.look(signal, async (look) => {
        ({ leftOut } = look);
        number = await this.points.add(look.changes, Date.now());
      });
      this.#wasTaken = true;
      this.#tidyLater();
      return { number, leftOut };
    });
  }

  /** What changed between two checkpoints; rejects when their differences are not kept any more. */
  async between(from: number, to: number): Promise<PathChange[]> {
    if (!(await this.points.reaches(from))) throw new RangeError("This checkpoint is no longer kept.");
    return this.points.between(from, to);
  }

  contents(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.#state.contents(ids, AbortSignal.timeout(60_000));
  }

  /** Drops the checkpoints before this one, and contents that neither what is left nor `alsoLive` names. */
  sweep(oldest: number, alsoLive: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.points.dropThrough(oldest);
      const live = new Set([...alsoLive, ...this.#state.ids, ...(await this.points.ids())]);
      await this.blobs.sweep(live, Date.now() - day);
    });
  }

  /** No thread needs it any more: the next checkpoint begins anew, under the next number. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#state.clear();
      await this.points.dropThrough(await this.points.latest());
      await this.blobs.sweep(new Set(), Infinity);
      this.#wasTaken = false;
    });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.#last;
  }

  #tidyLater(): void {
    void this.#inTurn(() => this.#state.tidy(AbortSignal.timeout(60_000))).catch((error: unknown) =>
      this.#log(`checkpoints: ${String(error)}`),
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
