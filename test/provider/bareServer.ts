// A bare driver of the real app-server for contract tests: start, call, listen, end. It uses nothing of our
// extension but the protocol's types, so that a fault of ours cannot hide a fault of the provider.
// Every server lives in its own folder below .build/tmp and leaves neither a process nor a file behind.

import { rm } from "node:fs/promises";
import type {
  CallMethod,
  InitializeParams,
  ItemOf,
  ItemType,
  NotificationMethod,
  NotificationOf,
  ParamsOf,
  ResultOf,
  ServerNotification,
  ServerRequest,
  ThreadItem,
  Turn,
} from "../../extension/shared/protocol.ts";
import type { ConfigTable } from "./config.ts";
import { type Provider, startProvider } from "./provider.ts";
import type { Script } from "./script.ts";
import { makeFolders, serverBinary, type ServerFolders, type WorkspaceFiles } from "./serverFolders.ts";
import { ServerProcess } from "./serverProcess.ts";

/** What the server sent: notifications and server requests, in order of arrival. */
export type Incoming = ServerNotification | ServerRequest;

/** Decides the answer to a server request. Throwing answers with an error, which the server takes as a refusal. */
export type Answer = (request: ServerRequest) => unknown;

export interface BareServerOptions {
  /** Files of the workspace. */
  readonly files?: WorkspaceFiles;
  /** Content of config.toml in the fresh Codex home. */
  readonly configToml?: string;
  /** Default: every server request is refused. */
  readonly answer?: Answer;
}

/** Starts a server in a fresh home and workspace and initializes it. */
export async function startBareServer(options: BareServerOptions = {}): Promise<BareServer> {
  const folders = await makeFolders(options.files ?? {}, options.configToml ?? "");
  const server = new BareServer(folders, options.answer ?? refuse);
  try {
    await server.start();
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

export class BareServer {
  /** Server requests in order of arrival. */
  readonly asked: ServerRequest[] = [];
  private readonly folders: ServerFolders;
  private readonly answer: Answer;
  private process: ServerProcess;

  constructor(folders: ServerFolders, answer: Answer) {
    this.folders = folders;
    this.answer = answer;
    this.process = this.spawn();
  }

  get workspace(): string {
    return this.folders.workspace;
  }

  get codexHome(): string {
    return this.folders.codexHome;
  }

  /** What the running process sent. */
  get received(): readonly Incoming[] {
    return this.process.received as unknown as readonly Incoming[];
  }

  async start(): Promise<void> {
    const params: InitializeParams = {
      clientInfo: { name: "lectern_contract", title: "Lectern contract tests", version: "0.0.0" },
      capabilities: { experimentalApi: true, requestAttestation: false },
    };
    await this.call("initialize", params);
    this.process.notify("initialized");
  }

  /** Ends the process and starts another over the same folders. */
  async restart(): Promise<void> {
    await this.process.close();
    this.process = this.spawn();
    await this.start();
  }

  async call<M extends CallMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf[M]> {
    return (await this.process.call(method, params)) as ResultOf[M];
  }

  /** A call that the extension does not make, and so has no type for. */
  callOther(method: string, params: unknown): Promise<unknown> {
    return this.process.call(method, params);
  }

  /** The first notification of this method that passes, received already or still to come. */
  async notification<M extends NotificationMethod>(
    method: M,
    passes: (params: NotificationOf<M>["params"]) => boolean = () => true,
  ): Promise<NotificationOf<M>["params"]> {
    const test = passes as (params: unknown) => boolean;
    const message = await this.process.message((sent) => sent.method === method && test(sent.params));
    return message.params as NotificationOf<M>["params"];
  }

  /** The parameters of every notification or request of this method so far. */
  params(method: string): unknown[] {
    return this.received.flatMap((message) => (message.method === method ? [message.params] : []));
  }

  /** Completed items of a thread in order, all or of one type. */
  items(threadId: string): ThreadItem[];
  items<T extends ItemType>(threadId: string, type: T): ItemOf<T>[];
  items(threadId: string, type?: ItemType): ThreadItem[] {
    return this.received.flatMap((message) => {
      if (message.method !== "item/completed" || message.params.threadId !== threadId) return [];
      const { item } = message.params;
      return type === undefined || item.type === type ? [item] : [];
    });
  }

  /** Ends the process as a client would (end of input), then removes its folder. */
  async close(): Promise<void> {
    await this.process.close();
    await rm(this.folders.root, { recursive: true, force: true });
  }

  private spawn(): ServerProcess {
    return new ServerProcess({
      executable: serverBinary(),
      args: ["app-server"],
      cwd: this.folders.workspace,
      env: {
        PATH: process.env["PATH"] ?? "/usr/bin:/bin",
        HOME: this.folders.home,
        CODEX_HOME: this.folders.codexHome,
        TMPDIR: this.folders.temp,
        LANG: "C.UTF-8",
      },
      answer: (message) => {
        const request = message as unknown as ServerRequest;
        this.asked.push(request);
        return this.answer(request);
      },
    });
  }
}

function refuse(request: ServerRequest): never {
  throw new Error(`This test answers no ${request.method}.`);
}

/** Ask mode, as the extension sends it: everything readable, nothing writable, every patch asks. */
export function askMode(workspace: string): ConfigTable {
  return {
    default_permissions: "ask",
    permissions: { ask: { filesystem: { ":root": "read" } } },
    projects: { [workspace]: { trust_level: "untrusted" } },
  };
}

/** Starts a thread in Ask mode (or as `extra` says) with this configuration; gives its id. */
export async function startThread(
  server: BareServer,
  config: ConfigTable,
  extra: Partial<ParamsOf<"thread/start">> = {},
): Promise<string> {
  const { thread } = await server.call("thread/start", {
    cwd: server.workspace,
    approvalPolicy: "on-request",
    approvalsReviewer: "user",
    ...extra,
    config: { ...askMode(server.workspace), ...config },
  });
  return thread.id;
}

/** Sends a prompt; gives the id of its turn, which runs on. */
export async function sendPrompt(server: BareServer, threadId: string, text: string): Promise<string> {
  const input = [{ type: "text" as const, text, text_elements: [] }];
  const { turn } = await server.call("turn/start", { threadId, input });
  return turn.id;
}

/** Sends a prompt and waits for the end of its turn. */
export async function runTurn(server: BareServer, threadId: string, text: string): Promise<Turn> {
  const turnId = await sendPrompt(server, threadId, text);
  const ended = await server.notification("turn/completed", ({ turn }) => turn.id === turnId);
  return ended.turn;
}

/** A provider, a server and a thread that belong together. */
export interface Stage {
  readonly provider: Provider;
  readonly server: BareServer;
  readonly threadId: string;
  close(): Promise<void>;
}

export interface StageOptions extends BareServerOptions {
  /** Default: gpt-5.5, which takes direct calls. */
  readonly model?: string;
  readonly retries?: number;
  /** Configuration of the thread beyond the provider's. */
  readonly config?: ConfigTable;
  readonly thread?: Partial<ParamsOf<"thread/start">>;
}

/** Sets the stage for a script: one thread in Ask mode, ready for its first prompt. */
export async function startStage(script: Script, options: StageOptions = {}): Promise<Stage> {
  const provider = await startProvider({ script });
  try {
    const server = await startBareServer(options);
    const close = async (): Promise<void> => {
      await server.close();
      await provider.close();
    };
    const { model = "gpt-5.5", retries = 0 } = options;
    const config = { ...provider.configArgs({ model, retries }), ...options.config };
    try {
      return { provider, server, close, threadId: await startThread(server, config, options.thread) };
    } catch (error) {
      await server.close();
      throw error;
    }
  } catch (error) {
    await provider.close();
    throw error;
  }
}
