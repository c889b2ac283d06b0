// Unit tests of the demo's decisions: requests are made by hand in the form that the server sends.

import { describe, expect, it } from "vitest";
import { readRequest } from "../../test/provider/request.ts";
import type { Script } from "../../test/provider/script.ts";
import { type Frame, stepsOf } from "../../test/provider/step.ts";
import { demoScript } from "./demoScript.ts";

const user = (text: string): object => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text }],
});

function called(name: string, input: object | string, output: string): object[] {
  const call_id = `call-${JSON.stringify(input)}`;
  const plain = typeof input === "string";
  const body = plain
    ? { type: "custom_tool_call", input }
    : { type: "function_call", arguments: JSON.stringify(input) };
  return [
    { ...body, name, call_id },
    { type: `${body.type}_output`, call_id, output },
  ];
}

const ran = (cmd: string, text: string, code = 0, more = {}): object[] =>
  called("exec_command", { cmd, ...more }, `Chunk ID: 1\nProcess exited with code ${code}\nOutput:\n${text}`);

const escalated = { sandbox_permissions: "require_escalated" };
const declined = 'exec_command failed: CreateProcess { message: "Rejected(\\"rejected by user\\")" }';
const written = "Exit code: 0\nOutput:\nSuccess. Updated the following files:\nA lectern-demo.md\n";

function scriptFor(platform = "linux", taken: readonly string[] = []): Script {
  return demoScript({ paceMs: 0, platform, isFree: (name) => !taken.includes(name) });
}

function finishedItem(frames: readonly Frame[]): Record<string, unknown> {
  const event = frames.at(-1)?.event as unknown as { item: Record<string, unknown> };
  return event.item;
}

/** What the script says to this input: the finished items of its response. */
function said(input: readonly object[], script = scriptFor()): Record<string, unknown>[] {
  const request = readRequest({ model: "gpt-5.5", input });
  const place = { callId: "call", itemId: "item", request };
  return stepsOf(script(request) ?? []).flatMap((step) => {
    if (step.kind !== "item") return [];
    return [finishedItem(step.frames(place))];
  });
}

const commands = (items: readonly Record<string, unknown>[]): unknown[] =>
  items.flatMap((item) => (item["name"] === "exec_command" ? [JSON.parse(String(item["arguments"]))] : []));

const sample = [
  user("hello"),
  ...ran("ls", "README.md\npackage.json\nsrc\ntest\n"),
  ...ran("cat README.md", "# Greeting\n"),
  ...ran("cat src/greeting.js", 'export function greet(name) {\n  return "Hello, " + name + "!";\n}\n'),
  ...ran(
    "cat test/greeting.test.js",
    'test("greets", () => {\n  assert.equal(greet("Ada"), "Hello, Ada!");\n});\n',
  ),
];

describe("the first turn of the demo", () => {
  it("looks at the folder before anything else, whatever was asked", () => {
    const items = said([user("delete everything")]);
    expect(items.map((item) => item["type"])).toEqual(["reasoning", "message", "function_call"]);
    expect(commands(items)).toEqual([{ cmd: "ls" }]);
  });

  it("reads the sample's files, or the first lines of a known one, or nothing", () => {
    expect(commands(said(sample.slice(0, 3)))).toEqual([
      { cmd: "cat README.md" },
      { cmd: "cat src/greeting.js" },
      { cmd: "cat test/greeting.test.js" },
    ]);
    const general = [user("x"), ...ran("ls", "Cargo.toml\nsrc\n")];
    expect(commands(said(general))).toEqual([{ cmd: "head -n 20 Cargo.toml" }]);
    expect(commands(said([user("x"), ...ran("ls", "a\n")]))).toMatchObject([
      { sandbox_permissions: "require_escalated" },
    ]);
  });

  it("asks to run the tests of the sample, and something harmless elsewhere", () => {
    expect(commands(said(sample))).toMatchObject([
      { cmd: "node --test", sandbox_permissions: "require_escalated" },
    ]);
    const empty = [user("x"), ...ran("ls", "")];
    expect(commands(said(empty))).toMatchObject([{ cmd: "git branch --show-current || ls" }]);
    expect(commands(said(empty, scriptFor("win32")))).toMatchObject([{ cmd: "ls" }]);
  });

  it("changes the sample by lines that stand in its files", () => {
    const [, change] = said([...sample, ...ran("node --test", "", 0, escalated)]);
    const patch = String(change?.["input"]);
    expect(patch).toContain(" export function greet(name) {\n+");
    expect(patch).toContain('   assert.equal(greet("Ada"), "Hello, Ada!");\n });\n+');
  });

  it("adds a file under a free name elsewhere, also where the sample was changed before", () => {
    const asked = ran("git branch --show-current || ls", "main\n", 0, escalated);
    const [, change] = said([user("x"), ...ran("ls", ""), ...asked], scriptFor("linux", ["lectern-demo.md"]));
    expect(change?.["input"]).toContain("*** Add File: lectern-demo-2.md\n");
    const again = JSON.parse(
      JSON.stringify(sample).replace("assert.equal(", 'greet(\\"\\");assert.equal('),
    ) as object[];
    expect(commands(said(again))).toMatchObject([{ cmd: "git branch --show-current || ls" }]);
  });

  it("goes on after a refusal and tells what was declined", () => {
    const asked = called("exec_command", { cmd: "x", ...escalated }, declined);
    const [words] = said([user("x"), ...ran("ls", ""), ...asked]);
    expect(JSON.stringify(words)).toContain("You declined the command");
    const changed = called(
      "apply_patch",
      "*** Begin Patch\n*** Add File: lectern-demo.md\n",
      "patch rejected by user",
    );
    const [closing, ...rest] = said([user("x"), ...ran("ls", ""), ...asked, ...changed]);
    expect(rest).toEqual([]);
    expect(JSON.stringify(closing)).toContain("was not written, because you declined it");
    expect(JSON.stringify(closing)).toContain("no model was asked");
  });

  it("tells a refusal by the mode from one by the person", () => {
    const never = "exec_command failed: approval policy is never; escalated permissions are refused";
    const asked = called("exec_command", { cmd: "x", ...escalated }, never);
    const [words] = said([user("x"), ...ran("ls", ""), ...asked]);
    expect(JSON.stringify(words)).toContain("refused without a question");
  });

  it("names the file that it wrote, though the name is taken by then", () => {
    const asked = ran("x", "", 3, escalated);
    const changed = called("apply_patch", "*** Begin Patch\n*** Add File: lectern-demo.md\n+x\n", written);
    const input = [user("x"), ...ran("ls", ""), ...asked, ...changed];
    const closing = JSON.stringify(said(input, scriptFor("linux", ["lectern-demo.md"])));
    expect(closing).toContain("Change `lectern-demo.md`");
    expect(closing).toContain("ended with exit code 3");
    expect(closing).toContain("was written");
  });
});

describe("later turns of the demo", () => {
  const before = [
    user("x"),
    ...ran("ls", ""),
    ...called("apply_patch", "*** Begin Patch\n*** Add File: lectern-demo.md\n+x\n", written),
  ];

  it("reads the written file again, then ends", () => {
    expect(commands(said([...before, user("more")]))).toEqual([{ cmd: "cat lectern-demo.md" }]);
    const end = said([...before, user("more"), ...ran("cat lectern-demo.md", "x")]);
    expect(end.map((item) => item["phase"])).toEqual(["final_answer"]);
  });

  it("only looks again when nothing was written", () => {
    expect(commands(said([user("x"), ...ran("ls", ""), user("more")]))).toEqual([{ cmd: "ls" }]);
  });
});

describe("other requests to the demo", () => {
  it("never allows anything as a reviewer", () => {
    const schema = { type: "object", properties: { outcome: {}, risk_level: {} } };
    const request = readRequest({
      input: [user("judge")],
      text: { format: { type: "json_schema", schema } },
    });
    const place = { callId: "call", itemId: "item", request };
    const [step] = stepsOf(scriptFor()(request) ?? []);
    expect(JSON.stringify(step?.kind === "item" ? step.frames(place) : "")).toContain(
      '\\"outcome\\":\\"deny\\"',
    );
  });
});
