// A git directory of our own beside the person's: no objects, no refs, only an index, what to ignore and the rule
// that no content is ever converted. The person's repository is read, never written.

import { copyFile, mkdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { IdFormat } from "./blobs.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./runGit.ts";

/** What of the repository's and the person's configuration counts here. Keys in lower case. */
export type GitSettings = ReadonlyMap<string, string>;

const wanted =
  "^(core\\.(ignorecase|filemode|symlinks|precomposeunicode|excludesfile|autocrlf|eol|attributesfile)" +
  "|extensions\\.objectformat)$";

export async function readGitSettings(
  program: string,
  repository: Repository,
  signal: AbortSignal,
): Promise<GitSettings> {
  const args = ["config", "-z", "--get-regexp", wanted];
  const { root: cwd, gitDir } = repository;
  // Nothing found is told as a failure.
  const out = await runGit({ program, cwd, gitDir, args, signal, readsOwnConfig: true }).catch(() => {
    signal.throwIfAborted();
    return Buffer.alloc(0);
  });
  const settings = new Map<string, string>();
  for (const entry of out.toString("utf8").split("\0")) {
    const cut = entry.indexOf("\n");
    if (entry !== "")
      settings.set(entry.slice(0, cut === -1 ? undefined : cut).toLowerCase(), entry.slice(cut + 1));
  }
  return settings;
}

/** Whether the repository ignores this folder of it, and tracks nothing of that name. */
export async function isIgnored(program: string, repository: Repository, folder: string): Promise<boolean> {
  if (folder === repository.root) return false;
  const { root: cwd, gitDir } = repository;
  const args = ["check-ignore", "-q", "--", folder];
  return runGit({ program, cwd, gitDir, workTree: cwd, args, readsOwnConfig: true }).then(
    () => true,
    () => false,
  );
}

export function idFormatOf(settings: GitSettings): IdFormat {
  return settings.get("extensions.objectformat") === "sha256" ? "sha256" : "sha1";
}

/** Writes the directory anew, but for its index. */
export async function makeOwnGitDir(gitDir: string, settings: GitSettings): Promise<void> {
  for (const folder of ["objects", "refs", "info"])
    await mkdir(path.join(gitDir, folder), { recursive: true, mode: 0o700 });
  const isSha256 = idFormatOf(settings) === "sha256";
  const lines = ["[core]", "\tbare = false", `\trepositoryformatversion = ${isSha256 ? 1 : 0}`];
  for (const name of ["ignorecase", "filemode", "symlinks", "precomposeunicode"]) {
    const value = settings.get(`core.${name}`);
    if (value !== undefined) lines.push(`\t${name} = ${value === "false" ? "false" : "true"}`);
  }
  const excludes = settings.get("core.excludesfile");
  if (excludes !== undefined && excludes !== "")
    lines.push(`\texcludesFile = ${quoted(excludes.replace(/^~(?=[\\/])/, homedir()))}`);
  if (isSha256) lines.push("[extensions]", "\tobjectFormat = sha256");
  await writeFile(path.join(gitDir, "config"), `${lines.join("\n")}\n`);
  // The strongest place for attributes: what the repository says of filters and line ends does not count here.
  const nothingConverts = "* -text -crlf !eol -filter -ident !working-tree-encoding -diff -merge\n";
  await writeFile(path.join(gitDir, "info", "attributes"), nothingConverts);
  await writeFile(path.join(gitDir, "HEAD"), "ref: refs/heads/none\n");
}

/** Takes the repository's index over with what it knows of each file's time and size. False: there is none. */
export async function copyIndex(from: string, to: string): Promise<boolean> {
  const found = await stat(from).catch(() => undefined);
  if (!found) return false;
  const part = `${to}.part`;
  await copyFile(from, part);
  // Files changed in the moment in which the index was written look unchanged: git knows them by the index's own time.
  const time = Math.floor(found.mtimeMs) / 1000;
  await utimes(part, time, time);
  await rename(part, to);
  return true;
}

/** "" when there is no index file. */
export async function indexStamp(indexFile: string): Promise<string> {
  const found = await stat(indexFile, { bigint: true }).catch(() => undefined);
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : "";
}

export async function readIfThere(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
