// What the server says: every notification delivered whole, every request answered once.
// Junk is survived whatever it is, and counted.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "./connection.ts";
import { approval, connect, gone } from "./testing/connect.ts";

const delta = (text: string) => ({ method: "item/agentMessage/delta", params: { delta: text } });

describe("server requests", () => {
  it("answers a request exactly once, the first of all with id 0", () => {
    const { requests, sent, receive, log } = connect();
    receive({ id: 0, method: approval, params: { command: "ls" } });
    expect(requests).toHaveLength(1);
    const { request, reply } = requests[0] ?? expect.unreachable();
    expect(request).toMatchObject({ id: 0, params: { command: "ls" } });
    expect(reply.result({ decision: "accept" })).toBe(true);
    expect(reply.result({ decision: "accept" })).toBe(false);
    expect(reply.error(-1, "no")).toBe(false);
    expect(sent).toEqual([{ id: 0, result: { decision: "accept" } }]);
    expect(log).toHaveLength(2);
  });

  it("refuses at once when the handler throws, and lets no later answer through", () => {
    let kept: Reply | undefined;
    const { sent, receive } = connect({
      onRequest: (_request, reply) => {
        kept = reply;
        throw new Error("broken handler");
      },
    });
    receive({ id: "text id", method: approval, params: {} });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ id: "text id", error: { code: -32603 } });
    expect(kept?.result({ decision: "accept" })).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it("does not answer twice when the handler answers and then throws", () => {
    const { sent, receive } = connect({
      onRequest: (_request, reply) => {
        reply.result({ decision: "decline" });
        throw new Error("broken handler");
      },
    });
    receive({ id: 7, method: approval, params: {} });
    expect(sent).toEqual([{ id: 7, result: { decision: "decline" } }]);
  });

  it("leaves the request open when the answer cannot be written as JSON", () => {
    const { requests, sent, receive } = connect();
    receive({ id: 1, method: approval, params: {} });
    const { reply } = requests[0] ?? expect.unreachable();
    expect(() => reply.result(1n)).toThrow(TypeError);
    expect(reply.error(-32603, "cannot")).toBe(true);
    expect(sent).toEqual([{ id: 1, error: { code: -32603, message: "cannot" } }]);
  });

  it("refuses an unknown request by itself", () => {
    const { requests, sent, receive } = connect();
    receive({ id: 3, method: "item/unheardOf", params: {} });
    expect(requests).toHaveLength(0);
    expect(sent).toMatchObject([{ id: 3, error: { code: -32601 } }]);
  });

  it("answers nothing at close, and nothing after it", () => {
    const { connection, requests, sent, receive } = connect();
    receive({ id: 0, method: approval, params: {} });
    connection.close(gone);
    expect(requests[0]?.reply.result({ decision: "accept" })).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe("what the server says", () => {
  it("goes on when a notification handler throws", () => {
    const seen: string[] = [];
    const { receive, log } = connect({
      onNotification: ({ method }) => {
        seen.push(method);
        if (seen.length === 1) throw new Error("broken handler");
      },
    });
    receive({ method: "first", params: {} });
    receive({ method: "second", params: {} });
    expect(seen).toEqual(["first", "second"]);
    expect(log[0]).toContain("broken handler");
  });

  it("drops junk, counts it and logs its first 200 characters", () => {
    const { connection, notifications, raw, log } = connect();
    const junk = ["text", "", "null", "[]", "{}", "7", '{"id":99,"result":1}', '{"id":null,"method":"x"}'];
    raw(`${junk.join("\n")}\n${"z".repeat(500)}\n${JSON.stringify(delta("after"))}\n`);
    expect(notifications).toEqual([delta("after")]);
    expect(connection.junkCount).toBe(junk.length + 1);
    expect(log.at(-1)?.match(/z+/)?.[0]).toHaveLength(200);
  });

  it("is unhealthy after more than 100 junk lines within a minute, not by as many in ten", () => {
    const slow = connect();
    for (let n = 0; n < 300; n++) {
      slow.raw("junk\n");
      slow.clock.advance(1_000);
    }
    expect(slow.unhealthy).toEqual([]);
    const fast = connect();
    fast.raw("junk\n".repeat(100));
    expect(fast.unhealthy).toEqual([]);
    fast.raw("junk\n".repeat(100));
    expect(fast.unhealthy).toHaveLength(1);
    expect(fast.log).toHaveLength(100);
  });

  it("gives byte-equal text whatever the chunks and the junk between", () => {
    const texts = ["日本語", "👩‍👩‍👧 \u2028 \u2029", "\u001b[1mansi\u001b[0m\r", "é\u0000ü", "\uFEFF plain"];
    const good = texts.map((text) => JSON.stringify(delta(text)));
    const bytes = Buffer.from(good.map((line) => `junk \u2028 ünk\r\n${line}\r\n`).join(""));
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const { notifications, raw } = connect();
        const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
        ends.forEach((end, index) => raw(bytes.subarray(index === 0 ? 0 : ends[index - 1], end)));
        expect(notifications).toEqual(texts.map(delta));
      }),
      { numRuns: 2_000 },
    );
  });

  it("reports an overlong line and a broken pipe, once in all", async () => {
    const { output, unhealthy, raw } = connect({ limitBytes: 10 });
    raw("x".repeat(11));
    output.destroy(new Error("EPIPE"));
    await new Promise((resolve) => output.once("close", resolve));
    expect(unhealthy).toEqual(["a line of more than 10 bytes"]);
  });

  it("notes a half line at the end without calling it junk", async () => {
    const { connection, input, raw, log } = connect();
    raw('{"meth');
    input.end();
    await new Promise((resolve) => input.once("end", resolve));
    expect(connection.junkCount).toBe(0);
    expect(log).toEqual(["discarded a half line of 6 bytes at the end"]);
  });

  it("shows the wire as it is", () => {
    const wire: [string, string][] = [];
    const { connection, raw } = connect({ onLine: (direction, line) => wire.push([direction, line]) });
    connection.notify("initialized");
    raw('{"method":"x"}\njunk\n');
    expect(wire).toEqual([
      ["sent", '{"method":"initialized"}'],
      ["received", '{"method":"x"}'],
      ["received", "junk"],
    ]);
    expect(connection.linesReceived).toBe(2);
  });
});
