// Starts a program together with all that it will start, and ends them together.
// It knows no program. After `stop()` has resolved, nothing of the tree is left.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";

const pollMs = 50;

/** A running program, its output so far, and the way to end it with its children. */
export interface ProcessTree {
  readonly pid: number;
  /** Standard output and standard error, interleaved as they came. */
  output(): string;
  /** Resolves with the first match of `pattern` in the output; rejects at the deadline or when the program ends. */
  waitFor(pattern: RegExp, deadlineMs: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code (null after a signal) when the program has ended and its output is complete. */
  readonly ended: Promise<number | null>;
  /** Ends the program and all its children, gently first. May be called more than once. */
  stop(): Promise<void>;
}

/** How a program is started and ended. */
export interface ProcessTreeOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Noise that is left out of the output; a global pattern. */
  readonly hide?: RegExp;
  /** How long the program may take to end by itself before it is killed. Left out: 5 s. */
  readonly stopGraceMs?: number;
}

/** Starts `command` in a process group of its own. */
export function startProcessTree(
  command: string,
  args: readonly string[],
  { hide, stopGraceMs = 5_000, ...options }: ProcessTreeOptions = {},
): ProcessTree {
  const child = spawn(command, args, {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    windowsHide: true,
  });
  const listeners = new Set<() => void>();
  let output = "";
  const take = (chunk: string): void => {
    output += chunk;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", (error) => take(`${command} could not be started: ${error.message}\n`));
    child.on("close", resolve);
  });
  const shown = (): string => (hide ? output.replaceAll(hide, "") : output);
  let stopping: Promise<void> | undefined;
  return {
    pid: child.pid ?? 0,
    output: shown,
    ended,
    waitFor: async (pattern, deadlineMs) => await waitForOutput(pattern, deadlineMs, shown, listeners, ended),
    stop: async () => await (stopping ??= stopTree(child, stopGraceMs)),
  };
}

async function waitForOutput(
  pattern: RegExp,
  deadlineMs: number,
  output: () => string,
  listeners: Set<() => void>,
  ended: Promise<unknown>,
): Promise<RegExpExecArray> {
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  const look = (): void => {
    const found = pattern.exec(output());
    if (found) resolve(found);
  };
  const fail = (why: string): void =>
    reject(new Error(`${why} before it said ${String(pattern)}:\n${output()}`));
  const timer = setTimeout(() => fail(`The program was silent for ${deadlineMs} ms`), deadlineMs);
  void ended.then(() => fail("The program ended"));
  listeners.add(look);
  try {
    look();
    return await promise;
  } finally {
    clearTimeout(timer);
    listeners.delete(look);
  }
}

async function stopTree(child: ChildProcess, graceMs: number): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    try {
      execFileSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    } catch {
      // It had ended already.
    }
    return;
  }
  signalGroup(pid, "SIGTERM");
  if (await groupEnds(pid, graceMs)) return;
  signalGroup(pid, "SIGKILL");
  // What still counts after this has ended too: its new parent has only not collected it.
  await groupEnds(pid, graceMs);
}

/** True when the group still has a member to signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

async function groupEnds(pid: number, graceMs: number): Promise<boolean> {
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline) {
    if (!signalGroup(pid, 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}
