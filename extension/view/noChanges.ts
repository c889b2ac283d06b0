// The door to the checkpoints where none are kept: it says so, and has nothing to show or to undo.

import type { Changes } from "../checkpoints/changes.ts";

const problem = "No checkpoints are kept of this folder, so its changes cannot be shown.";
const refuse = (): Promise<never> => Promise.reject(new Error(problem));

export const noChanges: Changes = {
  changeSet: async (scope) => ({ scope, folder: "", files: [], leftOut: [], problem }),
  hunks: refuse,
  bytes: refuse,
  keep: async () => [],
  undo: async () => [],
  restorePreview: refuse,
  restore: refuse,
  lastDeed: () => null,
  takeBack: async () => [],
};
