// The default mode on the real sandbox: no command writes, every patch asks before it is written, and what was
// decided is what happens to the file.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import { command, patch } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import { declinedPatch } from "../provider/scripts/patches.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";
import { endedTurn, itemsOf, runTurn, setStage, type Stage } from "./stage.ts";

async function begin(stage: Stage): Promise<{ host: HeadlessHost; threadId: string }> {
  const host = stage.host();
  await host.start();
  return { host, threadId: await host.threads.start(stage.workspace) };
}

describe("commands in Ask mode", () => {
  it("write nowhere, neither in the folder nor beside it", async () => {
    const outside = join(tmpdir(), "lectern-ask-mode-test");
    const writes = [
      "touch made.txt",
      `touch ${outside}`,
      "mkdir .vscode; echo {} > .vscode/tasks.json; echo ended $?",
    ];
    const stage = await setStage(sequence([...writes.map((line) => command(line)), message("Done.")]));
    const { host, threadId } = await begin(stage);
    expect((await runTurn(host, threadId, "go")).status).toBe("completed");
    const outputs = stage.provider.requests.at(-1)?.turnCalls.map(({ output }) => output ?? "") ?? [];
    expect(outputs).toHaveLength(writes.length);
    for (const output of outputs) expect(output).toContain("Read-only file system");
    const made = [join(stage.workspace, "made.txt"), outside, join(stage.workspace, ".vscode")];
    expect(made.filter((path) => existsSync(path))).toEqual([]);
    expect(host.threads.pending.size).toBe(0);
  });
});

describe("patches in Ask mode", () => {
  const before = scriptFiles["src/greeting.js"];
  const after =
    'export function greet(name) {\n  if (name === "") return "Hello!";\n  return "Hello, " + name + "!";\n}\n';
  const notes = "# Notes\nThe empty name has a greeting of its own now.\n";

  async function decide(choice: ChoiceId) {
    const stage = await setStage(declinedPatch, { files: scriptFiles });
    const { host, threadId } = await begin(stage);
    const source = join(stage.workspace, "src/greeting.js");
    const notesPath = join(stage.workspace, "notes.md");
    await host.threads.send(threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    expect(approval.ask).toMatchObject({
      kind: "fileChange",
      changes: [{ path: notesPath }, { path: source }],
    });
    expect(await readFile(source, "utf8")).toBe(before);
    expect(existsSync(notesPath)).toBe(false);
    expect(await host.threads.answer(approval.key, choice)).toBe("sent");
    const turn = await host.until(() => endedTurn(host.state(threadId), "go"));
    expect(host.state(threadId).approvals).toEqual([]);
    return { turn, source, notesPath };
  }

  it("are written exactly when accepted", async () => {
    const { turn, source, notesPath } = await decide("accept");
    expect(await readFile(source, "utf8")).toBe(after);
    expect(await readFile(notesPath, "utf8")).toBe(notes);
    expect(itemsOf(turn, "fileChange")).toMatchObject([
      { phase: "completed", item: { status: "completed" } },
    ]);
  });

  it("are written into folders that did not exist, once they are accepted", async () => {
    const added = "*** Begin Patch\n*** Add File: deep/er/new.txt\n+made\n*** End Patch\n";
    const stage = await setStage(sequence([patch(added), message("Done.")]));
    const { host, threadId } = await begin(stage);
    await host.threads.send(threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    expect(existsSync(join(stage.workspace, "deep"))).toBe(false);
    expect(await host.threads.answer(approval.key, "accept")).toBe("sent");
    const turn = await host.until(() => endedTurn(host.state(threadId), "go"));
    expect(itemsOf(turn, "fileChange")).toMatchObject([{ item: { status: "completed" } }]);
    expect(await readFile(join(stage.workspace, "deep/er/new.txt"), "utf8")).toBe("made\n");
  });

  it("are not written when declined, and the turn goes on", async () => {
    const { turn, source, notesPath } = await decide("decline");
    expect(await readFile(source, "utf8")).toBe(before);
    expect(existsSync(notesPath)).toBe(false);
    expect(turn.status).toBe("completed");
    expect(itemsOf(turn, "agentMessage")).toMatchObject([
      { item: { text: "Understood: I leave the file as it is." } },
    ]);
  });

  it("are not written when cancelled, and the turn ends", async () => {
    const { turn, source, notesPath } = await decide("cancel");
    expect(await readFile(source, "utf8")).toBe(before);
    expect(existsSync(notesPath)).toBe(false);
    expect(turn.status).toBe("interrupted");
    expect(itemsOf(turn, "agentMessage")).toEqual([]);
  });
});
