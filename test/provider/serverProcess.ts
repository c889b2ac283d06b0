// A child process that speaks JSON lines: calls and their replies, everything it sent, exactly one answer to
// each of its requests. It knows no method by name; bareServer.ts puts the types on it.
// After close() the process is gone.

import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

const stopGraceMs = 5_000;

/** A notification, or a request when it has an id. */
export interface Message {
  readonly method: string;
  readonly params: unknown;
  readonly id?: string | number;
}

interface Reply {
  readonly id: string | number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export interface ServerProcessOptions {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The result for a request of the child. Throwing answers with an error. */
  readonly answer: (request: Message) => unknown;
}

export class ServerProcess {
  readonly received: Message[] = [];
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly answer: (request: Message) => unknown;
  private readonly closed: Promise<void>;
  private readonly pending = new Map<string | number, Waiter<unknown> & { method: string }>();
  private readonly waiters = new Map<Waiter<Message>, (message: Message) => boolean>();
  private rest = Buffer.alloc(0);
  private stderr = "";
  private nextId = 1;
  private gone: Error | undefined;

  constructor(options: ServerProcessOptions) {
    this.answer = options.answer;
    this.child = spawn(options.executable, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.stdout.on("data", (chunk: Buffer) => {
      this.take(chunk);
    });
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-4_000);
    });
    // A write after the end is told by the reply that never comes: `end` rejects it.
    this.child.stdin.on("error", (error) => {
      this.stderr += `\n${error.message}`;
    });
    this.closed = this.watch();
  }

  /** The result of the call; rejects with the server's message, or when the process ends first. */
  call(method: string, params: unknown): Promise<unknown> {
    if (this.gone) return Promise.reject(this.gone);
    const id = this.nextId++;
    const result = new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
    });
    this.write({ id, method, params });
    return result;
  }

  notify(method: string): void {
    this.write({ method });
  }

  /** The first message that passes, received already or still to come; rejects when the process ends first. */
  async message(passes: (message: Message) => boolean): Promise<Message> {
    const known = this.received.find(passes);
    if (known) return known;
    if (this.gone) throw this.gone;
    return new Promise((resolve, reject) => {
      this.waiters.set({ resolve, reject }, passes);
    });
  }

  /** Ends the input, as a client does, and waits for the end of the process. */
  async close(): Promise<void> {
    this.child.stdin.end();
    const kill = setTimeout(() => this.child.kill("SIGKILL"), stopGraceMs);
    await this.closed;
    clearTimeout(kill);
  }

  private watch(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once("error", (error) => {
        this.end(error.message);
        resolve();
      });
      this.child.once("close", (code, signal) => {
        this.end(`ended with ${String(code ?? signal)}`);
        resolve();
      });
    });
  }

  private write(message: object): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  // Bytes are joined before they are decoded: a chunk may end inside a character.
  private take(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (let end = this.rest.indexOf(0x0a); end >= 0; end = this.rest.indexOf(0x0a)) {
      const line = this.rest.subarray(0, end).toString("utf8");
      this.rest = this.rest.subarray(end + 1);
      this.dispatch(JSON.parse(line) as Message | Reply);
    }
  }

  private dispatch(message: Message | Reply): void {
    if (!("method" in message)) {
      this.settle(message);
      return;
    }
    this.received.push(message);
    for (const [waiter, passes] of this.waiters) {
      if (!passes(message)) continue;
      this.waiters.delete(waiter);
      waiter.resolve(message);
    }
    if (message.id !== undefined) this.reply(message.id, message);
  }

  private settle(reply: Reply): void {
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.error) pending?.reject(new Error(`${pending.method}: ${reply.error.message}`));
    else pending?.resolve(reply.result);
  }

  private reply(id: string | number, request: Message): void {
    try {
      this.write({ id, result: this.answer(request) });
    } catch (error) {
      this.write({ id, error: { code: -32603, message: String(error) } });
    }
  }

  private end(why: string): void {
    this.gone = new Error(`The app-server ${why}. ${this.stderr}`.trim());
    for (const waiter of [...this.pending.values(), ...this.waiters.keys()]) waiter.reject(this.gone);
    this.pending.clear();
    this.waiters.clear();
  }
}
