// Looks over a folder with the system's git, through a git directory of our own: its index is a copy of the
// repository's (or empty, in a plain folder) that stays as it was made, so that one look is two readers side by side.
// Always: nothing is written outside the storage, and git reads no content of the folder but to settle a doubt.

import { randomBytes } from "node:crypto";
import { lstat, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { FileMode, LeftOut } from "../shared/changedFiles.ts";
import type { IdFormat } from "./blobs.ts";
import { convertedFiles } from "./conversions.ts";
import { eachOf } from "./eachOf.ts";
import { heavyFolders, type BaseSide, type Listed, type Listing } from "./listing.ts";
import {
  copyIndex,
  idFormatOf,
  indexStamp,
  makeOwnGitDir,
  readGitSettings,
  type GitSettings,
} from "./ownGitDir.ts";
import type { Repository } from "./repository.ts";
import { runGit, type GitRun } from "./runGit.ts";

export interface GitListingOptions {
  /** Absolute path of git. */
  readonly program: string;
  /** Absolute real path. */
  readonly folder: string;
  /** A folder of ours. */
  readonly storage: string;
  /** undefined: a plain folder. */
  readonly repository: Repository | undefined;
  readonly log: (line: string) => void;
}

const modes: Readonly<Record<string, FileMode>> = {
  "100644": "file",
  "100755": "executable",
  "120000": "symlink",
};

/** How `ls-files -v` marks hidden entries, and what shows them again. */
const hidingFlags = [
  [/^[a-z] /, "--no-assume-unchanged"],
  [/^[sS] /, "--no-skip-worktree"],
] as const;

export class GitListing implements Listing {
  readonly #options: GitListingOptions;
  readonly #gitDir: string;
  readonly #indexFile: string;
  #settings: GitSettings = new Map();
  /** The repository's index as it was when last looked for ignored files that it tracks. */
  #stamp = "";
  #trackedIgnored: readonly string[] = [];
  #isFresh = false;

  constructor(options: GitListingOptions) {
    this.#options = options;
    this.#gitDir = path.join(options.storage, "git");
    this.#indexFile = path.join(options.storage, "index");
  }

  get source(): string {
    return `git ${this.#options.repository?.root ?? ""}`;
  }

  get idFormat(): IdFormat {
    return idFormatOf(this.#settings);
  }

  get tellsExecutable(): boolean {
    return process.platform !== "win32" && this.#settings.get("core.filemode") !== "false";
  }

  async prepare(isFresh: boolean, signal: AbortSignal): Promise<readonly string[] | null> {
    const { repository, program, folder } = this.#options;
    if (isFresh) await rm(this.#indexFile, { force: true });
    if (repository) this.#settings = await readGitSettings(program, repository, signal);
    await makeOwnGitDir(this.#gitDir, this.#settings);
    if (await isThere(this.#indexFile)) return null;
    this.#isFresh = true;
    if (!repository) {
      await this.#fillIndex("", signal);
      return [];
    }
    await this.#seed(repository, signal);
    const tracked = await this.#tracked(signal);
    return convertedFiles(tracked, { program, folder, repository, settings: this.#settings, signal });
  }

  async list(signal: AbortSignal): Promise<Listed> {
    const [changed, untracked, trackedIgnored] = await Promise.all([
      this.#changed(signal),
      this.#untracked(signal),
      this.#ignoredButTracked(signal),
    ]);
    const paths = new Map<string, BaseSide | null>();
    const leftOut: LeftOut[] = [];
    for (const file of [...untracked, ...trackedIgnored]) {
      if (file.endsWith("/")) leftOut.push({ path: file.slice(0, -1), because: "nestedRepository" });
      else paths.set(file, null);
    }
    for (const [file, side] of changed) paths.set(file, side);
    return { paths, leftOut };
  }

  async contents(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>> {
    const found = new Map<string, Buffer>();
    const { repository, program, folder } = this.#options;
    if (!repository || ids.length === 0) return found;
    const out = await runGit({
      program,
      cwd: folder,
      gitDir: repository.gitDir,
      args: ["cat-file", "--batch"],
      input: ids.map((id) => `${id}\n`).join(""),
      signal,
    });
    for (let at = 0; at < out.length;) {
      const end = out.indexOf(10, at);
      const [id, type, bytes] = out.subarray(at, end).toString("latin1").split(" ");
      at = end + 1;
      if (id === undefined || type !== "blob") continue;
      found.set(id, out.subarray(at, at + Number(bytes)));
      at += Number(bytes) + 1;
    }
    return found;
  }

  /** The copy of a fresh index holds doubts (files changed as it was written): settled once, they cost no more. */
  async tidy(signal: AbortSignal): Promise<void> {
    if (!this.#isFresh) return;
    this.#isFresh = false;
    await this.#git(["update-index", "-q", "--refresh"], signal).catch(() => signal.throwIfAborted());
  }

  async #changed(signal: AbortSignal): Promise<Map<string, BaseSide | null>> {
    const args = ["diff-files", "-z", "--raw", "--no-abbrev", "--no-renames", "--relative"];
    const out = await this.#git([...args, "--ignore-submodules=all", "--", "."], signal);
    const changed = new Map<string, BaseSide | null>();
    const fields = out.toString("utf8").split("\0");
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const [oldMode = "", , id = ""] = (fields[index] ?? "").slice(1).split(" ");
      const mode = modes[oldMode];
      const file = fields[index + 1] ?? "";
      if (mode !== undefined) changed.set(file, { mode, id });
      // A submodule is no file; what is unmerged has no one content.
      else if (oldMode === "000000" && !changed.has(file)) changed.set(file, null);
    }
    return changed;
  }

  async #untracked(signal: AbortSignal): Promise<string[]> {
    const { repository } = this.#options;
    const excludes = repository
      ? await this.#ownExcludes(repository)
      : heavyFolders.map((folder) => `--exclude=${folder}/`);
    return split(await this.#git(["ls-files", "-z", "-o", "--exclude-standard", ...excludes], signal));
  }

  async #ownExcludes({ commonDir }: Repository): Promise<string[]> {
    const file = path.join(commonDir, "info", "exclude");
    return (await indexStamp(file)) === "" ? [] : [`--exclude-from=${file}`];
  }

  /** Files that were added in spite of being ignored after our copy of the index was made. */
  async #ignoredButTracked(signal: AbortSignal): Promise<readonly string[]> {
    const { repository } = this.#options;
    if (!repository) return [];
    const indexFile = path.join(repository.gitDir, "index");
    const stamp = await indexStamp(indexFile);
    if (stamp !== this.#stamp && this.#stamp !== "") {
      const args = ["ls-files", "-z", "-c", "-i", "--exclude-standard"];
      const out = await runGit({ ...this.#run(args, signal), indexFile }).catch((error: unknown) => {
        signal.throwIfAborted();
        this.#options.log(`ignored files that are tracked could not be listed: ${String(error)}`);
        return Buffer.alloc(0);
      });
      this.#trackedIgnored = split(out);
    }
    this.#stamp = stamp;
    return this.#trackedIgnored;
  }

  async #seed(repository: Repository, signal: AbortSignal): Promise<void> {
    const { storage, log } = this.#options;
    await mkdir(storage, { recursive: true, mode: 0o700 });
    const copied = await copyIndex(path.join(repository.gitDir, "index"), this.#indexFile);
    try {
      if (!copied) return await this.#fillIndex("", signal);
      await this.#showHidden(signal);
    } catch (error) {
      signal.throwIfAborted();
      // An index in parts or with whole folders left out only works beside its repository: it is written anew.
      log(`the index is read entry by entry: ${String(error)}`);
      const { program } = this.#options;
      const { root: cwd, gitDir } = repository;
      const whole = await runGit({ program, cwd, gitDir, args: ["ls-files", "-z", "-s"], signal });
      await this.#fillIndex(whole, signal);
    }
  }

  /** An index from entries as `ls-files -s` prints them; put in place only when it is whole. */
  async #fillIndex(entries: string | Buffer, signal: AbortSignal): Promise<void> {
    const part = `${this.#indexFile}.${randomBytes(4).toString("hex")}`;
    await mkdir(path.dirname(part), { recursive: true, mode: 0o700 });
    // Git would make no file from no entries.
    const args =
      entries.length === 0 ? ["read-tree", "--empty"] : ["update-index", "-z", "--add", "--index-info"];
    await runGit({ ...this.#run(args, signal), cwd: this.#root, indexFile: part, input: entries });
    await rename(part, this.#indexFile);
  }

  /** Files that the person told git to take as unchanged are looked at all the same, where they are. */
  async #showHidden(signal: AbortSignal): Promise<void> {
    const lines = split(await this.#git(["ls-files", "-z", "-v"], signal));
    // Of two such flags git takes one at a time.
    for (const [mark, flag] of hidingFlags) {
      const there: string[] = [];
      await eachOf(
        lines.filter((line) => mark.test(line)),
        async (line) => {
          const file = line.slice(2);
          if (await isThere(path.join(this.#options.folder, file))) there.push(`${file}\0`);
        },
      );
      const args = ["update-index", "-z", flag, "--stdin"];
      if (there.length > 0) await this.#git(args, signal, there.join(""));
    }
  }

  async #tracked(signal: AbortSignal): Promise<{ path: string; id: string }[]> {
    const lines = split(await this.#git(["ls-files", "-z", "-s"], signal));
    return lines.flatMap((line) => {
      const found = /^(\d+) ([0-9a-f]+) 0\t(.*)$/s.exec(line);
      return found && modes[found[1] ?? ""] ? [{ id: found[2] ?? "", path: found[3] ?? "" }] : [];
    });
  }

  get #root(): string {
    return this.#options.repository?.root ?? this.#options.folder;
  }

  #run(args: readonly string[], signal: AbortSignal): GitRun {
    const { program, folder: cwd } = this.#options;
    const [gitDir, workTree, indexFile] = [this.#gitDir, this.#root, this.#indexFile];
    return { program, cwd, gitDir, workTree, indexFile, args, signal };
  }

  #git(args: readonly string[], signal: AbortSignal, input = ""): Promise<Buffer> {
    return runGit({ ...this.#run(args, signal), input });
  }
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

function split(out: Buffer): string[] {
  return out.toString("utf8").split("\0").slice(0, -1);
}
