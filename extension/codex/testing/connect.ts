// A connection between two in-memory streams: the test is the server. Chunks are delivered at once, in the
// call.

import { PassThrough, Writable } from "node:stream";
import type { ServerNotification, ServerRequest } from "../../shared/protocol.ts";
import { Connection, type ConnectionOptions, type Reply } from "../connection.ts";
import { ServerGone } from "../errors.ts";
import { FakeClock } from "./fakeClock.ts";

/** A message as the server would read it. */
export interface Sent {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

export const approval = "item/commandExecution/requestApproval";

/** A started connection on a fake clock, and everything that it did. */
export function connect(options: Partial<ConnectionOptions> = {}) {
  const clock = new FakeClock();
  const input = new PassThrough();
  const sent: Sent[] = [];
  const output = new Writable({
    highWaterMark: 1024 * 1024,
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().trimEnd().split("\n")) sent.push(JSON.parse(line) as Sent);
      done();
    },
  });
  const notifications: ServerNotification[] = [];
  const requests: { request: ServerRequest; reply: Reply }[] = [];
  const unhealthy: string[] = [];
  const log: string[] = [];
  const connection = new Connection({
    input,
    output,
    knownRequests: new Set([approval]),
    onNotification: (notification) => notifications.push(notification),
    onRequest: (request, reply) => requests.push({ request, reply }),
    onUnhealthy: (reason) => unhealthy.push(reason),
    log: (line) => log.push(line),
    clock,
    ...options,
  });
  connection.start();
  const raw = (bytes: string | Buffer): void => void input.emit("data", Buffer.from(bytes));
  const receive = (message: unknown): void => raw(JSON.stringify(message) + "\n");
  return { clock, input, output, sent, notifications, requests, unhealthy, log, connection, raw, receive };
}

/** How a promise ended, without leaving a rejection unhandled. */
export function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
}

export const gone = new ServerGone({ code: 1, signal: null, stderrTail: [], expected: false });
