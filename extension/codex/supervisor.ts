// Keeps one app-server usable: starts it, starts it again when it ends, and stops trying when that is in
// vain. It knows no threads: what was under way in an ended process is for its owner, who sees the generation
// change. Whatever was begun ends with `dispose`.

import type { Problem } from "../shared/hostState.ts";
import type { InitializeResponse, ServerNotification, ServerRequest } from "../shared/protocol.ts";
import { AppServer, type AppServerOptions } from "./appServer.ts";
import { type Binary, verifyBinary } from "./binary.ts";
import { BinaryProblem } from "./binaryProblem.ts";
import { type Clock, systemClock, type Timer } from "./clock.ts";
import type { Connection, Reply } from "./connection.ts";
import { ServerGone } from "./errors.ts";
import { Health } from "./health.ts";
import type { VerifiedFiles } from "./integrity.ts";
import { problemOfEnd, problemOfError } from "./problem.ts";
import { Restarts } from "./restarts.ts";

/** What is needed to start one process; asked for anew each time, so that changed settings count. */
export interface Launch extends Pick<
  AppServerOptions,
  "config" | "environment" | "cwd" | "clientVersion" | "pinnedVersion" | "knownRequests" | "leadingArgs"
> {
  binary: Binary;
}

export type SupervisorState =
  | { phase: "idle" }
  | { phase: "starting" }
  | {
      phase: "ready";
      /** Grows with each process; ids of server requests are only unique within one. */
      generation: number;
      initialized: InitializeResponse;
      binary: Binary;
      /** True if the server is not the version that was tested. */
      untested: boolean;
    }
  | { phase: "restarting"; attempt: number; delayMs: number }
  | { phase: "failed"; problem: Problem }
  | { phase: "stopped" };

export interface SupervisorOptions {
  /** May reject with BinaryProblem or any Error: then nothing is started and the state is `failed`. */
  launch: () => Promise<Launch>;
  onState: (state: SupervisorState) => void;
  onNotification: (notification: ServerNotification, generation: number) => void;
  onRequest: (request: ServerRequest, reply: Reply, generation: number) => void;
  /** A busy server has said nothing for `silentMs`; offer `restart`. */
  onUnresponsive: (silentMs: number) => void;
  onResponsive: () => void;
  log: (line: string) => void;
  onLine?: ((direction: "sent" | "received", line: string) => void) | undefined;
  /** What was found right before. Left out: all is hashed before the first start. */
  verified?: VerifiedFiles | undefined;
  clock?: Clock | undefined;
}

interface Waiter {
  resolve: (connection: Connection) => void;
  reject: (error: Error) => void;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #clock: Clock;
  readonly #verified: VerifiedFiles;
  readonly #restarts = new Restarts();
  /** Servers on their way out. */
  readonly #endings = new Set<Promise<void>>();
  #waiters: Waiter[] = [];
  #state: SupervisorState = { phase: "idle" };
  #server: AppServer | undefined;
  #health: Health | undefined;
  #generation = 0;
  /** Grows with each try to start and each stop, so that a try that was overtaken notices. */
  #attempt = 0;
  #delay: Timer | undefined;
  #busy = false;
  #disposed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#verified = options.verified ?? new Map<string, string>();
  }

  get state(): SupervisorState {
    return this.#state;
  }

  /** The connection of the server that is ready now. Throws ServerGone if none is. */
  get connection(): Connection {
    if (this.#server === undefined) throw this.#absence();
    return this.#server.connection;
  }

  /** Starts the server unless it is started; after `failed` or `stopped` it tries anew. */
  start(): void {
    const { phase } = this.#state;
    if (this.#disposed || phase === "starting" || phase === "ready" || phase === "restarting") return;
    this.#restarts.reset();
    void this.#launch();
  }

  /** The connection as soon as there is one. Rejects with ServerGone if none is to be expected. */
  ready(): Promise<Connection> {
    const { phase } = this.#state;
    const server = this.#server;
    if (phase === "ready" && server?.phase === "ready") return Promise.resolve(server.connection);
    if (phase === "starting" || phase === "restarting" || phase === "ready") {
      return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    }
    return Promise.reject(this.#absence());
  }

  /** Ends the running server, whatever its state, and starts a new one. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Ends the server until `start`. Resolves when no process is left. */
  async stop(): Promise<void> {
    this.#attempt++;
    this.#delay?.cancel();
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) this.#end(server);
    this.#setState({ phase: "stopped" });
    await Promise.all(this.#endings);
  }

  /** Ends everything for good. May be called often. */
  dispose(): Promise<void> {
    this.#disposed = true;
    return this.stop();
  }

  /** Tells whether something is under way, so that a silent server counts as hanging. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
    if (busy) this.#health?.start();
    else this.#health?.stop();
  }

  async #launch(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#setState({ phase: "starting" });
    try {
      const launch = await this.#options.launch();
      await verifyBinary(launch.binary, this.#verified);
      // Somebody may have stopped us meanwhile, and even started us again.
      if (attempt === this.#attempt) await this.#run(launch, attempt);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#server = undefined;
      this.#setState({ phase: "failed", problem: problemOfError(error) });
    }
  }

  async #run(launch: Launch, attempt: number): Promise<void> {
    const generation = ++this.#generation;
    const server = this.#make(launch, generation);
    this.#server = server;
    let initialized: InitializeResponse;
    try {
      initialized = await server.start();
    } catch (error) {
      if (error instanceof BinaryProblem) throw error;
      // The process is ending or ended; #noteGone decides.
      this.#options.log(`the app-server did not start: ${String(error)}`);
      return;
    }
    if (attempt !== this.#attempt) return;
    const { connection, untested } = server;
    this.#health = this.#watch(connection);
    if (this.#busy) this.#health.start();
    this.#setState({ phase: "ready", generation, initialized, binary: launch.binary, untested });
  }

  #make(launch: Launch, generation: number): AppServer {
    const { binary, ...rest } = launch;
    const { onNotification, onRequest, log, onLine } = this.#options;
    const server = new AppServer({
      ...rest,
      executable: binary.executable,
      onNotification: (notification) => onNotification(notification, generation),
      onRequest: (request, reply) => onRequest(request, reply, generation),
      onGone: (gone) => this.#noteGone(server, gone),
      log,
      onLine,
      clock: this.#clock,
    });
    return server;
  }

  #watch(connection: Connection): Health {
    return new Health({
      clock: this.#clock,
      linesReceived: () => connection.linesReceived,
      // A missing answer shows as silence; a refusal is a sign of life too.
      ping: () => void connection.call("thread/loaded/list", {}).catch(() => undefined),
      onUnresponsive: this.#options.onUnresponsive,
      onResponsive: this.#options.onResponsive,
    });
  }

  #noteGone(server: AppServer, gone: ServerGone): void {
    if (server !== this.#server) return;
    this.#attempt++;
    this.#options.log(gone.message);
    const starting = this.#state.phase === "starting";
    // A program that does not start is not taken at its looks.
    if (starting) this.#verified.clear();
    this.#server = undefined;
    this.#end(server);
    const { code, stderrTail } = gone;
    const end = { at: this.#clock.now(), code, starting, stderrTail };
    const verdict = this.#restarts.judge(end, this.#clock.random());
    if (!verdict.restart) {
      this.#setState({ phase: "failed", problem: problemOfEnd(gone, verdict.why) });
      return;
    }
    const { attempt, delayMs } = verdict;
    this.#setState({ phase: "restarting", attempt, delayMs });
    // A listener of that state may have stopped us.
    if (this.#state.phase !== "restarting") return;
    this.#delay = this.#clock.after(delayMs, () => void this.#launch());
  }

  /** Ends the server, or what it left behind, and lets `stop` wait for that. */
  #end(server: AppServer): void {
    const ending = server
      .stop()
      .catch((error: unknown) => this.#options.log(`while ending the app-server: ${String(error)}`))
      .finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  #setState(state: SupervisorState): void {
    if (state.phase === "stopped" && this.#state.phase === "stopped") return;
    if (state.phase !== "ready") {
      this.#health?.stop();
      this.#health = undefined;
    }
    this.#state = state;
    this.#options.onState(state);
    this.#settleWaiters();
  }

  #settleWaiters(): void {
    const { phase } = this.#state;
    if (phase === "starting" || phase === "restarting") return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { resolve, reject } of waiters) {
      if (phase === "ready") resolve(this.connection);
      else reject(this.#absence());
    }
  }

  #absence(): ServerGone {
    const state = this.#state;
    const failed = state.phase === "failed" ? state.problem : undefined;
    return new ServerGone({
      code: null,
      signal: null,
      stderrTail: [...(failed?.lastWords ?? [])],
      expected: state.phase === "stopped" || state.phase === "idle",
      ...(failed === undefined ? {} : { reason: `${failed.title}. ${failed.detail}` }),
    });
  }
}
