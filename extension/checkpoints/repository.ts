// Where the repository of a folder keeps its things, found by reading files: git is not run for it, and nothing is
// written there. Follows worktrees and submodules, whose `.git` is a file that names the place.

import { readFile, stat } from "node:fs/promises";
import path from "node:path";

export interface Repository {
  /** The folder with `.git` in it; absolute. */
  readonly root: string;
  /** HEAD and index of this worktree. */
  readonly gitDir: string;
  /** Objects, configuration and `info` of the repository. */
  readonly commonDir: string;
}

/** The repository that a folder lies in, or undefined. `folder` is a real path. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  for (let root = folder; ; root = path.dirname(root)) {
    const gitDir = await gitDirAt(path.join(root, ".git"));
    if (gitDir !== undefined) return { root, gitDir, commonDir: await commonDirOf(gitDir) };
    if (path.dirname(root) === root) return undefined;
  }
}

async function gitDirAt(dotGit: string): Promise<string | undefined> {
  const found = await stat(dotGit).catch(() => undefined);
  if (!found) return undefined;
  if (found.isDirectory()) return (await exists(path.join(dotGit, "HEAD"))) ? dotGit : undefined;
  const named = /^gitdir: (.+)$/m.exec(await readFile(dotGit, "utf8").catch(() => ""))?.[1];
  if (named === undefined) return undefined;
  const gitDir = path.resolve(path.dirname(dotGit), named.trim());
  return (await exists(path.join(gitDir, "HEAD"))) ? gitDir : undefined;
}

async function commonDirOf(gitDir: string): Promise<string> {
  const named = (await readFile(path.join(gitDir, "commondir"), "utf8").catch(() => "")).trim();
  return named === "" ? gitDir : path.resolve(gitDir, named);
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
