// Commands that outlive their turn are listed with it, end one by one on the person's word, and leave the list when
// they end by themselves.

import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import type { ModeId } from "../../extension/shared/permissions.ts";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { gone, ourProcesses, runTurn, setStage } from "./stage.ts";

const leaves = (cmd: string) => sequence([command({ cmd, yieldTimeMs: 250 }), message("It runs on.")]);
/** Tries for as long as it runs to write where the sandbox guards what is not there. */
const tries =
  "for i in $(seq 100); do mkdir .vscode && echo evil > .vscode/tasks.json; sleep 0.05; done 2>tried.txt";
const script = firstOf(
  whenUser(/^long/, leaves("echo up; sleep 600")),
  whenUser(/^other/, leaves("sleep 601")),
  whenUser(/^short/, leaves("sleep 1")),
  whenUser(/^tries/, leaves(tries)),
);

async function begin(mode?: ModeId) {
  const stage = await setStage(script);
  const host = stage.host(mode === undefined ? {} : { mode });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  const shown = () => host.state(threadId).commands;
  return { host, threadId, shown, folder: stage.workspace };
}

it("lists what runs on, and ends the one that is meant", async () => {
  const { host, threadId, shown } = await begin();
  await runTurn(host, threadId, "long");
  await host.until(() => shown().length === 1);
  await runTurn(host, threadId, "other");
  await host.until(() => shown().length === 2);
  const long = shown().find(({ command: line }) => line.includes("sleep 600"));
  expect(host.threads.withCommands).toEqual([threadId]);
  const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
  const before = await ourProcesses();
  expect(await host.threads.endCommand(threadId, long?.processId ?? "")).toBe(true);
  await host.until(() => shown().length === 1);
  expect(shown()[0]?.command).toContain("sleep 601");
  // The server no longer lists a command that it has told to end; the system takes it away a moment later.
  const hasEnded = async (): Promise<boolean> => {
    const left = new Set((await ourProcesses()).map(({ pid }) => pid));
    return before.some(({ pid }) => pid !== server?.pid && !left.has(pid));
  };
  await expect.poll(hasEnded, { timeout: 10_000 }).toBe(true);
  // Ended already, or made up: nothing happens.
  expect(await host.threads.endCommand(threadId, long?.processId ?? "")).toBe(false);
  expect(await host.threads.endCommand(threadId, "0")).toBe(false);
});

it("tells of the server and of each command, by their processes", async () => {
  const { host, threadId, shown } = await begin();
  await runTurn(host, threadId, "long");
  await host.until(() => shown().length === 1);
  const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
  const [own, ran, ...others] = await host.threads.processes();
  expect(others).toEqual([]);
  expect(own).toMatchObject({ pid: server?.pid, command: null });
  expect(own?.memoryBytes).toBeGreaterThan(10_000_000);
  expect(ran?.command).toMatchObject({ threadId });
  expect(ran?.command?.line).toContain("sleep 600");
  // The server does not know it where the sandbox starts the command.
  expect([null, ...(await ourProcesses()).map(({ pid }) => pid)]).toContain(ran?.pid);
});

it("drops a command that ends by itself, and all when the thread is stopped", async () => {
  const { host, threadId, shown } = await begin();
  await runTurn(host, threadId, "short");
  await host.until(() => shown().length === 1);
  await host.until(() => shown().length === 0);
  await runTurn(host, threadId, "long");
  await host.until(() => shown().length === 1);
  const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
  const begun = (await ourProcesses()).filter(({ pid }) => pid !== server?.pid);
  await host.threads.stop(threadId);
  await host.until(() => shown().length === 0);
  await gone(begun);
});

it("guards the folder of a command that runs on, also when another one beside it is ended", async () => {
  const { host, threadId, shown, folder } = await begin("auto");
  await runTurn(host, threadId, "other");
  await runTurn(host, threadId, "tries");
  const other = await host.threads.start(folder);
  await runTurn(host, other, "long");
  await host.until(() => shown().length === 2);
  await host.threads.stop(other);
  const ended = shown().find(({ command: line }) => line.includes("sleep 601"));
  expect(await host.threads.endCommand(threadId, ended?.processId ?? "")).toBe(true);
  await host.until(() => shown().length === 0);
  await expect.poll(() => readdir(folder), { timeout: 10_000 }).toEqual(["tried.txt"]);
});
