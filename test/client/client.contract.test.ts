// The client as a child process, on the real app-server and a scripted model: what it prints, how it decides,
// its exit code, and that nothing of it is left.

import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { descendantsOf, listProcesses, livingOf } from "../../extension/codex/processTree.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { startChild, type Ended, type Running } from "../contract/child.ts";
import { setStage, type Stage } from "../contract/stage.ts";
import { httpError } from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import { longCommand, testsAndSummary } from "../provider/scripts/commands.ts";
import { greeting } from "../provider/scripts/messages.ts";
import { declinedPatch } from "../provider/scripts/patches.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";

const program = fileURLToPath(new URL("client.ts", import.meta.url));

function start(stage: Stage, args: readonly string[], input = ""): Running {
  const folders = ["--cwd", stage.workspace, "--codex-home", stage.codexHome];
  return startChild(process.execPath, [program, ...folders, ...args], { env: stage.environment, input });
}

function client(stage: Stage, args: readonly string[], input?: string): Promise<Ended> {
  return start(stage, args, input).ended;
}

describe("the client", () => {
  it("tells a turn and exits with 0", async () => {
    const stage = await setStage(testsAndSummary, { files: scriptFiles });
    const { code, out, err } = await client(stage, ["run the tests"]);
    expect(err).toBe("");
    expect(out).toMatch(/^thread \S+ in \S+\nturn 1\n {2}\* you\n {4}\| run the tests\n/);
    expect(out).toContain("    = failed, exit code 1\n");
    expect(out).toContain("    | ## 1 failing\n");
    expect(out).toMatch(/turn 1 completed\n$/);
    expect(code).toBe(0);
  });

  it("exits with 1 when the turn failed, and says why", async () => {
    const stage = await setStage(sequence([httpError(400, "no such luck")]));
    const { code, out } = await client(stage, ["go"]);
    expect(out).toMatch(/turn 1 failed: .*no such luck/);
    expect(code).toBe(1);
  });

  it("exits with 2 when the server cannot run, with plain words", async () => {
    const stage = await setStage(greeting);
    const missing = await client(stage, ["go", "--app-server", join(stage.root, "none")]);
    expect(missing).toMatchObject({ code: 2, err: "" });
    expect(missing.out).toContain(`There is no Codex program at ${join(stage.root, "none")}\n`);
    const text = join(stage.root, "text");
    await writeFile(text, "This is no program.\n");
    await chmod(text, 0o755);
    expect(await client(stage, ["go", "--app-server", text])).toMatchObject({ code: 2 });
    expect(await client(stage, ["go", "--codex-home", join(stage.root, "none")])).toMatchObject({ code: 2 });
    const wrong = await client(stage, ["go", "--decide", "maybe"]);
    expect(wrong).toMatchObject({ code: 2, out: "" });
    for (const { out, err } of [missing, wrong]) expect(out + err).not.toMatch(/\n\s+at /);
  });

  it("exits with 1 when nobody is signed in, and sends nothing", async () => {
    const stage = await setStage(greeting);
    await writeFile(join(stage.codexHome, "config.toml"), "");
    const { code, out } = await client(stage, ["go"]);
    expect(out).toContain("Nobody is signed in");
    expect(code).toBe(1);
  });

  it("prints the state as one JSON object, alone on stdout", async () => {
    const stage = await setStage(greeting);
    const { out, err } = await client(stage, ["go", "--state"]);
    const state = JSON.parse(out) as ThreadState;
    expect(state.turns).toMatchObject([{ status: "completed" }]);
    expect(err).toContain("    | Hello! What shall we look at?\n");
    const more = await client(stage, ["and then?", "--state", "--resume", state.threadId]);
    expect((JSON.parse(more.out) as ThreadState).turns).toHaveLength(2);
  });

  it("prints every line of the wire", async () => {
    const stage = await setStage(greeting);
    const { out } = await client(stage, ["go", "--wire", "--state"]);
    const lines = out.trimEnd().split("\n");
    const wire = lines.slice(0, -1);
    expect(wire.every((line) => /^[<>] \{/.test(line))).toBe(true);
    expect(wire[0]).toMatch(/^> \{"id":1,"method":"initialize"/);
    expect(wire.filter((line) => line.startsWith("< ") && line.includes('"turn/completed"'))).toHaveLength(1);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ turns: [{ status: "completed" }] });
    const mixed = await client(stage, ["go", "--wire"]);
    expect(mixed.out).not.toMatch(/^[^<>].*[<>] \{/m);
    expect(mixed.out).toContain("    | Hello! ");
  });

  it("passes settings to the server", async () => {
    const stage = await setStage(greeting);
    const { out } = await client(stage, ["go", "--state", "--config", 'model="gpt-6.1-sol"']);
    expect(JSON.parse(out)).toMatchObject({ model: "gpt-6.1-sol" });
  });

  it("declines unless told otherwise; accepts, or asks, when told", async () => {
    const stage = await setStage(declinedPatch, { files: scriptFiles });
    const source = () => readFile(join(stage.workspace, "src/greeting.js"), "utf8");
    const before = await source();
    const declined = await client(stage, ["go"]);
    expect(declined.out).toContain("  ! decided: decline. Let Codex change 2 files? ");
    expect(declined.out).toContain("    = declined\n");
    const silent = await client(stage, ["go", "--decide", "ask"]);
    expect(silent.out).toContain("  ! decided: decline.");
    expect(await source()).toBe(before);
    const asked = await client(stage, ["go", "--decide", "ask"], "1\n");
    expect(asked.out).toContain("    1 Allow\n");
    expect(await source()).toContain('name === ""');
    expect([declined.code, silent.code, asked.code]).toEqual([0, 0, 0]);
  });

  it("accepts when told", async () => {
    const stage = await setStage(declinedPatch, { files: scriptFiles });
    const { out } = await client(stage, ["go", "--decide", "accept"]);
    expect(out).toContain("  ! decided: accept.");
    expect(await readFile(join(stage.workspace, "notes.md"), "utf8")).toContain("# Notes");
  });

  it.each([
    ["Ctrl-C", "SIGINT"],
    ["a reader that leaves", undefined],
  ] as const)("ends the turn and all processes on %s", async (_, signal) => {
    const stage = await setStage(longCommand);
    const running = start(stage, ["go"]);
    await running.until("| line 3");
    const begun = descendantsOf(running.pid, await listProcesses());
    expect(begun.length).toBeGreaterThan(1);
    if (signal === undefined) running.leave();
    else running.kill(signal);
    expect(await running.ended).toMatchObject({ code: 1, err: "" });
    expect(await livingOf(begun)).toEqual([]);
  });
});
