// Which git is run: an absolute path from the person's PATH, never one of the folder that is looked at, and no shim
// that would open a window. It runs nothing.

import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import path from "node:path";
import { absoluteParts } from "./gitPath.ts";

export interface GitSearch {
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute; what lies in it is never run. */
  readonly folder: string;
  readonly platform?: NodeJS.Platform;
}

/** macOS keeps a stand-in at /usr/bin/git that offers an installation; these are what it stands for. */
const onMac = [
  "/Library/Developer/CommandLineTools/usr/bin/git",
  "/Applications/Xcode.app/Contents/Developer/usr/bin/git",
];

/** The real, absolute path of the git to run, or undefined when there is none. */
export async function findGit(search: GitSearch): Promise<string | undefined> {
  const folder = await realpath(search.folder);
  for (const candidate of gitCandidates(search.environment, search.platform ?? process.platform)) {
    const real = await runnable(candidate);
    if (real !== undefined && !isInside(folder, candidate) && !isInside(folder, real)) return real;
  }
  return undefined;
}

/** The places where a git may be, from absolute parts of PATH only. */
export function gitCandidates(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const isWindows = platform === "win32";
  const paths = isWindows ? path.win32 : path.posix;
  const value = Object.entries(environment).find(
    ([name]) => name === "PATH" || (isWindows && name.toUpperCase() === "PATH"),
  )?.[1];
  const found = absoluteParts(value ?? "", platform).map((part) =>
    paths.join(part, isWindows ? "git.exe" : "git"),
  );
  if (platform !== "darwin") return found;
  return found.flatMap((candidate) => (candidate === "/usr/bin/git" ? onMac : [candidate]));
}

async function runnable(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.X_OK);
    return await realpath(file);
  } catch {
    return undefined;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}
