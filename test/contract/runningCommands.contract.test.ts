// Commands that outlive their turn are listed with it, end one by one on the person's word, and leave the list when
// they end by themselves.

import { expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { gone, ourProcesses, runTurn, setStage } from "./stage.ts";

const leaves = (cmd: string) => sequence([command({ cmd, yieldTimeMs: 250 }), message("It runs on.")]);
const script = firstOf(
  whenUser(/^long/, leaves("echo up; sleep 600")),
  whenUser(/^other/, leaves("sleep 601")),
  whenUser(/^short/, leaves("sleep 1")),
);

async function begin() {
  const stage = await setStage(script);
  const host = stage.host();
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  const shown = () => host.state(threadId).commands;
  return { host, threadId, shown };
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
  const left = new Set((await ourProcesses()).map(({ pid }) => pid));
  expect(before.some(({ pid }) => pid !== server?.pid && !left.has(pid))).toBe(true);
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
