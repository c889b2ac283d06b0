// Unit tests of what a script sees and how it keeps its place, over bodies in the form that the server sends.

import { describe, expect, it } from "vitest";
import { command, writeStdin } from "./calls.ts";
import { message } from "./events.ts";
import { commandOutput, readRequest } from "./request.ts";
import { firstOf, sequence, whenKind, whenUser } from "./script.ts";
import { stepsOf } from "./step.ts";

const user = (text: string): object => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text }],
});
const said = (text: string): object => ({
  type: "message",
  role: "assistant",
  content: [{ type: "output_text", text }],
});
const call = (callId: string): object => ({
  type: "function_call",
  call_id: callId,
  name: "exec_command",
  arguments: "{}",
});
const output = (callId: string, text: string): object => ({
  type: "function_call_output",
  call_id: callId,
  output: text,
});
const request = (...input: object[]): ReturnType<typeof readRequest> =>
  readRequest({ model: "gpt-5.5", input });

describe("reading a request", () => {
  it("tells a person's words from the context that the server adds", () => {
    const read = request(
      user("<environment_context>\n  <cwd>/x</cwd>\n</environment_context>"),
      user("# AGENTS.md instructions for /x"),
      user("first"),
      said("yes"),
      user("<turn_aborted>\nstopped\n</turn_aborted>"),
      user("second <b>bold</b>"),
    );
    expect(read.history).toEqual([
      { role: "user", text: "first" },
      { role: "assistant", text: "yes" },
      { role: "user", text: "second <b>bold</b>" },
    ]);
    expect(read.lastUserText).toBe("second <b>bold</b>");
  });

  it("pairs calls with outputs, and passes over outputs of no call", () => {
    const read = request(
      { type: "function_call_output", name: "selection", namespace: "agent", output: "file text" },
      user("one"),
      call("a"),
      output("a", "A"),
      user("two"),
      call("b"),
    );
    expect(read.calls.map(({ callId, output }) => [callId, output])).toEqual([
      ["a", "A"],
      ["b", undefined],
    ]);
    expect(read.turnCalls.map(({ callId }) => callId)).toEqual(["b"]);
    expect([...read.outputs]).toEqual([["a", "A"]]);
  });

  it("reads the task of a sub-agent as what the user wrote", () => {
    const content = [
      { type: "input_text", text: "Message Type: NEW_TASK\nTask name: /root/kid\nSender: /root\nPayload:\n" },
      { type: "encrypted_content", encrypted_content: "count" },
    ];
    expect(request(user("parent"), { type: "agent_message", content }).lastUserText).toBe("count");
    const answer = {
      type: "agent_message",
      content: [{ type: "input_text", text: "Message Type: FINAL_ANSWER\n" }],
    };
    expect(request(user("parent"), answer).lastUserText).toBe("parent");
  });

  it("reads nothing from a body of another shape", () => {
    expect(readRequest({ input: "x", text: null, client_metadata: 3 })).toMatchObject({
      kind: "turn",
      lastUserText: "",
    });
  });

  it("cuts the header of a command's output", () => {
    expect(commandOutput("Chunk ID: 1\nProcess exited with code 0\nOutput:\nhello\n")).toBe("hello\n");
    expect(commandOutput("no header")).toBe("no header");
  });
});

describe("a sequence", () => {
  const [first, second, last] = [[message("x"), command("a"), command("b")], command("c"), message("end")];
  const script = sequence([first, second, last]);

  it("finds its place by the calls since the last prompt", () => {
    expect(script(request(user("go")))).toBe(first);
    expect(script(request(user("go"), call("a"), output("a", ""), call("b"), output("b", "")))).toBe(second);
    expect(script(request(user("go"), call("a"), call("b"), call("c")))).toBe(last);
    expect(script(request(user("go"), call("a"), call("b"), call("c"), said("end"), user("again")))).toBe(
      first,
    );
  });

  it("has nothing to say between its places, after its end, or to a compaction", () => {
    expect(script(request(user("go"), call("a")))).toBeUndefined();
    expect(script(request(user("go"), call("a"), call("b"), call("c"), call("d")))).toBeUndefined();
    expect(script(request(user("You are performing a CONTEXT CHECKPOINT COMPACTION.")))).toBeUndefined();
  });

  it("refuses a response that would never be followed", () => {
    expect(() => sequence([message("no call"), message("end")])).toThrow("Response 0");
  });
});

describe("choosing a script", () => {
  it("takes the first that has something to say", () => {
    const [one, two, summary] = [message("1"), message("2"), message("s")];
    const script = firstOf(whenUser(/^one/, [one]), whenKind("compaction", summary), whenUser(/./, [two]));
    expect(script(request(user("one")))).toBe(one);
    expect(script(request(user("two")))).toBe(two);
    expect(script(request(user("CONTEXT CHECKPOINT COMPACTION")))).toBe(summary);
    expect(script(request())).toBeUndefined();
  });

  it("refuses a pattern with a memory", () => {
    expect(() => whenUser(/x/g, [])).toThrow("remembers");
  });
});

describe("steps that look at the request", () => {
  it("types into the terminal that was named last", () => {
    const seen = request(
      user("go"),
      call("a"),
      output("a", "Process running with session ID 7\n"),
      call("b"),
    );
    const [step] = stepsOf(writeStdin("x"));
    const place = { callId: "c", itemId: "i", request: seen };
    const frames = step?.kind === "item" ? step.frames(place) : [];
    expect(JSON.stringify(frames)).toContain('\\"session_id\\":7');
  });
});
