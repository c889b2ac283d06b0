// The scripted model: the Responses API over server-sent events on loopback. It asks the script what to say and
// says it; it never makes up an answer of its own, and says plainly when the script has none.
// After close() no socket and no timer is left. It may be bundled, so it needs node:http only.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ConfigTable, type ProviderConfigOptions, providerConfig, toToml } from "./config.ts";
import { message } from "./events.ts";
import { type ModelRequest, readRequest } from "./request.ts";
import { Reply } from "./reply.ts";
import type { Script } from "./script.ts";
import type { Response } from "./step.ts";

export interface ProviderOptions {
  readonly script: Script;
  /** When given, requests must come at `/<token>/v1/responses`; everything else is 404. */
  readonly token?: string;
  /** Whether `requests` is filled. Default: true. Switch it off where nobody reads it and threads are long. */
  readonly record?: boolean;
}

export interface Provider {
  /** Ends in `/v1`, as `base_url` wants it. */
  readonly baseUrl: string;
  /** Every request that was read, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  /** Requests for which the script had no response, or failed. A test should expect none. */
  readonly unexpected: readonly ModelRequest[];
  /** For `config` of thread/start, thread/resume and thread/fork. */
  configArgs(options?: ProviderConfigOptions): ConfigTable;
  /** The same as the text of a config.toml. */
  configToml(options?: ProviderConfigOptions): string;
  /** Ends open responses and the listener; resolves when all are gone. May be called again. */
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. Rejects when the system gives none. */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const provider = new ScriptedProvider(options);
  await provider.listen();
  return provider;
}

class ScriptedProvider implements Provider {
  readonly requests: ModelRequest[] = [];
  readonly unexpected: ModelRequest[] = [];
  private readonly server: Server;
  private readonly script: Script;
  private readonly prefix: string;
  private readonly record: boolean;
  private readonly running = new Set<Promise<void>>();
  private closing: Promise<void> | undefined;

  constructor(options: ProviderOptions) {
    this.script = options.script;
    this.prefix = options.token === undefined ? "/v1" : `/${options.token}/v1`;
    this.record = options.record ?? true;
    this.server = createServer((request, response) => {
      const run = this.serve(request, response).finally(() => this.running.delete(run));
      this.running.add(run);
    });
  }

  get baseUrl(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.prefix}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
  }

  configArgs(options?: ProviderConfigOptions): ConfigTable {
    return providerConfig(this.baseUrl, options);
  }

  configToml(options?: ProviderConfigOptions): string {
    return toToml(this.configArgs(options));
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.server.closeAllConnections();
    await closed;
    await Promise.all(this.running);
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const reply = new Reply(outgoing);
    if (incoming.method !== "POST" || incoming.url !== `${this.prefix}/responses`) {
      incoming.resume();
      reply.json(404, {});
      return;
    }
    const body = await readJson(incoming);
    if (body === undefined) {
      reply.json(400, { error: { message: "The body is not a JSON object." } });
      return;
    }
    const request = readRequest(body);
    if (this.record) this.requests.push(request);
    try {
      await reply.play(request, this.responseTo(request));
    } catch {
      // A step that cannot be played: the server sees a cut stream, the test an unexpected request.
      this.unexpected.push(request);
      outgoing.destroy();
    }
  }

  private responseTo(request: ModelRequest): Response {
    let problem = "has no step for it";
    try {
      const response = this.script(request);
      if (response !== undefined) return response;
    } catch (error) {
      problem = `failed: ${String(error)}`;
    }
    this.unexpected.push(request);
    const words = JSON.stringify(request.lastUserText.slice(0, 200));
    const calls = request.turnCalls.length;
    return message(
      `No model was asked. The script ${problem} (a ${request.kind} request after ${words}, ${calls} tool calls).`,
    );
  }
}

/** The parsed body, or undefined when it is not a JSON object or the sender left. */
async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
