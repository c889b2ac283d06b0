// JSON-RPC lite (no `jsonrpc` member) in both directions. Hand it two streams and it works; it knows no
// process. Every call is settled exactly once. Every server request gets at most one reply, and one at once
// if it is unknown or our handler throws, because the agent waits for it. Unanswered ones are not answered at
// close.

import type { Readable, Writable } from "node:stream";
import type {
  CallMethod,
  ParamsOf,
  RequestId,
  ResultOf,
  ServerNotification,
  ServerRequest,
} from "../shared/protocol.ts";
import { type Answer, Calls } from "./calls.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Junk } from "./junk.ts";
import { LineSplitter } from "./lines.ts";
import { Outbox } from "./outbox.ts";
import { toWireText } from "./wireText.ts";

const methodNotFound = -32601;
const internalError = -32603;

/**
 * Answers one server request, once. Each function returns false, and sends nothing, if that is too late. A
 * result that JSON cannot hold throws TypeError and leaves the request open.
 */
export interface Reply {
  result(value: unknown): boolean;
  error(code: number, message: string): boolean;
}

export interface ConnectionOptions {
  /** What the server says. */
  input: Readable;
  /** What the server hears. */
  output: Writable;
  /** Methods of server requests that `onRequest` can answer; others are refused at once. */
  knownRequests: ReadonlySet<string>;
  onNotification: (notification: ServerNotification) => void;
  onRequest: (request: ServerRequest, reply: Reply) => void;
  /** The stream is of no more use (flooded with junk, overlong line, broken pipe); told at most once. */
  onUnhealthy: (reason: string) => void;
  log: (line: string) => void;
  /** Sees every line as it is on the wire. */
  onLine?: ((direction: "sent" | "received", line: string) => void) | undefined;
  clock?: Clock | undefined;
  /** Longest line taken, in bytes. */
  limitBytes?: number;
}

interface Message {
  id?: RequestId;
  method?: unknown;
  result?: unknown;
  error?: unknown;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #calls: Calls;
  readonly #junk: Junk;
  readonly #splitter: LineSplitter;
  #closed: Error | undefined;
  #unhealthy = false;
  #linesReceived = 0;
  readonly #onData = (chunk: Buffer): void => this.#splitter.push(chunk);
  readonly #onEnd = (): void => this.#noteEnd();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const clock = options.clock ?? systemClock;
    this.#outbox = new Outbox(options.output, options.onLine);
    this.#calls = new Calls(this.#outbox, clock, options.log);
    this.#junk = new Junk(clock, options.log, (reason) => this.#reportUnhealthy(reason));
    this.#splitter = new LineSplitter({
      onLine: (line) => this.#receive(line),
      onOverflow: (limitBytes) => this.#reportUnhealthy(`a line of more than ${limitBytes} bytes`),
      ...(options.limitBytes === undefined ? {} : { limitBytes: options.limitBytes }),
    });
  }

  /** Lines received so far, junk included: a sign of life that costs nothing. */
  get linesReceived(): number {
    return this.#linesReceived;
  }

  /** Messages dropped so far because they made no sense. */
  get junkCount(): number {
    return this.#junk.total;
  }

  /** Begins to read. */
  start(): void {
    this.#options.input.on("data", this.#onData);
    this.#options.input.once("end", this.#onEnd);
    // These two stay after close: an error event without a listener would end the host.
    this.#options.input.on("error", (error) => this.#reportUnhealthy(`cannot read: ${error.message}`));
    this.#options.output.on("error", (error) => this.#reportUnhealthy(`cannot write: ${error.message}`));
  }

  /**
   * Asks the server. Rejects with ServerRefused, DeadlinePassed, ServerBusy, or the reason of `close`; the
   * first three carry the stack of the caller.
   */
  call<M extends CallMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: { deadlineMs?: number },
  ): Promise<ResultOf[M]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const answer = this.#calls.add(method, toWireText(params), options?.deadlineMs);
    return answer as Promise<ResultOf[M]>;
  }

  /** Tells the server that the handshake is done. */
  notify(method: "initialized"): void {
    this.#outbox.send(`{"method":${JSON.stringify(method)}}`, false);
  }

  /** Rejects everything pending, and every later call, with `reason`. Drops what the server still says. */
  close(reason: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#options.input.off("data", this.#onData);
    this.#options.input.off("end", this.#onEnd);
    // Keep draining: a server that cannot write cannot end.
    this.#options.input.resume();
    this.#outbox.close();
    this.#calls.close(reason);
  }

  #receive(line: string): void {
    if (this.#closed !== undefined) return;
    this.#linesReceived++;
    this.#options.onLine?.("received", line);
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.#junk.note("a line that is not JSON", line);
      return;
    }
    if (typeof message !== "object" || message === null || Array.isArray(message)) {
      this.#junk.note("a message that is not an object", line);
    } else if (typeof message.method === "string") {
      // The first server request id is 0: compare with undefined, never test for truth.
      if (message.id === undefined) this.#deliverNotification(message as ServerNotification);
      else this.#deliverRequest(message as ServerRequest, line);
    } else {
      this.#deliverAnswer(message, line);
    }
  }

  #deliverNotification(notification: ServerNotification): void {
    try {
      this.#options.onNotification(notification);
    } catch (error) {
      this.#options.log(`while handling ${notification.method}: ${describe(error)}`);
    }
  }

  #deliverRequest(request: ServerRequest, line: string): void {
    if (typeof request.id !== "number" && typeof request.id !== "string") {
      this.#junk.note("a request whose id is neither number nor text", line);
      return;
    }
    const reply = this.#replyTo(request);
    if (!this.#options.knownRequests.has(request.method)) {
      this.#options.log(`refused a request of unknown method: ${line.slice(0, 200)}`);
      reply.error(methodNotFound, "This client does not know this request.");
      return;
    }
    try {
      this.#options.onRequest(request, reply);
    } catch (error) {
      this.#options.log(`while handling ${request.method}: ${describe(error)}`);
      reply.error(internalError, "This client failed while handling this request.");
    }
  }

  #deliverAnswer(message: Message, line: string): void {
    const answer = readAnswer(message);
    if (answer === undefined) this.#junk.note("a message that is no request, notification or answer", line);
    else if (!this.#calls.answer(message.id, answer)) this.#junk.note("an answer to no call of ours", line);
  }

  #replyTo(request: ServerRequest): Reply {
    let open = true;
    const send = (write: () => string): boolean => {
      if (!open || this.#closed !== undefined) {
        this.#options.log(`a reply to ${request.method} ${request.id} came too late and was not sent`);
        return false;
      }
      const body = write();
      open = false;
      this.#outbox.send(`{"id":${JSON.stringify(request.id)},${body}}`, true);
      return true;
    };
    return {
      result: (value) => send(() => `"result":${toWireText(value) ?? "null"}`),
      error: (code, message) => send(() => `"error":${toWireText({ code, message })}`),
    };
  }

  #noteEnd(): void {
    const discardedBytes = this.#splitter.end();
    if (discardedBytes > 0) this.#options.log(`discarded a half line of ${discardedBytes} bytes at the end`);
  }

  #reportUnhealthy(reason: string): void {
    if (this.#unhealthy || this.#closed !== undefined) return;
    this.#unhealthy = true;
    this.#options.onUnhealthy(reason);
  }
}

function readAnswer(message: Message): Answer | undefined {
  if (message.id === undefined) return undefined;
  if (message.error === undefined || message.error === null) {
    return "result" in message ? { result: message.result } : undefined;
  }
  if (typeof message.error !== "object") return undefined;
  const error = message.error as { code?: unknown; message?: unknown; data?: unknown };
  return {
    error: {
      code: typeof error.code === "number" ? error.code : internalError,
      message: typeof error.message === "string" ? error.message : "no reason given",
      data: error.data,
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
