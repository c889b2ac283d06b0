// A folder in a temporary place with its checkpoints, for tests: real files, the real git, editors by hand.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from "node:fs";
import { realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import type { Stats } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Buffers } from "../buffers.ts";
import { Checkpoints, type CheckpointsOptions } from "../checkpoints.ts";

/** What a file holds: a text, bytes, a link to somewhere, or an executable text. */
export type Held = string | Buffer | { readonly link: string } | { readonly executable: string };

export type Kind = "git" | "plainWithGit" | "plain";
export const kinds: readonly Kind[] = ["git", "plainWithGit", "plain"];

export class FolderStage {
  readonly root: string;
  readonly folder: string;
  readonly kind: Kind;
  /** The unsaved texts, by relative path. */
  readonly unsaved = new Map<string, string>();
  readonly lockedFiles = new Set<string>();
  checkpoints: Checkpoints;
  readonly #options: Partial<CheckpointsOptions>;
  #turns = 0;

  constructor(kind: Kind, options: Partial<CheckpointsOptions> = {}) {
    this.kind = kind;
    this.#options = options;
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), "checkpoints-")));
    this.folder = path.join(this.root, "folder");
    mkdirSync(this.folder);
    this.checkpoints = this.#open();
    if (kind === "git") this.git("init", "-q", "-b", "main");
  }

  /** As after a restart: everything is read from the disk anew. */
  async restart(): Promise<void> {
    await this.checkpoints.settled();
    this.checkpoints = this.#open();
  }

  /** Writes files (null: removes them). */
  write(files: Readonly<Record<string, Held | null>>): void {
    for (const [name, held] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      if (held === null) {
        rmSync(file, { recursive: true });
        continue;
      }
      mkdirSync(path.dirname(file), { recursive: true });
      // A write would go through a link, and keep the mode of what stood there.
      rmSync(file, { force: true });
      if (typeof held === "string" || Buffer.isBuffer(held)) writeFileSync(file, held);
      else if ("link" in held) {
        symlinkSync(held.link, file);
      } else {
        writeFileSync(file, held.executable);
        chmodSync(file, 0o755);
      }
    }
  }

  /** Writes a file where an empty folder may be left. */
  makeRoom(name: string, held: Held): void {
    const file = path.join(this.folder, name);
    if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) rmSync(file, { recursive: true });
    this.write({ [name]: held });
  }

  text(name: string): string {
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  statOf(name: string): Stats {
    return lstatSync(path.join(this.folder, name));
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    return execFileSync("git", [...identity, ...args], { cwd: this.folder, encoding: "utf8", stdio: "pipe" });
  }

  /** Commits all, and makes the files older than the index, as they are when somebody begins to work. */
  commit(): void {
    if (this.kind !== "git") return;
    for (const name of Object.keys(this.tree()))
      if (!lstatSync(path.join(this.folder, name)).isSymbolicLink())
        utimesSync(path.join(this.folder, name), 1_700_000_000, 1_700_000_000);
    this.git("add", "-A");
    this.git("commit", "-q", "-m", "Begin");
  }

  /** All files below the folder but git's own: kind and bytes, by relative path. */
  tree(): Record<string, string> {
    return treeOf(this.folder, (name) => name === ".git");
  }

  /** Every file of the repository's own directory, with its bytes and times. */
  repositoryState(): Record<string, string> {
    const folder = path.join(this.folder, ".git");
    const times = Object.keys(treeOf(folder)).map((name) => [
      `${name} time`,
      String(lstatSync(path.join(folder, name), { bigint: true }).mtimeNs),
    ]);
    return { ...treeOf(folder), ...(Object.fromEntries(times) as Record<string, string>) };
  }

  /** One turn of the thread that does this to the files. Returns its id. */
  async turn(act: () => void, reported: readonly string[] = []): Promise<string> {
    const turn = { threadId: "t", turnId: `turn-${++this.#turns}`, folder: this.folder };
    const { number } = await this.checkpoints.take(this.folder, 30_000);
    await this.checkpoints.turnBegan(turn, number, null);
    act();
    const end = await this.checkpoints.take(this.folder, 30_000);
    const paths = reported.map((name) => path.join(this.folder, name));
    await this.checkpoints.turnEnded(turn, end, null, paths);
    return turn.turnId;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #open(): Checkpoints {
    const buffers: Buffers = {
      unsavedText: (file) => this.unsaved.get(path.relative(this.folder, file)),
      replaceText: async (file, text) => {
        this.unsaved.set(path.relative(this.folder, file), text);
        return Promise.resolve(true);
      },
      isLocked: (file) => this.lockedFiles.has(path.relative(this.folder, file)),
    };
    return new Checkpoints({
      storage: path.join(this.root, "storage"),
      buffers,
      log: () => undefined,
      // Without a PATH no git is found.
      environment: this.kind === "plain" ? {} : process.env,
      ...this.#options,
    });
  }
}

function treeOf(folder: string, leaveOut: (name: string) => boolean = () => false): Record<string, string> {
  const tree: Record<string, string> = {};
  const visit = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      const file = path.join(folder, name);
      if (leaveOut(name)) continue;
      if (entry.isDirectory()) visit(name);
      else if (entry.isSymbolicLink()) tree[name] = `link ${readlinkSync(file)}`;
      else
        tree[name] =
          `${(lstatSync(file).mode & 0o100) === 0 ? "file" : "executable"} ${readFileSync(file, "latin1")}`;
    }
  };
  visit("");
  return tree;
}
