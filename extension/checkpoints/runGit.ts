// One run of git, with everything pinned by which a repository could have code of its own run or a network reached:
// no hooks, monitors, filters, converters, pagers, transports; no environment but ours; no shell; bounded output.
// Never run here: a subcommand that changes a repository of the person.

import { spawn, type ChildProcessByStdio } from "node:child_process";
import { devNull } from "node:os";
import type { Readable, Writable } from "node:stream";
import { cleanPath } from "./gitPath.ts";

export interface GitRun {
  /** Absolute path of the program. */
  readonly program: string;
  /** Where it runs; absolute. */
  readonly cwd: string;
  readonly gitDir: string;
  readonly workTree?: string;
  readonly indexFile?: string;
  readonly args: readonly string[];
  readonly input?: string | Buffer;
  readonly signal?: AbortSignal | undefined;
  /** The person's own git configuration counts too: only for reading it. */
  readonly readsOwnConfig?: boolean;
}

/** Git could not do it. The message is git's own last words: outside text. */
export class GitFailed extends Error {
  override readonly name = "GitFailed";
}

const pins = [
  "core.fsmonitor=false",
  `core.hooksPath=${devNull}`,
  "core.quotePath=false",
  "core.pager=cat",
  "safe.bareRepository=explicit",
  "protocol.allow=never",
  "diff.external=",
  "gc.auto=0",
  "maintenance.auto=false",
  "credential.helper=",
].flatMap((pin) => ["-c", pin]);

/** More is no answer but a fault. */
const mostOutputBytes = 512 * 1024 * 1024;

/** What git printed. Throws GitFailed, or the signal's reason when it was aborted. */
export async function runGit(run: GitRun): Promise<Buffer> {
  const { signal } = run;
  const child = spawn(run.program, [...pins, ...run.args], {
    cwd: run.cwd,
    env: environmentOf(run),
    shell: false,
    windowsHide: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stop = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", stop);
  const out = gather(child, stop);
  // It may end before it has read everything; its exit code tells.
  child.stdin.on("error", () => undefined);
  child.stdin.end(run.input ?? "");
  try {
    const { promise, resolve, reject } = Promise.withResolvers<number | null>();
    child.on("error", reject);
    // Close, not exit: exit may come while stdout still holds the last of it.
    child.on("close", resolve);
    if (signal?.aborted) stop();
    const code = await promise;
    signal?.throwIfAborted();
    if (code !== 0) throw new GitFailed(out.words().trim() || `git ended with ${code}`);
    return out.bytes();
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** What comes out of it; with far too much it is stopped. */
function gather(
  { stdout, stderr }: ChildProcessByStdio<Writable, Readable, Readable>,
  stop: () => void,
): { bytes: () => Buffer; words: () => string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let words = "";
  stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostOutputBytes) stop();
    else chunks.push(chunk);
  });
  stderr.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(-2_000);
  });
  return { bytes: () => Buffer.concat(chunks), words: () => words };
}

function environmentOf(run: GitRun): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ["HOME", "USERPROFILE", "XDG_CONFIG_HOME", "SystemRoot", "TEMP", "TMP", "TMPDIR"]) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  const own = run.readsOwnConfig
    ? {}
    : { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1", GIT_ATTR_NOSYSTEM: "1" };
  return {
    ...kept,
    ...own,
    PATH: cleanPath(process.env["PATH"] ?? "", process.platform),
    LC_ALL: "C",
    GIT_DIR: run.gitDir,
    ...(run.workTree === undefined ? {} : { GIT_WORK_TREE: run.workTree }),
    ...(run.indexFile === undefined ? {} : { GIT_INDEX_FILE: run.indexFile }),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_PAGER: "cat",
  };
}
