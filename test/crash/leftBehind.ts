// What is still there of a point when all of its hosts and servers have ended: processes that work below its folder,
// and what the sandbox put up in the workspace. Linux tells where a process works; elsewhere only files are looked at.

import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { sandboxNames } from "../../extension/shared/sensitivePlaces.ts";
import type { ServerFolders } from "../provider/serverFolders.ts";

/** So long may the end of a process that was told to end take. */
const graceMs = 2_000;

/** A sentence for each; resolves as soon as there is none, and after the grace at the latest. */
export async function leftBehind(folders: ServerFolders): Promise<string[]> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const found = [...processesIn(folders.root), ...leftovers(folders.workspace)];
    if (found.length === 0 || Date.now() > deadline) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function leftovers(workspace: string): string[] {
  // The change that is allowed makes a real `.vscode`.
  return readdirSync(workspace, { withFileTypes: true })
    .filter((entry) => sandboxNames.has(entry.name) && !(entry.name === ".vscode" && entry.isDirectory()))
    .map(({ name }) => name);
}

function processesIn(folder: string): string[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const place = readlinkSync(join("/proc", pid, "cwd"));
        const isHere = place === folder || place.startsWith(`${folder}/`);
        return isHere
          ? [
              readFileSync(join("/proc", pid, "cmdline"), "utf8")
                .replaceAll("\0", " ")
                .slice(0, 200),
            ]
          : [];
      } catch {
        // Ended meanwhile, or a zombie, which works nowhere.
        return [];
      }
    });
}
