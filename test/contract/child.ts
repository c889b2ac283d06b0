// Runs a program to its end and gives what it printed. Nothing more.

import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when these words were printed on stdout. */
  until(words: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading, as a pager does that was left. */
  leave(): void;
}

export interface ChildOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
}

/** Starts a program; it is killed at the latest when the running test is over. */
export function startChild(program: string, args: readonly string[], options: ChildOptions): Running {
  const { env, cwd, input = "" } = options;
  const child = spawn(program, args, { env, ...(cwd === undefined ? {} : { cwd }) });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.end(input);
  const text = { out: "", err: "" };
  let heard = Promise.withResolvers<void>();
  const note = (name: "out" | "err") => (piece: string) => {
    text[name] += piece;
    heard.resolve();
    heard = Promise.withResolvers();
  };
  child.stdout.setEncoding("utf8").on("data", note("out"));
  child.stderr.setEncoding("utf8").on("data", note("err"));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...text }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    until: async (words) => {
      while (!text.out.includes(words)) await heard.promise;
    },
    kill: (signal) => void child.kill(signal),
    leave: () => void child.stdout.destroy(),
  };
}
