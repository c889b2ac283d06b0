// One app-server process from spawn to end: starting -> ready -> stopping -> gone, never back.
// It knows nothing of threads and does not restart. An end that nobody asked for is a crash, exit code 0 too.
// Stopping leaves no process: neither the server nor what it started.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { InitializeResponse, ServerNotification, ServerRequest } from "../shared/protocol.ts";
import { isPassingSpawnError, spawnProblem } from "./binaryProblem.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Connection, type Reply } from "./connection.ts";
import { ServerGone } from "./errors.ts";
import { Kin } from "./kin.ts";
import { endTreeOnWindows, killLiving, serverMark, strandedSandboxes } from "./processTree.ts";
import { StderrTail } from "./stderrTail.ts";

const eofGraceMs = 1_500;
const termGraceMs = 1_000;
/** After SIGKILL; only a process stuck in the kernel takes longer. */
const killGraceMs = 1_000;
/** After its exit, how long somebody else may hold the server's pipes open. */
const pipeGraceMs = 500;
const spawnTries = 3;
const spawnRetryMs = 200;

export interface AppServerOptions {
  /** Absolute path of the native program. */
  executable: string;
  /** Arguments before `app-server`. Only for a stand-in that is a script of some interpreter. */
  leadingArgs?: readonly string[];
  /** Configuration overrides, each `key=value` with a TOML value. */
  config: readonly string[];
  /** The whole environment. */
  environment: Record<string, string>;
  /** A neutral folder: the server looks for configuration in the one it is started in. */
  cwd: string;
  /** Lectern's own version, told to the server. */
  clientVersion: string;
  /** The server version that was tested. */
  pinnedVersion: string;
  knownRequests: ReadonlySet<string>;
  onNotification: (notification: ServerNotification) => void;
  onRequest: (request: ServerRequest, reply: Reply) => void;
  /** The process ended after it had been spawned; called once. */
  onGone: (gone: ServerGone) => void;
  log: (line: string) => void;
  onLine?: ((direction: "sent" | "received", line: string) => void) | undefined;
  clock?: Clock | undefined;
}

export type AppServerPhase = "new" | "starting" | "ready" | "stopping" | "gone";

export class AppServer {
  readonly #options: AppServerOptions;
  readonly #clock: Clock;
  readonly #stderr = new StderrTail();
  readonly #closed = Promise.withResolvers<void>();
  readonly #mark = randomUUID();
  #phase: AppServerPhase = "new";
  #spawning: Promise<Connection> | undefined;
  #child: ChildProcessWithoutNullStreams | undefined;
  #connection: Connection | undefined;
  #kin: Kin | undefined;
  #ending: Promise<void> | undefined;
  #expected = false;
  #reason: string | undefined;
  #untested = false;

  constructor(options: AppServerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get phase(): AppServerPhase {
    return this.#phase;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** True if the server is not the version that was tested. Known once `start` resolved. */
  get untested(): boolean {
    return this.#untested;
  }

  /** The last lines of its stderr, oldest first: text from outside. */
  get stderrTail(): string[] {
    return this.#stderr.lines();
  }

  /** The connection of a server that is ready. Throws ServerGone before and after. */
  get connection(): Connection {
    if (this.#phase !== "ready" || this.#connection === undefined) throw this.#gone(null, null);
    return this.#connection;
  }

  /**
   * Spawns the server and shakes hands; call it once. Rejects with BinaryProblem if it cannot be spawned,
   * with ServerGone if it ended meanwhile, with DeadlinePassed or ServerRefused if it did not greet back;
   * then it was ended too.
   */
  async start(): Promise<InitializeResponse> {
    if (this.#phase !== "new") throw new Error(`An app-server starts once; this one is ${this.#phase}.`);
    this.#phase = "starting";
    this.#spawning = this.#spawn();
    void this.#endStranded();
    const connection = await this.#spawning.catch((error: unknown) => {
      this.#phase = "gone";
      this.#closed.resolve();
      throw spawnProblem(error, this.#options.executable, this.#options.cwd);
    });
    try {
      return await this.#greet(connection);
    } catch (error) {
      if (!this.#expected) this.#fail("it did not complete the handshake");
      throw error;
    }
  }

  /**
   * Ends the server and all that it started: refuses new calls, rejects pending ones, ends stdin, and becomes
   * firmer step by step. Resolves when nothing is left, within 5 s at the very worst. May be called at any
   * time, often.
   */
  stop(): Promise<void> {
    if (this.#phase !== "gone") this.#expected = true;
    return this.#end();
  }

  /** What servers left behind that were killed together with their hosts. */
  async #endStranded(): Promise<void> {
    try {
      await killLiving(await strandedSandboxes());
    } catch (error) {
      this.#options.log(`what earlier servers left behind could not be ended: ${String(error)}`);
    }
  }

  async #spawn(): Promise<Connection> {
    for (let attempt = 1; ; attempt++) {
      try {
        return this.#wire(await this.#spawnOnce());
      } catch (error) {
        if (attempt === spawnTries || !isPassingSpawnError(error)) throw error;
        await new Promise<void>((resolve) => this.#clock.after(spawnRetryMs, resolve));
      }
    }
  }

  #spawnOnce(): Promise<ChildProcessWithoutNullStreams> {
    const { executable, leadingArgs = [], config, environment, cwd } = this.#options;
    const args = [...leadingArgs, "app-server", ...config.flatMap((entry) => ["-c", entry])];
    return new Promise((resolve, reject) => {
      const child = spawn(executable, args, {
        cwd,
        env: { ...environment, [serverMark]: this.#mark },
        stdio: ["pipe", "pipe", "pipe"],
        shell: false,
        windowsHide: true,
        // In a group of its own, Ctrl-C in a terminal does not reach it: SIGINT would leave MCP servers
        // alive.
        detached: process.platform !== "win32",
      });
      child.once("error", reject);
      child.once("spawn", () => resolve(child));
    });
  }

  #wire(child: ChildProcessWithoutNullStreams): Connection {
    this.#child = child;
    const { knownRequests, onNotification, onRequest, log, onLine } = this.#options;
    const connection = new Connection({
      input: child.stdout,
      output: child.stdin,
      knownRequests,
      onNotification,
      onRequest,
      onUnhealthy: (reason) => this.#fail(reason),
      log,
      onLine,
      clock: this.#clock,
    });
    this.#connection = connection;
    this.#kin = new Kin(child.pid, this.#mark, this.#clock, () => connection.linesReceived, log);
    child.stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    child.stderr.on("error", (error) => log(`cannot read the app-server's stderr: ${error.message}`));
    child.on("error", (error) => log(`app-server process: ${error.message}`));
    child.stdout.once("end", () =>
      this.#unlessClosed(() => {
        if (child.exitCode === null && child.signalCode === null) this.#fail("it closed its output");
      }),
    );
    // A descendant may have inherited the pipes; then close would wait for it.
    child.once("exit", () =>
      this.#unlessClosed(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }),
    );
    // Wait for close, not exit: exit may come while stdout still holds the last lines.
    child.once("close", (code, signal) => this.#noteClosed(code, signal));
    connection.start();
    this.#kin.start();
    return connection;
  }

  async #greet(connection: Connection): Promise<InitializeResponse> {
    const initialized = await connection.call("initialize", {
      clientInfo: { name: "lectern_vscode", title: "Lectern", version: this.#options.clientVersion },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    if (this.#phase !== "starting") throw this.#gone(null, null);
    connection.notify("initialized");
    this.#untested = versionIn(initialized.userAgent) !== this.#options.pinnedVersion;
    this.#phase = "ready";
    return initialized;
  }

  /** The server is of no more use; ends it, as a crash. */
  #fail(reason: string): void {
    if (this.#phase === "gone") return;
    this.#reason ??= reason;
    this.#options.log(`the app-server is ended: ${reason}`);
    this.#end().catch((error: unknown) => this.#options.log(`while ending the app-server: ${String(error)}`));
  }

  #end(): Promise<void> {
    this.#ending ??= this.#descend();
    return this.#ending;
  }

  async #descend(): Promise<void> {
    if (this.#phase === "new") this.#phase = "gone";
    if (this.#phase !== "gone") {
      this.#phase = "stopping";
      const connection = await this.#spawning?.catch(() => undefined);
      connection?.close(this.#gone(null, null));
      if (this.#child !== undefined) await this.#endStepByStep(this.#child);
    }
    await this.#kin?.reap();
  }

  async #endStepByStep(child: ChildProcessWithoutNullStreams): Promise<void> {
    await this.#kin?.look();
    child.stdin.end();
    if (await this.#closesWithin(eofGraceMs)) return;
    if (process.platform === "win32") {
      if (child.pid !== undefined) await endTreeOnWindows(child.pid);
    } else {
      await this.#kin?.look(true);
      child.kill("SIGTERM");
      if (await this.#closesWithin(termGraceMs)) return;
      await this.#kin?.look(true);
      child.kill("SIGKILL");
      await this.#kin?.kill();
    }
    if (!(await this.#closesWithin(killGraceMs))) this.#options.log("the app-server does not end");
  }

  #closesWithin(limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(limitMs, () => resolve(false));
      void this.#closed.promise.then(() => timer.cancel());
      void this.#closed.promise.then(() => resolve(true));
    });
  }

  /** Acts if the process has not closed within a moment. */
  #unlessClosed(act: () => void): void {
    const timer = this.#clock.after(pipeGraceMs, act);
    void this.#closed.promise.then(() => timer.cancel());
  }

  #noteClosed(code: number | null, signal: NodeJS.Signals | null): void {
    this.#phase = "gone";
    const gone = this.#gone(code, signal);
    this.#connection?.close(gone);
    this.#kin?.rest();
    this.#closed.resolve();
    this.#end().catch((error: unknown) =>
      this.#options.log(`while ending what the app-server started: ${String(error)}`),
    );
    this.#options.onGone(gone);
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): ServerGone {
    const reason = this.#reason === undefined ? {} : { reason: this.#reason };
    return new ServerGone({ code, signal, stderrTail: this.stderrTail, expected: this.#expected, ...reason });
  }
}

/** The version in a user agent such as `name/0.169.0 (Debian 12.0.0; x86_64) …`. */
function versionIn(userAgent: string): string | undefined {
  return /^[^/]*\/(\S+)/.exec(userAgent)?.[1];
}
