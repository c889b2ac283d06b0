// Parent folders of files that an accepted change will make. In Ask the server writes an accepted patch in a sandbox
// that cannot make them, so the patch would fail although a person allowed it. Only inside the thread's folder, by
// real path: anything else is left to the server, which refuses or asks.

import { mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import type { FileUpdateChange } from "../shared/protocol.ts";

/** Makes the missing parents. Rejects when the disk refuses. */
export async function makeParentFolders(cwd: string, changes: readonly FileUpdateChange[]): Promise<void> {
  const root = await realpath(cwd);
  for (const change of changes) {
    const target = targetOf(change);
    if (target === null) continue;
    const parent = path.dirname(path.resolve(root, target));
    if (await staysInside(root, parent)) await mkdir(parent, { recursive: true });
  }
}

/** The path that will be made, or null when the change makes none. */
function targetOf({ kind, path: file }: FileUpdateChange): string | null {
  switch (kind.type) {
    case "add":
      return file;
    case "delete":
      return null;
    case "update":
      return kind.move_path;
  }
}

/** True when the nearest folder that exists at or above `folder` really lies in `root`: no link leads out. */
async function staysInside(root: string, folder: string): Promise<boolean> {
  for (let existing = folder; ; existing = path.dirname(existing)) {
    const real = await realpath(existing).catch(() => undefined);
    if (real !== undefined) return real === root || real.startsWith(root + path.sep);
    if (path.dirname(existing) === existing) return false;
  }
}
