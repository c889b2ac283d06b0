// Which folder a thread works in: canonical, existing, and the git root above it. The host alone decides it,
// and it never runs git for that: a repository's own configuration must not get a say.

import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

/** The folder cannot be worked in: gone, or not a folder. The message is for a person. */
export class FolderProblem extends Error {
  override readonly name = "FolderProblem";
}

export interface Folder {
  /** Absolute real path. */
  readonly cwd: string;
  /** Absolute real path of the nearest folder at or above `cwd` that holds `.git`; undefined outside git. */
  readonly gitRoot: string | undefined;
  /** Names of the workspace files (`*.code-workspace`) that lie in it. */
  readonly workspaceFiles: readonly string[];
}

/** Resolves a folder as the server must get it. Throws FolderProblem. */
export async function resolveFolder(folder: string): Promise<Folder> {
  if (!path.isAbsolute(folder)) throw new FolderProblem(`“${folder}” is not an absolute path.`);
  let cwd: string;
  try {
    cwd = await realpath(folder);
    if (!(await stat(cwd)).isDirectory()) throw new FolderProblem(`${folder} is not a folder.`);
  } catch (error) {
    if (error instanceof FolderProblem) throw error;
    throw new FolderProblem(`The folder ${folder} is gone. Choose another one, or bring it back.`);
  }
  return { cwd, gitRoot: await gitRootOf(cwd), workspaceFiles: await workspaceFilesIn(cwd) };
}

/**
 * The other folders of a workspace that a thread in `cwd` may work in too: none when `cwd` is no folder of it. What is
 * gone is left out.
 */
export async function otherFolders(cwd: string, roots: readonly string[]): Promise<Folder[]> {
  const real = await realRoots(roots);
  if (!real.includes(cwd)) return [];
  const others = real.filter((root) => root !== cwd);
  const found = await Promise.all(others.map((root) => resolveFolder(root).catch(() => undefined)));
  return found.filter((folder) => folder !== undefined);
}

/** The real paths of the folders that are there; threads are kept under the real path of their folder. */
export async function realRoots(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return [...new Set(found.filter((root) => root !== undefined))];
}

/** A folder that cannot be listed has none that an agent could list either. */
async function workspaceFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.code-workspace$/i.test(name)).toSorted();
}

async function gitRootOf(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const found = await stat(path.join(folder, ".git")).then(
      () => true,
      () => false,
    );
    if (found) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}
