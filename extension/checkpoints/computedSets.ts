// The files of change sets, computed once: checkpoints never change, so a set holds until its turns do.

import type { ChangeScope } from "../shared/changedFiles.ts";
import { changesOf, computeFiles, type ComputedFile } from "./changeSets.ts";
import type { CheckpointStore } from "./checkpointStore.ts";
import type { ThreadRecord, TurnRecord } from "./threadRecords.ts";

interface Computed {
  readonly key: string;
  readonly files: Promise<readonly ComputedFile[]>;
}

const mostComputed = 30;

export class ComputedSets {
  readonly #store: CheckpointStore;
  #computed: Computed[] = [];

  constructor(store: CheckpointStore) {
    this.#store = store;
  }

  /** The files of a scope. Rejects with RangeError, in words for a person, when nothing can be compared. */
  files(scope: ChangeScope, record: ThreadRecord): Promise<readonly ComputedFile[]> {
    const turns = record.turns.filter(({ turnId }) => scope.turnId === null || turnId === scope.turnId);
    const ends = turns.map(({ before, after, problem }) => `${before}-${after}-${problem}`);
    const key = `${scope.threadId} ${scope.turnId} ${ends.join()}`;
    const known = this.#computed.find((computed) => computed.key === key);
    if (known) return known.files;
    const files = this.#compute(scope, record, turns);
    this.#computed = [...this.#computed, { key, files }].slice(-mostComputed);
    // What could not be computed is tried anew.
    files.catch(() => (this.#computed = this.#computed.filter((computed) => computed.key !== key)));
    return files;
  }

  async #compute(
    scope: ChangeScope,
    record: ThreadRecord,
    turns: readonly TurnRecord[],
  ): Promise<readonly ComputedFile[]> {
    const checkpoints = await this.#store.folder(record.folder);
    const changes = await changesOf(scope, record, checkpoints);
    return computeFiles(changes, checkpoints, new Set(turns.flatMap(({ reported }) => reported)));
  }
}
