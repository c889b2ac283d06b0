// Saved rules on the real server: where they are saved, that ours is the server's own reading of them, and when a
// revoked one ends. What is shown beside "Revoke" rests on this.

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type BareServer,
  runTurn,
  type Stage,
  startStage,
  startThread,
} from "../../test/provider/bareServer.ts";
import { command, mcpCall } from "../../test/provider/calls.ts";
import { message } from "../../test/provider/events.ts";
import { serverBinary } from "../../test/provider/serverFolders.ts";
import type { Step } from "../../test/provider/step.ts";
import { ServerRefused } from "../codex/errors.ts";
import type { CallMethod } from "../shared/protocol.ts";
import type { Calls, Server } from "../codex/server.ts";
import { matchRule } from "./matchRule.ts";
import { SavedRules, takesEffect } from "./savedRules.ts";
import { readRules } from "./savedRule.ts";
import { readToolApprovals, revokeToolApproval } from "./toolApprovals.ts";

/** One call in each turn; `answers` in order, and how many questions there were. */
async function stageOf(call: () => Step, answer: (asked: number) => unknown, configToml = "") {
  let asked = 0;
  const stage = await startStage(({ turnCalls }) => (turnCalls.length === 0 ? call() : message("Done.")), {
    configToml,
    answer: () => answer(asked++),
  });
  onTestFinished(() => stage.close());
  const questionsOf = async (threadId: string): Promise<number> => {
    const before = asked;
    expect((await runTurn(stage.server, threadId, "go")).status).toBe("completed");
    return asked - before;
  };
  return { stage, questionsOf };
}

const newThread = ({ server, provider }: Stage): Promise<string> =>
  startThread(server, provider.configArgs({ model: "gpt-5.5", retries: 0 }));

async function resume({ server, provider, threadId }: Stage): Promise<void> {
  const config = provider.configArgs({ model: "gpt-5.5", retries: 0 });
  await server.call("thread/resume", { threadId, approvalPolicy: "on-request", config });
}

/** The bare server as capabilities see the supervised one: refusals are errors of our kind. */
function serverOf(
  bare: BareServer,
  onCall: (method: CallMethod) => Promise<void> = async () => undefined,
): Server {
  const calls: Calls = {
    async call(method, params) {
      await onCall(method);
      try {
        return await bare.call(method, params);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new ServerRefused(method, { code: -32600, message });
      }
    },
  };
  return { ready: () => Promise.resolve(calls) };
}

function savedRulesOf({ server }: Stage): SavedRules {
  return new SavedRules({
    codexHome: () => server.codexHome,
    server: serverOf(server),
    cwd: () => server.workspace,
  });
}

describe("a rule for commands", () => {
  it("is saved, read, proves what it answered, and when revoked ends with the threads that know it", async () => {
    const escalate = { justification: "To look.", prefixRule: ["git", "status"] };
    const rule = { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["git", "status"] } };
    const { stage, questionsOf } = await stageOf(
      () => command({ cmd: "git status -s", escalate }),
      (asked) => ({ decision: asked === 0 ? rule : "accept" }),
    );
    const saved = savedRulesOf(stage);
    expect(await questionsOf(stage.threadId)).toBe(1);
    expect(await questionsOf(stage.threadId)).toBe(0);

    const { rules, unreadFiles } = await saved.read({ askServer: false });
    expect(unreadFiles).toEqual([]);
    expect(rules).toMatchObject([
      { kind: "prefix", words: [["git"], ["status"]], decision: "allow", line: 1 },
    ]);
    const items = stage.server.items(stage.threadId, "commandExecution");
    expect(items.map((item) => matchRule(item.command, rules))).toEqual([rules, rules]);

    const [first] = rules;
    if (first?.kind !== "prefix") throw new Error("no rule was read");
    expect(await saved.revoke(first)).toBe("revoked");
    expect(await readFile(first.file, "utf8")).toBe("");
    expect(await saved.revoke(first)).toBe("changed");

    // Not at once, in threads started from now on, and everywhere after a restart.
    expect(takesEffect.prefix).toBe("newThreads");
    expect(await questionsOf(stage.threadId)).toBe(0);
    expect(await questionsOf(await newThread(stage))).toBe(1);
    expect(await questionsOf(stage.threadId)).toBe(0);
    // A thread that is left and taken up again is loaded anew, also by a server that runs on.
    await stage.server.call("thread/unsubscribe", { threadId: stage.threadId });
    await resume(stage);
    expect(await questionsOf(stage.threadId)).toBe(1);
    await stage.server.restart();
    await resume(stage);
    expect(await questionsOf(stage.threadId)).toBe(1);
  });

  it("is read as the server reads it", async () => {
    const files = [
      'prefix_rule(pattern=["git", "status"], decision="allow")\n',
      'prefix_rule(pattern=[\'git\', ["log", \'show\'],],)  # note\nprefix_rule(\n  pattern=["echo", "a b"],\n  justification=\'x "y"\')\n',
      'prefix_rule(pattern=["git"], decision="prompt")\r\nprefix_rule(pattern=["git", "status"])\r\n',
      'prefix_rule(pattern=["git"], decision="forbidden", justification="no")\n',
      'prefix_rule(pattern=["tab\\there", "a\\"b\\\\c\\nd"])\n',
    ];
    const commands = [
      ["git"],
      ["git", "status"],
      ["git", "log", "-1"],
      ["git", "show"],
      ["echo", "a b"],
      ["echo", "a"],
      ["/usr/bin/git", "status"],
    ];
    for (const text of files) {
      const ours = readRules("/r/t.rules", text);
      expect(ours.filter(({ kind }) => kind === "unread")).toEqual([]);
      for (const words of commands) {
        const theirs = await decisionOf(text, words);
        const shown = words.map((word) => (word.includes(" ") ? `'${word}'` : word)).join(" ");
        expect(matchRule(shown, ours) !== undefined, `${text}${shown}`).toBe(theirs === "allow");
      }
    }
    expect(await decisionOf(files[4] ?? "", ["tab\there", 'a"b\\c\nd'])).toBe("allow");
    expect(readRules("f", files[4] ?? "")).toMatchObject([{ words: [["tab\there"], ['a"b\\c\nd']] }]);
  });
});

/** The binary's own word on a command. */
async function decisionOf(text: string, words: readonly string[]): Promise<unknown> {
  const { mkdtemp, rm } = await import("node:fs/promises");
  const folder = await mkdtemp(fileURLToPath(new URL("../../.build/tmp/rules-", import.meta.url)));
  try {
    const file = join(folder, "t.rules");
    await writeFile(file, text);
    const args = ["execpolicy", "check", "--rules", file, "--", ...words];
    const { stdout } = await promisify(execFile)(serverBinary(), args, {
      env: { CODEX_HOME: folder, HOME: folder },
    });
    return (JSON.parse(stdout) as { decision?: string }).decision;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("an MCP tool that may run", () => {
  const tiny = fileURLToPath(new URL("../../test/provider/tinyMcp.ts", import.meta.url));
  const configToml = `# mine
[mcp_servers.tiny]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(tiny)}]
# stays
[mcp_servers.tiny.tools.echo]
approval_mode = "prompt"
`;

  it("is saved, read with its place, and when revoked ends everywhere but where it was allowed", async () => {
    const { stage, questionsOf } = await stageOf(
      () => mcpCall("tiny", "write_thing", { text: "x" }),
      (asked) => ({ action: "accept", content: {}, _meta: asked === 0 ? { persist: "always" } : null }),
      configToml,
    );
    const { server } = stage;
    const file = join(server.codexHome, "config.toml");
    expect(await questionsOf(stage.threadId)).toBe(1);
    const other = await newThread(stage);
    expect(await questionsOf(other)).toBe(0);

    const saved = savedRulesOf(stage);
    const { tools, toolsProblem } = await saved.read({ askServer: true });
    expect(toolsProblem).toBeNull();
    expect(tools).toEqual([
      { kind: "tool", serverName: "tiny", toolName: "write_thing", file, isRevocable: true },
    ]);
    const [tool] = tools;
    if (!tool) throw new Error("no tool was read");
    expect(await saved.revoke(tool)).toBe("revoked");
    expect(await readFile(file, "utf8")).toBe(configToml);
    expect(await saved.revoke(tool)).toBe("changed");

    // At once, but for the thread in which it was allowed.
    expect(takesEffect.tool).toBe("otherThreads");
    expect(await questionsOf(stage.threadId)).toBe(0);
    expect([await questionsOf(other), await questionsOf(await newThread(stage))]).toEqual([1, 1]);
  });

  it("is taken out though somebody wrote the file meanwhile, unless that goes on", async () => {
    const approved = `${configToml}[mcp_servers.tiny.tools."write thing.now"]\napproval_mode = "approve"\noutput = 5\n`;
    const { stage } = await stageOf(
      () => command("true"),
      () => ({}),
      approved,
    );
    const { server } = stage;
    const file = join(server.codexHome, "config.toml");
    const [tool] = await readToolApprovals(serverOf(server), null);
    if (!tool) throw new Error("no tool was read");
    expect(tool.toolName).toBe("write thing.now");
    let writes = 0;
    const disturbed = (times: number): Server =>
      serverOf(server, async (method) => {
        if (method === "config/batchWrite" && writes++ < times)
          await writeFile(file, `${approved}[projects."/n${writes}"]\ntrust_level = "untrusted"\n`);
      });
    expect(await revokeToolApproval(disturbed(2), tool)).toBe("changed");
    expect(await readFile(file, "utf8")).toContain("/n2");
    writes = 0;
    expect(await revokeToolApproval(disturbed(1), tool)).toBe("revoked");
    const text = await readFile(file, "utf8");
    expect(text).toContain("/n1");
    expect(text).toContain("output = 5");
    expect(text).not.toContain('"approve"');
  });
});
