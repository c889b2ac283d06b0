// Which tracked files git converts between index and disk: line ends, filters, encodings. For those the index is no
// word on the bytes on the disk. Only asks git for attributes; no filter is run.

import { lstat } from "node:fs/promises";
import path from "node:path";
import { eachOf } from "./eachOf.ts";
import { readIfThere, type GitSettings } from "./ownGitDir.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./runGit.ts";

export interface TrackedFile {
  readonly path: string;
  readonly id: string;
}

export interface ConversionsOptions {
  readonly program: string;
  /** Absolute; the paths are relative to it. */
  readonly folder: string;
  readonly repository: Repository;
  readonly settings: GitSettings;
  readonly signal: AbortSignal;
}

const asked = ["text", "crlf", "eol", "filter", "ident", "working-tree-encoding"] as const;

/** The paths of those files whose bytes on the disk may be others than the index says. */
export async function convertedFiles(
  files: readonly TrackedFile[],
  options: ConversionsOptions,
): Promise<string[]> {
  const converts = ["true", "input"].includes(options.settings.get("core.autocrlf") ?? "");
  if (!converts && !(await hasAttributes(files, options))) return [];
  const { program, folder: cwd, repository, signal } = options;
  const out = await runGit({
    program,
    cwd,
    gitDir: repository.gitDir,
    workTree: repository.root,
    args: ["check-attr", "-z", "--stdin", ...asked],
    input: files.map(({ path: file }) => `${file}\0`).join(""),
    signal,
    readsOwnConfig: true,
  });
  const fields = out.toString("utf8").split("\0");
  const surely: string[] = [];
  const byLineEnds: TrackedFile[] = [];
  for (const [index, file] of files.entries()) {
    const at = index * asked.length * 3;
    const values = asked.map((_, place) => fields[at + place * 3 + 2] ?? "unspecified");
    const [text, crlf, eol, ...others] = values.map((value) => value !== "unspecified" && value !== "unset");
    if (others.includes(true)) surely.push(file.path);
    else if (text || crlf || eol || (converts && values[0] === "unspecified")) byLineEnds.push(file);
  }
  return surely.concat(await otherSizes(byLineEnds, options));
}

async function hasAttributes(files: readonly TrackedFile[], options: ConversionsOptions): Promise<boolean> {
  const { repository, settings, folder } = options;
  if (settings.has("core.attributesfile")) return true;
  if (files.some(({ path: file }) => file === ".gitattributes" || file.endsWith("/.gitattributes")))
    return true;
  if ((await readIfThere(path.join(repository.commonDir, "info", "attributes"))) !== "") return true;
  for (let above = folder; ; above = path.dirname(above)) {
    if ((await readIfThere(path.join(above, ".gitattributes"))) !== "") return true;
    if (above === repository.root || path.dirname(above) === above) return false;
  }
}

/** Line ends that were converted show in the size. */
async function otherSizes(files: readonly TrackedFile[], options: ConversionsOptions): Promise<string[]> {
  if (files.length === 0) return [];
  const { program, folder, repository, signal } = options;
  const out = await runGit({
    program,
    cwd: folder,
    gitDir: repository.gitDir,
    args: ["cat-file", "--batch-check=%(objectsize)"],
    input: files.map(({ id }) => `${id}\n`).join(""),
    signal,
  });
  const sizes = out.toString("utf8").split("\n");
  const other: string[] = [];
  await eachOf([...files.entries()], async ([index, file]) => {
    const found = await lstat(path.join(folder, file.path)).catch(() => undefined);
    if (found && String(found.size) !== sizes[index]) other.push(file.path);
  });
  return other;
}
