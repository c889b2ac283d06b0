// The app-servers that run for one workbench, found by the Codex home in their environment. Linux only: it reads
// /proc. It asks nobody else, so that a server which nobody remembers is found too.

import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Workbench } from "../workbench/driver.ts";

/** The pids of the app-servers whose Codex home lies in the workbench's own folder. */
export async function serverPids({ codexHome }: Pick<Workbench, "codexHome">): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const [command, environment] = await Promise.all([read(pid, "cmdline"), read(pid, "environ")]);
    const isServer = command.includes("app-server") && command.split("\0")[0]?.endsWith("codex");
    if (isServer && environment.includes(`CODEX_HOME=${dirname(codexHome)}`)) found.push(pid);
  }
  return found;
}

/** Kills an app-server and the extension host that started it, as a crash of the machine's would. */
export async function killWithHost(serverPid: number): Promise<void> {
  const status = await read(serverPid, "status");
  const parentPid = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
  for (const pid of [parentPid, serverPid]) process.kill(pid, "SIGKILL");
}

async function read(pid: number, file: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
