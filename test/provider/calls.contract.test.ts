// Shows on the real app-server that each tool call does what the protocol notes say it does.
// A test that fails after a change of the pinned version means that the wire changed, not only our code.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { runTurn, type Stage, type StageOptions, startStage } from "./bareServer.ts";
import * as call from "./calls.ts";
import * as say from "./events.ts";
import { firstOf, type Script, sequence, whenUser } from "./script.ts";
import type { Response } from "./step.ts";

async function stage(script: Script | readonly Response[], options?: StageOptions): Promise<Stage> {
  const made = await startStage(typeof script === "function" ? script : sequence(script), {
    files: { "a.txt": "hello\n" },
    answer: () => ({ decision: "accept" }),
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
}

/** Plays one turn whose last response is a plain message, and expects that the script had an answer to all. */
async function play(responses: readonly Response[], options?: StageOptions): Promise<Stage> {
  const made = await stage([...responses, say.message("done")], options);
  const turn = await runTurn(made.server, made.threadId, "go");
  expect(turn.status).toBe("completed");
  expect(made.provider.unexpected).toEqual([]);
  return made;
}

function lastOutput({ provider }: Stage): string {
  return provider.requests.at(-1)?.turnCalls.at(-1)?.output ?? "";
}

describe("commands", () => {
  it("runs in the sandbox without asking", async () => {
    const made = await play([call.command("cat a.txt")]);
    expect(made.server.items(made.threadId, "commandExecution")).toMatchObject([
      { aggregatedOutput: "hello\n", exitCode: 0 },
    ]);
    expect(made.server.asked).toEqual([]);
  });

  it("asks before an escalated command, with its reason and the proposed rule", async () => {
    const escalate = { justification: "To see it.", prefixRule: ["git", "status"] };
    const made = await play([call.command({ cmd: "git status", escalate })]);
    expect(made.server.asked).toMatchObject([
      {
        method: "item/commandExecution/requestApproval",
        params: { reason: "To see it.", proposedExecpolicyAmendment: ["git", "status"] },
      },
    ]);
    expect(made.server.items(made.threadId, "commandExecution")).toMatchObject([{ status: "completed" }]);
  });

  it("asks for further rights within the sandbox", async () => {
    const options = {
      cmd: "echo hi",
      additionalPermissions: { write: ["/var/tmp"], justification: "To write." },
    };
    const made = await play([call.command(options)], {
      config: { features: { exec_permission_approvals: true } },
    });
    expect(made.server.asked).toMatchObject([
      { params: { additionalPermissions: { fileSystem: { write: ["/var/tmp"] } } } },
    ]);
  });

  it("types into the terminal that is running", async () => {
    const made = await play([
      call.command({ cmd: 'read name; echo "got $name"', tty: true, yieldTimeMs: 300 }),
      call.writeStdin("Ada\n", { yieldTimeMs: 5_000 }),
    ]);
    expect(made.server.params("item/commandExecution/terminalInteraction")).toMatchObject([
      { stdin: "Ada\n" },
    ]);
    const [item] = made.server.items(made.threadId, "commandExecution");
    expect(item?.aggregatedOutput).toContain("got Ada");
  });

  it("runs nested calls of code mode as items of their own", async () => {
    const made = await play(
      [call.exec('const r = await tools.exec_command({cmd:"cat a.txt"}); text(r.output);')],
      {
        model: "gpt-6.1-sol",
      },
    );
    expect(made.server.items(made.threadId, "commandExecution")).toMatchObject([
      { aggregatedOutput: "hello\n" },
    ]);
    expect(made.server.items(made.threadId, "commandExecution")[0]?.id).toMatch(/^exec-/);
  });
});

describe("file changes", () => {
  const text = "*** Update File: a.txt\n@@\n-hello\n+hello world";

  it("asks before it writes, then writes", async () => {
    const made = await stage([call.patch(text), say.message("done")]);
    const path = join(made.server.workspace, "a.txt");
    const before = await readFile(path, "utf8");
    await runTurn(made.server, made.threadId, "go");
    expect(before).toBe("hello\n");
    expect(made.server.asked).toMatchObject([{ method: "item/fileChange/requestApproval" }]);
    expect(made.server.items(made.threadId, "fileChange")).toMatchObject([
      { status: "completed", changes: [{ path }] },
    ]);
    expect(await readFile(path, "utf8")).toBe("hello world\n");
  });

  it("leaves the file alone when the person declines, and the turn goes on", async () => {
    const made = await play([call.patch(text)], { answer: () => ({ decision: "decline" }) });
    expect(made.server.items(made.threadId, "fileChange")).toMatchObject([{ status: "declined" }]);
    expect(await readFile(join(made.server.workspace, "a.txt"), "utf8")).toBe("hello\n");
    expect(lastOutput(made)).toBe("patch rejected by user");
  });

  it("streams the text of a patch", async () => {
    const made = await play([call.patch(text, { deltas: 4, delayMs: 20 })], {
      config: { features: { apply_patch_streaming_events: true } },
    });
    expect(made.server.params("item/fileChange/patchUpdated").length).toBeGreaterThan(0);
    expect(made.server.items(made.threadId, "fileChange")).toMatchObject([{ status: "completed" }]);
  });
});

describe("other tools", () => {
  it("updates the plan", async () => {
    const plan = [{ step: "Look", status: "completed" as const }];
    const made = await play([call.updatePlan(plan, "So far")], {
      config: { tools: { update_plan: { enabled: true } } },
    });
    expect(made.server.params("turn/plan/updated")).toMatchObject([
      { explanation: "So far", plan: [{ step: "Look" }] },
    ]);
  });

  it("asks the person questions", async () => {
    const question = {
      id: "q",
      header: "Colour",
      question: "Which colour?",
      options: [
        { label: "Red", description: "Warm" },
        { label: "Blue", description: "Cold" },
      ],
    };
    const made = await play([call.requestUserInput([question])], {
      model: "gpt-6.1-sol",
      config: { features: { default_mode_request_user_input: true } },
      answer: () => ({ answers: { q: { answers: ["Red"] } } }),
    });
    expect(made.server.asked).toMatchObject([
      { method: "item/tool/requestUserInput", params: { questions: [{ id: "q" }] } },
    ]);
    expect(lastOutput(made)).toContain("Red");
  });

  it("asks questions within a message", async () => {
    const made = await play([call.requestUserInputAsync([{ title: "Which colour?", options: ["Red"] }])], {
      model: "gpt-6.1-sol",
    });
    expect(made.server.items(made.threadId, "agentMessage")[0]).toMatchObject({
      questions: [{ title: "Which colour?" }],
    });
  });

  it("asks for permissions", async () => {
    const made = await play([call.requestPermissions("To fetch.", { write: ["/var/tmp"], network: true })], {
      model: "gpt-6.1-sol",
      config: { features: { request_permissions_tool: true } },
      answer: () => ({ permissions: {}, scope: "turn" }),
    });
    expect(made.server.asked).toMatchObject([
      { method: "item/permissions/requestApproval", params: { reason: "To fetch." } },
    ]);
  });

  it("calls a tool of an MCP server", async () => {
    const tiny = { command: process.execPath, args: [fileURLToPath(new URL("tinyMcp.ts", import.meta.url))] };
    const made = await play([call.mcpCall("tiny", "echo", { text: "hi" })], {
      config: { mcp_servers: { tiny } },
    });
    expect(made.server.items(made.threadId, "mcpToolCall")).toMatchObject([
      { server: "tiny", tool: "echo", status: "completed" },
    ]);
    expect(lastOutput(made)).toContain("hi");
  });

  it("calls a tool of the client", async () => {
    const inputSchema = { type: "object", properties: {} };
    const made = await play([call.dynamicCall("where", { line: 1 })], {
      thread: {
        dynamicTools: [{ type: "function", name: "where", description: "Says where.", inputSchema }],
      },
      answer: () => ({ contentItems: [{ type: "inputText", text: "here" }], success: true }),
    });
    expect(made.server.asked).toMatchObject([
      { method: "item/tool/call", params: { tool: "where", arguments: { line: 1 } } },
    ]);
    expect(made.server.items(made.threadId, "dynamicToolCall")).toMatchObject([{ status: "completed" }]);
  });

  it("looks at an image", async () => {
    const dot =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const files = { "dot.png": Buffer.from(dot, "base64") };
    const made = await play([call.viewImage("dot.png")], { files });
    expect(made.server.items(made.threadId, "imageView")).toMatchObject([
      { path: join(made.server.workspace, "dot.png") },
    ]);
  });

  it("sleeps on the server's clock", async () => {
    const made = await play([call.sleep(10)], { model: "gpt-6.1-sol" });
    expect(made.server.items(made.threadId, "sleep")).toHaveLength(1);
  });

  it("starts a sub-agent, whose requests are told apart by its task", async () => {
    const script = firstOf(
      whenUser(/^count the files$/, [say.message("Three files.")]),
      sequence([
        call.spawnAgent({ message: "count the files", taskName: "counter" }),
        call.waitAgent({ timeoutMs: 10_000 }),
        say.message("done"),
      ]),
    );
    const made = await stage(script, { model: "gpt-6.1-sol" });
    const turn = await runTurn(made.server, made.threadId, "go");
    expect(turn.status).toBe("completed");
    expect(made.provider.unexpected).toEqual([]);
    const child = made.provider.requests.find((request) => request.agentName === "/root/counter");
    expect(child?.lastUserText).toBe("count the files");
    expect(made.server.items(made.threadId, "subAgentActivity").length).toBeGreaterThan(0);
  });

  it("starts a sub-agent in the older form", async () => {
    const script = firstOf(
      whenUser(/^count the files$/, [say.message("Three files.")]),
      sequence([
        call.spawnAgent({ message: "count the files" }),
        call.waitAgent({ timeoutMs: 10_000, targets: "spawned" }),
        say.message("done"),
      ]),
    );
    const made = await stage(script, { model: "mock-model" });
    await runTurn(made.server, made.threadId, "go");
    const calls = made.server.items(made.threadId, "collabAgentToolCall");
    expect(calls.map((item) => item.tool)).toEqual(["spawnAgent", "wait"]);
    expect(made.provider.unexpected).toEqual([]);
  });
});
