// The parts that the extension's view introduces to each other, without VS Code: one supervised server and the
// threads on it. The test client, the recorder and the contract tests drive the shipped modules through this.
// After dispose() no process and no folder of it is left.

import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveBinary } from "../../extension/codex/binary.ts";
import type { Checkpoints } from "../../extension/checkpoints/checkpoints.ts";
import type { Connection } from "../../extension/codex/connection.ts";
import { createDefaultHome, serverEnvironment } from "../../extension/codex/environment.ts";
import { type Launch, Supervisor, type SupervisorState } from "../../extension/codex/supervisor.ts";
import { defaultMode } from "../../extension/policy/modes.ts";
import type { PolicyInput } from "../../extension/policy/policy.ts";
import { permissionsOf, type ModeId, type Permissions } from "../../extension/shared/permissions.ts";
import type { ThreadEvent } from "../../extension/shared/events.ts";
import { pinnedVersion, type ServerNotification } from "../../extension/shared/protocol.ts";
import { knownServerRequests } from "../../extension/shared/routes.ts";
import { runningTurn, type ThreadState } from "../../extension/shared/threadState.ts";
import type { Server } from "../../extension/codex/server.ts";
import type { PolicyChoice } from "../../extension/threads/folderPolicy.ts";
import type { ThreadsOptions } from "../../extension/threads/rooms.ts";
import { Threads } from "../../extension/threads/threads.ts";
import type { KeptWork } from "../../extension/threads/openWork.ts";
import type { KeptNames } from "../../extension/threads/sandboxLeftovers.ts";

const binRoot = fileURLToPath(new URL("../../bin", import.meta.url));

export interface HeadlessHostOptions extends Pick<ThreadsOptions, "ruleFor" | "unasked"> {
  /** Absolute path. */
  readonly codexHome: string;
  /** A program of the person's own; default: the bundled one. */
  readonly appServerPath?: string | undefined;
  /** Arguments before the server's own, for a program that starts it. */
  readonly leadingArgs?: readonly string[];
  /** `key=value` arguments of the server, each with a TOML value. */
  readonly serverConfig?: readonly string[];
  /** Configuration that goes with each start and resume of a thread. */
  readonly threadConfig?: PolicyInput["config"];
  /** Default: the one that a person begins with. */
  readonly mode?: ModeId;
  /** What the host kept of a thread, by its id; default: the mode above. Asked for at each resume. */
  readonly kept?: (threadId: string) => Permissions | undefined;
  readonly protection?: PolicyInput["protection"];
  readonly ownProfiles?: boolean;
  /** Checkpoints round each turn; default: none. */
  readonly checkpoints?: Checkpoints;
  /** The folders of the workspace. */
  readonly roots?: readonly string[];
  /** What the server's environment is picked from; default: that of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Names of further variables that the server gets. */
  readonly furtherVariables?: readonly string[];
  /** Stands between the threads and the server; default: nothing does. */
  readonly between?: (server: Server) => Server;
  /** Where what is under way is written down; default: nowhere. */
  readonly keptWork?: KeptWork;
  readonly keptNames?: KeptNames;
  readonly isQueued?: (threadId: string, clientId: string) => boolean;
  readonly onLine?: ((direction: "sent" | "received", line: string) => void) | undefined;
  readonly onEvent?: (threadId: string, event: ThreadEvent) => void;
  readonly onNotification?: (notification: ServerNotification) => void;
  readonly onServerState?: (state: SupervisorState) => void;
  readonly log?: (line: string) => void;
}

export class HeadlessHost {
  readonly threads: Threads;
  readonly supervisor: Supervisor;
  readonly #options: HeadlessHostOptions;
  readonly #log: (line: string) => void;
  #change = Promise.withResolvers<void>();
  #generation = 0;
  #wasReady = false;
  #neutralFolder: string | undefined;

  constructor(options: HeadlessHostOptions) {
    this.#options = options;
    this.#log = options.log ?? (() => undefined);
    this.supervisor = new Supervisor({
      launch: () => this.#launch(),
      onState: (state) => this.#serverChanged(state),
      onNotification: (notification, generation) => this.#notified(notification, generation),
      onRequest: (request, reply, generation) => this.threads.handleRequest(request, reply, generation),
      onUnresponsive: (silentMs) => this.#log(`the app-server has been silent for ${silentMs} ms`),
      onResponsive: () => undefined,
      log: this.#log,
      onLine: options.onLine,
    });
    const { codexHome, threadConfig, protection, ownProfiles = true } = options;
    this.threads = new Threads({
      server: options.between?.(this.supervisor) ?? this.supervisor,
      policy: (threadId) => ({
        ...this.#permissionsOf(threadId),
        codexHome,
        ownProfiles,
        roots: options.roots ?? [],
        ...(protection === undefined ? {} : { protection }),
        ...(threadConfig === undefined ? {} : { config: threadConfig }),
      }),
      ...(options.checkpoints ? { checkpoints: { store: options.checkpoints, isOn: () => true } } : {}),
      log: this.#log,
      ...(options.ruleFor && { ruleFor: options.ruleFor }),
      ...(options.unasked && { unasked: options.unasked }),
      ...(options.keptWork ? { keptWork: options.keptWork } : {}),
      ...(options.keptNames ? { keptNames: options.keptNames } : {}),
      ...(options.isQueued ? { isQueued: options.isQueued } : {}),
    });
    this.threads.store.onEvent((threadId, event) => {
      options.onEvent?.(threadId, event);
      this.#changed();
    });
  }

  #permissionsOf(threadId: string | undefined): Pick<PolicyChoice, "permissions" | "origin"> {
    const kept = threadId === undefined ? undefined : this.#options.kept?.(threadId);
    if (kept) return { permissions: kept, origin: "thread" };
    return { permissions: permissionsOf(this.#options.mode ?? defaultMode, false), origin: "default" };
  }

  /** Starts the server. Rejects with ServerGone, which says why, when it cannot run. */
  async start(): Promise<Connection> {
    this.supervisor.start();
    return this.supervisor.ready();
  }

  /** The state of a thread that is known. Throws for any other. */
  state(threadId: string): ThreadState {
    const state = this.threads.store.get(threadId);
    if (!state) throw new Error(`The thread ${threadId} is not known here.`);
    return state;
  }

  /** Looks now and after every event and every change of the server, until there is something to see. */
  async until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const { promise } = this.#change;
      const seen = look();
      if (seen !== undefined && seen !== false) return seen;
      await promise;
    }
  }

  /** Makes everybody who waits look again. */
  wake(): void {
    this.#changed();
  }

  /** Ends the server and all that it started. May be called often. */
  async dispose(): Promise<void> {
    this.threads.dispose();
    await this.supervisor.dispose();
    await this.threads.tidy();
    const folder = this.#neutralFolder;
    this.#neutralFolder = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #launch(): Promise<Launch> {
    const { codexHome, appServerPath, leadingArgs = [], serverConfig = [] } = this.#options;
    const { environment = process.env, furtherVariables: extra = [] } = this.#options;
    await createDefaultHome(codexHome, homedir());
    const binary = await resolveBinary({
      settingPath: appServerPath,
      binRoot,
      platform: process.platform,
      arch: process.arch,
    });
    this.#neutralFolder ??= await mkdtemp(join(tmpdir(), "lectern-client-"));
    return {
      binary,
      leadingArgs,
      config: serverConfig,
      environment: serverEnvironment(environment, { codexHome, extra }),
      cwd: this.#neutralFolder,
      clientVersion: "0.0.0",
      pinnedVersion,
      knownRequests: knownServerRequests,
    };
  }

  #serverChanged(state: SupervisorState): void {
    if (state.phase === "ready") {
      this.#generation = state.generation;
      this.#wasReady = true;
    } else if (this.#wasReady) {
      this.#wasReady = false;
      this.threads.serverGone(this.#generation);
      this.supervisor.setBusy(false);
    }
    this.#options.onServerState?.(state);
    this.#changed();
  }

  #notified(notification: ServerNotification, generation: number): void {
    this.threads.handleNotification(notification, generation);
    this.#options.onNotification?.(notification);
    if (notification.method === "thread/closed") this.threads.unloaded(notification.params.threadId);
    if (notification.method === "turn/started" || notification.method === "turn/completed") this.#noteBusy();
  }

  #noteBusy(): void {
    const { store } = this.threads;
    const states = store.ids.map((threadId) => store.get(threadId));
    this.supervisor.setBusy(states.some((state) => state !== undefined && runningTurn(state) !== undefined));
  }

  #changed(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers();
    resolve();
  }
}
