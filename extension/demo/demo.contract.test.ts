// Plays the demo on the real app-server in Ask mode, in the sample folder and in any other, with a person who
// accepts and one who declines.

import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  askMode,
  type BareServer,
  runTurn,
  startBareServer,
  startThread,
} from "../../test/provider/bareServer.ts";
import { startDemo } from "./demo.ts";

const sample = {
  "README.md": "# Greeting\n",
  "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  "src/greeting.js": 'export function greet(name) {\n  return "Hello, " + name + "!";\n}\n',
  "test/greeting.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { greet } from "../src/greeting.js";

test("greets by name", () => {
  assert.equal(greet("Ada"), "Hello, Ada!");
});
`,
};
const elsewhere = { "notes.txt": "a\n", "go.mod": "module x\n" };

interface Played {
  readonly server: BareServer;
  readonly threadId: string;
  readonly closing: string;
}

async function playDemo(files: Record<string, string>, decision: "accept" | "decline"): Promise<Played> {
  const server = await startBareServer({ files, answer: () => ({ decision }) });
  onTestFinished(() => server.close());
  const demo = await startDemo({ folder: server.workspace, paceMs: 0 });
  onTestFinished(() => demo.dispose());
  const threadId = await startThread(server, demo.configOverrides);
  const turn = await runTurn(server, threadId, "Please help me.");
  expect(turn.status).toBe("completed");
  return { server, threadId, closing: server.items(threadId, "agentMessage").at(-1)?.text ?? "" };
}

function kinds({ server, threadId }: Played): string[] {
  return server.items(threadId).map((item) => ("status" in item ? `${item.type} ${item.status}` : item.type));
}

describe("the demo in the sample folder", () => {
  it("changes the greeting and its test when the person accepts", async () => {
    const played = await playDemo(sample, "accept");
    expect(kinds(played)).toEqual([
      "userMessage",
      "reasoning",
      "agentMessage",
      ...Array.from({ length: 4 }, () => "commandExecution completed"),
      "agentMessage",
      "commandExecution completed",
      "agentMessage",
      "fileChange completed",
      "agentMessage",
    ]);
    expect(played.server.asked.map((request) => request.method)).toEqual([
      "item/commandExecution/requestApproval",
      "item/fileChange/requestApproval",
    ]);
    expect(played.closing).toContain("ended with exit code 0");
    expect(await readFile(join(played.server.workspace, "test/greeting.test.js"), "utf8")).toContain(
      'greet("")',
    );
    execFileSync(process.execPath, ["--test"], { cwd: played.server.workspace, env: {}, stdio: "pipe" });
  });

  it("changes nothing when the person declines", async () => {
    const played = await playDemo(sample, "decline");
    expect(kinds(played).filter((kind) => kind.endsWith("declined"))).toEqual([
      "commandExecution declined",
      "fileChange declined",
    ]);
    for (const [path, text] of Object.entries(sample)) {
      expect(await readFile(join(played.server.workspace, path), "utf8")).toBe(text);
    }
    expect(played.closing).toContain("because you declined it");
  });
});

describe("the demo in any other folder", () => {
  it("adds one file when the person accepts", async () => {
    const played = await playDemo(elsewhere, "accept");
    expect(await readdir(played.server.workspace)).toEqual(["go.mod", "lectern-demo.md", "notes.txt"]);
    expect(played.server.asked).toHaveLength(2);
    expect(played.closing).toContain("`lectern-demo.md`");
    expect(played.closing).toContain("was written");
  });

  it("adds none when the person declines", async () => {
    const played = await playDemo(elsewhere, "decline");
    expect(await readdir(played.server.workspace)).toEqual(["go.mod", "notes.txt"]);
    expect(played.closing).toContain("because you declined it");
  });

  it("manages an empty folder", async () => {
    const played = await playDemo({}, "accept");
    expect(await readdir(played.server.workspace)).toEqual(["lectern-demo.md"]);
  });
});

describe("the demo goes on", () => {
  it("answers a later prompt after the server and the demo were started anew", async () => {
    const { server, threadId } = await playDemo(elsewhere, "accept");
    await server.restart();
    const demo = await startDemo({ folder: server.workspace, paceMs: 0 });
    onTestFinished(() => demo.dispose());
    await server.call("thread/resume", {
      threadId,
      excludeTurns: true,
      approvalPolicy: "on-request",
      config: { ...askMode(server.workspace), ...demo.configOverrides },
    });
    const turn = await runTurn(server, threadId, "And now?");
    expect(turn.status).toBe("completed");
    expect(server.items(threadId, "commandExecution")).toMatchObject([
      { command: expect.stringContaining("cat lectern-demo.md") },
    ]);
    expect(server.items(threadId, "agentMessage").at(-1)?.text).toContain("what `lectern-demo.md` holds now");
  });

  it("claims no tokens", async () => {
    const { server } = await playDemo({}, "decline");
    const usage = server.params("thread/tokenUsage/updated") as {
      tokenUsage: { total: { totalTokens: number } };
    }[];
    expect(usage.every(({ tokenUsage }) => tokenUsage.total.totalTokens === 0)).toBe(true);
  });

  it("is found only by its own path, and not at all after its end", async () => {
    const demo = await startDemo({ folder: "/", paceMs: 0 });
    const providers = demo.configOverrides["model_providers"] as Record<string, { base_url: string }>;
    const base = new URL(providers["lectern-demo"]?.base_url ?? "");
    expect(base.hostname).toBe("127.0.0.1");
    const ask = (path: string): Promise<Response> =>
      fetch(new URL(path, base.origin), { method: "POST", body: JSON.stringify({ input: [] }) });
    expect((await ask("/v1/responses")).status).toBe(404);
    expect((await ask(`${base.pathname}/responses`)).status).toBe(200);
    await demo.dispose();
    await expect(ask(`${base.pathname}/responses`)).rejects.toThrow("fetch failed");
  });
});
