// Reading process lists, walking down them, and killing only whom we mean.
// The lists are texts, but the killing is of a real process of our own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import {
  descendantsOf,
  killLiving,
  orphansOf,
  listProcesses,
  livingOf,
  parseProcStat,
  parsePs,
  type ProcessEntry,
  signal,
} from "./processTree.ts";

function entry(pid: number, parentPid: number): ProcessEntry {
  return { pid, parentPid, startTime: "0", session: undefined };
}

describe("parsing", () => {
  it("reads a stat line whose name is hostile", () => {
    const after = "S 41 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 200";
    expect(parseProcStat(`42 (a) R 1 (b c) ${after}`)).toEqual({
      pid: 42,
      parentPid: 41,
      startTime: "98765",
      session: 1,
    });
    expect(parseProcStat(`42 (dead) Z${after.slice(1)}`)).toBeUndefined();
  });

  it("reads the output of ps", () => {
    const text = "    1     0 Ss   Thu Nov 20 09:01:02 2025\n  420     1 Z    Thu Nov 20 09:01:03 2025\n";
    expect(parsePs(text)).toEqual([
      { pid: 1, parentPid: 0, startTime: "Thu Nov 20 09:01:02 2025", session: undefined },
    ]);
  });
});

describe("descendantsOf", () => {
  it("walks down, parents first, and leaves others alone", () => {
    const all = [entry(4, 3), entry(2, 1), entry(3, 2), entry(5, 9), entry(6, 2), entry(1, 0)];
    expect(descendantsOf(2, all).map(({ pid }) => pid)).toEqual([3, 6, 4]);
    expect(descendantsOf(7, all)).toEqual([]);
  });

  it("ends on a list that goes round", () => {
    const round = [1, 2, 3].map((pid) => entry(pid, (pid % 3) + 1));
    expect(descendantsOf(1, round)).toHaveLength(3);
  });
});

describe.skipIf(process.platform === "win32")("killing", () => {
  it("kills a process that is the one meant, not one that only has its pid", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(child, "spawn");
    const living = (await listProcesses()).find(({ pid }) => pid === child.pid) ?? expect.unreachable();
    expect(living.parentPid).toBe(process.pid);
    await killLiving([{ ...living, startTime: "another" }]);
    expect(await livingOf([living])).toEqual([living]);
    const ended = once(child, "exit");
    await killLiving([living]);
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(await livingOf([living])).toEqual([]);
    signal(living.pid, "SIGKILL");
  });
});

it.runIf(process.platform === "linux")("finds what is left of a session whose leader ended", async () => {
  // The shell leads a session, starts a helper and ends at once: nobody is the helper's parent any more.
  const leader = spawn("/bin/sh", ["-c", "sleep 600 & echo started"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(leader, "exit");
  const [orphan, ...others] = await orphansOf(leader.pid ?? 0);
  expect(others).toEqual([]);
  expect(orphan?.session).toBe(leader.pid);
  await killLiving(orphan ? [orphan] : []);
  await expect.poll(() => orphansOf(leader.pid ?? 0)).toEqual([]);
});
