// Plays each named script on the real app-server, so that other tests can rely on what they show.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runTurn, type Stage, startStage } from "../bareServer.ts";
import type { Script } from "../script.ts";
import { approvedCommand, longCommand, testsAndSummary } from "./commands.ts";
import { everything } from "./everything.ts";
import { greeting, longStream } from "./messages.ts";
import { declinedPatch, patch } from "./patches.ts";
import { scriptFiles } from "./workspace.ts";

async function play(script: Script, decision = "accept"): Promise<Stage & { said: string; kinds: string[] }> {
  const made = await startStage(script, { files: scriptFiles, answer: () => ({ decision }) });
  onTestFinished(() => made.close());
  const turn = await runTurn(made.server, made.threadId, "go");
  expect(turn.status).toBe("completed");
  expect(made.provider.unexpected).toEqual([]);
  const items = made.server.items(made.threadId);
  const kinds = items.map((item) => ("status" in item ? `${item.type} ${item.status}` : item.type));
  return { ...made, kinds, said: made.server.items(made.threadId, "agentMessage").at(-1)?.text ?? "" };
}

describe("named scripts", () => {
  it("greets", async () => {
    const { kinds, said } = await play(greeting);
    expect(kinds).toEqual(["userMessage", "agentMessage"]);
    expect(said).toBe("Hello! What shall we look at?");
  });

  it("streams as many pieces as asked for", async () => {
    const { server, said } = await play(longStream(250));
    expect(server.params("item/agentMessage/delta")).toHaveLength(250);
    expect(said).toContain("Sentence 250.");
  });

  it("runs the failing tests and names them", async () => {
    const { kinds, said } = await play(testsAndSummary);
    expect(kinds.filter((kind) => kind.startsWith("commandExecution"))).toEqual([
      "commandExecution completed",
      "commandExecution completed",
      "commandExecution failed",
    ]);
    expect(said).toContain("## 1 failing\n\n- `greets without a name`");
  });

  it("runs an approved command, and takes a refusal", async () => {
    expect((await play(approvedCommand)).said).toBe("The command ran.");
    expect((await play(approvedCommand, "decline")).said).toBe("Understood: the command did not run.");
  });

  it("keeps a long command in the foreground", async () => {
    const { server, threadId } = await play(longCommand);
    expect(server.params("item/commandExecution/outputDelta").length).toBeGreaterThan(5);
    expect(server.items(threadId, "commandExecution")).toMatchObject([{ status: "completed", exitCode: 0 }]);
  });

  it("writes a patch", async () => {
    const { server, kinds } = await play(patch);
    expect(kinds).toContain("fileChange completed");
    expect(await readFile(join(server.workspace, "src/greeting.js"), "utf8")).toContain('name === ""');
  });

  it("takes a declined patch well", async () => {
    const { kinds, said } = await play(declinedPatch, "decline");
    expect(kinds).toContain("fileChange declined");
    expect(said).toBe("Understood: I leave the file as it is.");
  });

  it("shows everything in one turn", async () => {
    const { server, kinds } = await play(everything);
    expect(kinds).toEqual([
      "userMessage",
      "reasoning",
      "agentMessage",
      "webSearch",
      "webSearch",
      "commandExecution completed",
      "commandExecution completed",
      "imageView",
      "commandExecution failed",
      "commandExecution completed",
      "commandExecution completed",
      "fileChange completed",
      "agentMessage",
    ]);
    expect(server.asked).toHaveLength(2);
  });
});
