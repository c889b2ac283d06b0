// What commands of the real agent change is told at the end of the turn though no item says so, and can be undone:
// also after a stop, after a crash of the server, after a restart, and when the work was done by a sub-agent.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { Checkpoints } from "../../extension/checkpoints/checkpoints.ts";
import type { ModeId } from "../../extension/shared/permissions.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import { command, patch, spawnAgent, waitAgent } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser, type Script } from "../provider/script.ts";
import { itemsOf, killServer, runTurn, setStage, type Stage } from "./stage.ts";

const files = { "a.txt": "one\ntwo\nthree\n", "b.txt": "bee\n", "crlf.txt": "one\r\ntwo\r\n" };
const shellEdits = "sed -i s/two/TWO/ a.txt crlf.txt && rm b.txt && mkdir -p new && echo fresh > new/c.txt";

function checkpointsOf(stage: Stage): Checkpoints {
  return new Checkpoints({
    storage: path.join(stage.root, "checkpoints"),
    buffers: {
      unsavedText: () => undefined,
      replaceText: () => Promise.resolve(false),
      isLocked: () => false,
    },
    log: () => undefined,
  });
}

async function begin(script: Script, { model, mode = "fullAccess" }: { model?: string; mode?: ModeId } = {}) {
  const stage = await setStage(script, { files, ...(model === undefined ? {} : { model }) });
  const checkpoints = checkpointsOf(stage);
  const host = stage.host({ mode, checkpoints });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  const texts = async () => {
    const names = await readdir(stage.workspace, { recursive: true, withFileTypes: true });
    const held = names
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const pairs = held.map(async (file) => [
      path.relative(stage.workspace, file),
      await readFile(file, "utf8"),
    ]);
    return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
  };
  return { stage, host, threadId, checkpoints, texts };
}

const foot = (host: HeadlessHost, threadId: string) =>
  host.until(() => host.state(threadId).turns.at(-1)?.changes ?? undefined);
const lastTurnId = (state: ThreadState): string => state.turns.at(-1)?.turnId ?? "";

it("tells what commands changed beside what the patch reported, and undoes both", async () => {
  const script = sequence([
    command(shellEdits),
    patch("*** Update File: a.txt\n@@\n one\n+and a half\n TWO"),
    message("Done."),
  ]);
  const { host, threadId, checkpoints, texts } = await begin(script);
  expect((await runTurn(host, threadId, "go")).status).toBe("completed");
  expect(await foot(host, threadId)).toMatchObject({ files: 4, unreported: 3, open: 4, problem: null });
  const scope = { threadId, turnId: lastTurnId(host.state(threadId)) };
  const set = await checkpoints.changes.changeSet(scope);
  expect(set.files.map(({ path: file, kind, isUnreported }) => `${file} ${kind} ${isUnreported}`)).toEqual([
    "a.txt modified false",
    "b.txt deleted true",
    "crlf.txt modified true",
    "new/c.txt added true",
  ]);
  await checkpoints.changes.undo({ scope, path: null, hunkId: null }, "leave");
  expect(await texts()).toEqual(files);
});

it("tells of a turn that was stopped, and again after a restart of the host", async () => {
  const script = firstOf(
    whenUser(/^again/, [message("Still here.")]),
    sequence([command({ cmd: `${shellEdits}; sleep 60`, yieldTimeMs: 20_000 }), message("Done.")]),
  );
  const { stage, host, threadId, checkpoints } = await begin(script);
  await host.threads.send(threadId, "go");
  await expect.poll(() => readdir(stage.workspace), { timeout: 20_000 }).toContain("new");
  await host.threads.stop(threadId);
  expect(await foot(host, threadId)).toMatchObject({ files: 4, unreported: 4 });
  await host.dispose();
  await checkpoints.settled();
  const second = stage.host({ mode: "fullAccess", checkpoints: checkpointsOf(stage) });
  await second.start();
  await second.threads.resume(threadId);
  expect(await foot(second, threadId)).toMatchObject({ files: 4, unreported: 4 });
});

it("tells of a turn whose server was killed", async () => {
  const script = sequence([
    command({ cmd: `${shellEdits}; sleep 60`, yieldTimeMs: 20_000 }),
    message("Done."),
  ]);
  const { stage, host, threadId } = await begin(script);
  await host.threads.send(threadId, "go");
  await expect.poll(() => readdir(stage.workspace), { timeout: 20_000 }).toContain("new");
  await killServer();
  expect(await foot(host, threadId)).toMatchObject({ files: 4, problem: null });
});

it("does not count what the sandbox puts up in the folder while a command goes on", async () => {
  const script = sequence([
    command({ cmd: "echo more >> a.txt; sleep 60", yieldTimeMs: 250 }),
    message("Goes on behind."),
  ]);
  const { stage, host, threadId } = await begin(script, { mode: "auto" });
  expect((await runTurn(host, threadId, "go")).status).toBe("completed");
  expect(await readdir(stage.workspace)).toContain(".vscode");
  expect(await foot(host, threadId)).toMatchObject({ files: 1, unreported: 1 });
});

it("does not count what the person did between two turns", async () => {
  const script = firstOf(
    whenUser(/^first/, [message("Done.")]),
    sequence([command("echo agent >> a.txt"), message("Done.")]),
  );
  const { stage, host, threadId, checkpoints } = await begin(script);
  await runTurn(host, threadId, "first");
  expect(await foot(host, threadId)).toMatchObject({ files: 0 });
  await writeFile(path.join(stage.workspace, "b.txt"), "mine\n");
  await runTurn(host, threadId, "second");
  expect(await foot(host, threadId)).toMatchObject({ files: 1, addedLines: 1 });
  const whole = await checkpoints.changes.changeSet({ threadId, turnId: null });
  expect(whole.files.map(({ path: file }) => file)).toEqual(["a.txt"]);
});

it("counts what a sub-agent did in the turn of its parent", async () => {
  const script = firstOf(
    whenUser(/^make the file$/, [command("echo made > agent.txt"), message("Made.")]),
    sequence([
      spawnAgent({ message: "make the file", taskName: "maker" }),
      waitAgent({ timeoutMs: 10_000 }),
      message("done"),
    ]),
  );
  const { host, threadId, checkpoints } = await begin(script, { model: "gpt-6.1-sol" });
  const turn = await runTurn(host, threadId, "go");
  expect(itemsOf(turn, "subAgentActivity")).not.toEqual([]);
  expect(await foot(host, threadId)).toMatchObject({ files: 1, unreported: 1 });
  const set = await checkpoints.changes.changeSet({ threadId, turnId: lastTurnId(host.state(threadId)) });
  expect(set.files.map(({ path: file }) => file)).toEqual(["agent.txt"]);
});
