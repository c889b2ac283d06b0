// Our calls: each settled once, never too many at a time, none waiting for ever.
// The test is the server, and time is moved by hand.

import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { DeadlinePassed, ServerBusy, ServerRefused } from "./errors.ts";
import { approval, connect, gone, outcome } from "./testing/connect.ts";

describe("calls", () => {
  it("settles each call with its own answer, in whatever order they come", async () => {
    const { connection, sent, receive } = connect();
    const first = connection.call("thread/loaded/list", {});
    const second = connection.call("account/logout", undefined);
    expect(sent).toEqual([
      { id: 1, method: "thread/loaded/list", params: {} },
      { id: 2, method: "account/logout" },
    ]);
    receive({ id: 2, result: {} });
    receive({ id: 1, result: { data: ["t"] } });
    expect(await second).toEqual({});
    expect(await first).toEqual({ data: ["t"] });
  });

  it("rejects with the server's refusal, whose stack names the caller", async () => {
    const { connection, receive } = connect();
    async function theCaller(): Promise<void> {
      await connection.call("thread/loaded/list", {});
    }
    const end = outcome(theCaller());
    receive({ id: 1, error: { code: -32600, message: "no such", data: { a: 1 } } });
    const error = (await end) as ServerRefused;
    expect(error).toBeInstanceOf(ServerRefused);
    expect(error).toMatchObject({
      method: "thread/loaded/list",
      code: -32600,
      serverMessage: "no such",
      data: { a: 1 },
    });
    expect(error.stack).toContain("theCaller");
    expect(error.stack).toContain("no such");
  });

  it("keeps at most 32 in flight and sends the next when one is answered", () => {
    const { connection, sent, receive } = connect();
    for (let n = 0; n < 40; n++) void outcome(connection.call("thread/loaded/list", {}));
    expect(sent).toHaveLength(32);
    receive({ id: 5, result: {} });
    receive({ id: 1, error: { code: -1, message: "" } });
    expect(sent.map(({ id }) => id)).toEqual(Array.from({ length: 34 }, (_, n) => n + 1));
  });

  it("lets an interrupt overtake the queue, past the limit", () => {
    const { connection, sent } = connect();
    for (let n = 0; n < 40; n++) void outcome(connection.call("thread/loaded/list", {}));
    void outcome(connection.call("turn/interrupt", { threadId: "t", turnId: "u" }));
    expect(sent).toHaveLength(33);
    expect(sent.at(-1)?.method).toBe("turn/interrupt");
  });

  it("does not let interrupts use up the limit of others", () => {
    const { connection, sent, receive } = connect();
    void outcome(connection.call("turn/interrupt", { threadId: "t", turnId: "u" }));
    receive({ id: 1, result: {} });
    for (let n = 0; n < 40; n++) void outcome(connection.call("thread/loaded/list", {}));
    expect(sent).toHaveLength(33);
  });

  it("tries an overloaded call again five times, 0.2 to 5 s apart, then gives up", async () => {
    const { clock, connection, sent, receive } = connect();
    const end = outcome(connection.call("thread/loaded/list", {}));
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 5; attempt++) {
      receive({ id: attempt, error: { code: -32001, message: "overloaded" } });
      expect(sent).toHaveLength(attempt);
      let waitMs = 0;
      for (; sent.length === attempt; waitMs++) clock.advance(1);
      waits.push(waitMs);
    }
    expect(waits).toEqual([200, 448, 1000, 2237, 5000]);
    receive({ id: 6, error: { code: -32001, message: "overloaded" } });
    expect(await end).toMatchObject({ name: "ServerRefused", code: -32001 });
    expect(clock.pendingCount).toBe(0);
  });

  it("settles an overloaded call whose second try is answered, and frees its place meanwhile", async () => {
    const { clock, connection, sent, receive } = connect();
    const end = connection.call("thread/loaded/list", {});
    for (let n = 0; n < 32; n++) void outcome(connection.call("thread/loaded/list", {}));
    expect(sent).toHaveLength(32);
    receive({ id: 1, error: { code: -32001, message: "overloaded" } });
    expect(sent).toHaveLength(33);
    clock.advance(200);
    expect(sent).toHaveLength(33);
    receive({ id: 2, result: {} });
    expect(sent).toHaveLength(34);
    receive({ id: 34, result: { data: ["late"] } });
    expect(await end).toEqual({ data: ["late"] });
  });

  it("gives each kind of call its own deadline", async () => {
    const { clock, connection } = connect();
    const ends = [
      connection.call("thread/loaded/list", {}),
      connection.call("thread/resume", { threadId: "t" }),
      connection.call("turn/start", { threadId: "t", input: [] }),
      connection.call("turn/interrupt", { threadId: "t", turnId: "u" }),
      connection.call("account/login/cancel", { loginId: "l" }),
      connection.call("config/read", {}, { deadlineMs: 123 }),
    ];
    const expired: unknown[] = [];
    for (const end of ends) void outcome(end).then((error) => expired.push(error));
    const countAt = async (ms: number): Promise<number> => {
      clock.advance(ms - clock.now());
      await new Promise((resolve) => setImmediate(resolve));
      return expired.length;
    };
    const counts: number[] = [];
    for (const ms of [122, 123, 4_999, 5_000, 9_999, 10_000, 14_999, 15_000, 29_999, 30_000]) {
      counts.push(await countAt(ms));
    }
    expect(counts).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 6]);
    expect(expired[1]).toBeInstanceOf(DeadlinePassed);
    expect(expired[1]).toMatchObject({ method: "turn/interrupt", deadlineMs: 5_000 });
  });

  it("drops an answer that comes after the deadline without calling it junk", async () => {
    const { clock, connection, receive } = connect();
    const end = outcome(connection.call("thread/loaded/list", {}));
    clock.advance(10_000);
    expect(await end).toBeInstanceOf(DeadlinePassed);
    receive({ id: 1, result: {} });
    expect(connection.junkCount).toBe(0);
    receive({ id: 1, result: {} });
    expect(connection.junkCount).toBe(1);
  });

  it("blames nobody when the machine slept past a deadline", async () => {
    const { clock, connection, receive } = connect();
    const end = connection.call("thread/loaded/list", {});
    clock.sleep(3_600_000);
    receive({ id: 1, result: { data: [] } });
    expect(await end).toEqual({ data: [] });
  });

  it("rejects what is pending, waiting or backing off at close, and all later calls, with the reason", async () => {
    const { clock, connection, sent, receive } = connect();
    const ends = Array.from({ length: 40 }, () => outcome(connection.call("thread/loaded/list", {})));
    receive({ id: 3, error: { code: -32001, message: "overloaded" } });
    connection.close(gone);
    for (const end of ends) expect(await end).toBe(gone);
    expect(await outcome(connection.call("config/read", {}))).toBe(gone);
    const count = sent.length;
    clock.advance(60_000);
    connection.close(new Error("again"));
    expect(await outcome(connection.call("config/read", {}))).toBe(gone);
    expect(sent).toHaveLength(count);
    expect(clock.pendingCount).toBe(0);
  });

  it("sends no half character", () => {
    const { connection, sent } = connect();
    void outcome(
      connection.call("turn/start", {
        threadId: "t",
        input: [{ type: "text", text: "half \ud83d", text_elements: [] }],
      }),
    );
    expect(sent[0]?.params).toMatchObject({ input: [{ text: "half \uFFFD" }] });
  });
});

/** A connection whose output takes one line at a time. */
function stalled() {
  const written: string[] = [];
  let open: (() => void) | undefined;
  const output = new Writable({
    highWaterMark: 16,
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      written.push(line);
      open = done;
    },
  });
  /** Lets the stream take one more line. */
  const drain = async (): Promise<void> => {
    open?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ...connect({ output }), written, drain };
}

const text = (length: number) => ({
  threadId: "t",
  input: [{ type: "text" as const, text: "x".repeat(length), text_elements: [] }],
});

describe("back-pressure", () => {
  it("writes the next line only when the stream has drained, interrupts and replies first", async () => {
    const { connection, written, drain, receive, requests } = stalled();
    receive({ id: 0, method: approval, params: {} });
    void outcome(connection.call("turn/start", text(10)));
    void outcome(connection.call("turn/start", text(20)));
    requests[0]?.reply.result({ decision: "decline" });
    void outcome(connection.call("turn/interrupt", { threadId: "t", turnId: "u" }));
    expect(written).toHaveLength(1);
    for (let n = 0; n < 4; n++) await drain();
    expect(written.map((line) => /turn\/\w+|decline/.exec(line)?.[0])).toEqual([
      "turn/start",
      "decline",
      "turn/interrupt",
      "turn/start",
    ]);
  });

  it("says busy when more than 8 MB would wait, but still takes an interrupt", async () => {
    const { connection, written, drain } = stalled();
    const huge = outcome(connection.call("turn/start", text(20_000_000)));
    const waiting = outcome(connection.call("turn/start", text(6_000_000)));
    const refused = await outcome(connection.call("turn/start", text(3_000_000)));
    expect(refused).toBeInstanceOf(ServerBusy);
    void outcome(connection.call("turn/interrupt", { threadId: "t", turnId: "u" }));
    await drain();
    await drain();
    expect(written.map((line) => line.length > 1_000_000)).toEqual([true, false, true]);
    void outcome(connection.call("turn/start", text(7_000_000)));
    connection.close(gone);
    expect(await huge).toBe(gone);
    expect(await waiting).toBe(gone);
  });
});
