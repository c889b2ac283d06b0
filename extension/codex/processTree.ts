// Who descends from a process, and how to end them all.
// A process is known by pid and start time together: a pid alone may belong to somebody else by now.
// Killing the process group would not do, for every MCP server has a group of its own.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, win32 } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ProcessEntry {
  pid: number;
  parentPid: number;
  /** The system's own word for when it started; only good for comparing. */
  startTime: string;
  /** Pid of the leader of its session, which outlives the leader; undefined where the system does not tell. */
  session: number | undefined;
}

/** Every living process. Empty on Windows, where `endTree` needs no list. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") return listFromProc();
  const { stdout } = await run("/bin/ps", ["-axo", "pid=,ppid=,state=,lstart="], {
    env: { LC_ALL: "C" },
    maxBuffer: 16 * 1024 * 1024,
  });
  return parsePs(stdout);
}

/** All of `processes` that descend from `rootPid`, parents before children, the root itself left out. */
export function descendantsOf(rootPid: number, processes: readonly ProcessEntry[]): ProcessEntry[] {
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of processes) {
    const siblings = children.get(entry.parentPid);
    if (siblings === undefined) children.set(entry.parentPid, [entry]);
    else siblings.push(entry);
  }
  const found: ProcessEntry[] = [];
  const open = [rootPid];
  for (let pid = open.shift(); pid !== undefined; pid = open.shift()) {
    const next = children.get(pid) ?? [];
    children.delete(pid);
    for (const child of next) {
      found.push(child);
      open.push(child.pid);
    }
  }
  return found;
}

/** Those of `wanted` that still live, as themselves and not as a later owner of the pid. */
export async function livingOf(wanted: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  if (wanted.length === 0) return [];
  const now = new Map((await listProcesses()).map((entry) => [entry.pid, entry.startTime]));
  return wanted.filter((entry) => now.get(entry.pid) === entry.startTime);
}

/** Kills those of `wanted` that still live. */
export async function killLiving(wanted: readonly ProcessEntry[]): Promise<void> {
  for (const entry of await livingOf(wanted)) signal(entry.pid, "SIGKILL");
}

/** What is left of the session that a process led before it ended; empty while somebody has its pid. */
export async function orphansOf(leaderPid: number): Promise<ProcessEntry[]> {
  const processes = await listProcesses();
  if (processes.some((entry) => entry.pid === leaderPid)) return [];
  return processes.filter((entry) => entry.session === leaderPid);
}

/** In the environment of a server and of all that it starts: whose they are, after their parents are gone. */
export const serverMark = "LECTERN_SERVER";

/**
 * Linux: what starts the sandboxes of the server with this mark, and what descends from it. Such a one leads a session of
 * its own and, when its server is killed in the moment in which it tries the sandbox, waits for ever (seen). A program
 * that left its sandbox's starter is none: a person may have let it detach itself.
 */
export async function sandboxesOf(mark: string): Promise<ProcessEntry[]> {
  if (process.platform !== "linux") return [];
  const processes = await listProcesses();
  return withDescendants(
    processes.filter(({ pid }) => isStarter(wordsOf(pid)) && markOf(pid) === mark),
    processes,
  );
}

/**
 * Linux: what starts the sandboxes of servers of ours that are gone, with what descends from it: their host was killed
 * with them, and nobody was left to end it. Those of a server that lives, in whatever window, are not among them.
 */
export async function strandedSandboxes(): Promise<ProcessEntry[]> {
  if (process.platform !== "linux") return [];
  const processes = await listProcesses();
  const marked = processes.map((entry) => ({ entry, words: wordsOf(entry.pid) }));
  const starters = marked.filter(({ words }) => isStarter(words));
  if (starters.length === 0) return [];
  const servers = marked.filter(({ words }) => words.includes("app-server")).map(({ entry }) => entry);
  const living = new Set(servers.map(({ pid }) => markOf(pid)));
  // By its parents as well, for a system may keep the environment of a server to itself.
  const below = new Set(withDescendants(servers, processes).map(({ pid }) => pid));
  const stranded = starters.filter(({ entry }) => {
    const mark = markOf(entry.pid);
    return mark !== undefined && !living.has(mark) && !below.has(entry.pid);
  });
  return withDescendants(
    stranded.map(({ entry }) => entry),
    processes,
  );
}

function withDescendants(roots: readonly ProcessEntry[], processes: readonly ProcessEntry[]): ProcessEntry[] {
  return roots.flatMap((root) => [root, ...descendantsOf(root.pid, processes)]);
}

/** The server names it by its whole path or by its name alone (both seen). */
function isStarter([program = ""]: readonly string[]): boolean {
  return basename(program) === "codex-linux-sandbox";
}

/** The command line; none of a process that ended meanwhile or is somebody else's. */
function wordsOf(pid: number): string[] {
  return linesIn(`/proc/${pid}/cmdline`);
}

/** Whose server started it. */
function markOf(pid: number): string | undefined {
  const begin = `${serverMark}=`;
  return linesIn(`/proc/${pid}/environ`)
    .find((line) => line.startsWith(begin))
    ?.slice(begin.length);
}

function linesIn(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Windows: ends `pid` and all that descend from it. The program is named in full, so PATH has no say. */
export async function endTreeOnWindows(pid: number): Promise<void> {
  const systemRoot = process.env["SystemRoot"] ?? "C:\\Windows";
  const program = win32.join(systemRoot, "System32", "taskkill.exe");
  // It fails when nothing is left to end.
  await run(program, ["/PID", String(pid), "/T", "/F"], { windowsHide: true }).catch(() => undefined);
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ESRCH") throw error;
  }
}

function listFromProc(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const entry = parseProcStat(readFileSync(`/proc/${name}/stat`, "utf8"));
      if (entry !== undefined) entries.push(entry);
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return entries;
}

/** Reads `/proc/<pid>/stat`. Undefined for a zombie, which is dead but not buried. */
export function parseProcStat(text: string): ProcessEntry | undefined {
  // The name in parentheses may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parentPid, , session] = fields;
  const startTime = fields[19];
  if (state === "Z" || state === "X" || parentPid === undefined || startTime === undefined) return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parentPid: Number(parentPid),
    startTime,
    session: Number(session),
  };
}

/** Reads the output of `ps -axo pid=,ppid=,state=,lstart=`, without zombies. */
export function parsePs(text: string): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const line of text.split("\n")) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (match === null) continue;
    const [, pid, parentPid, state = "", startTime = ""] = match;
    if (state.startsWith("Z")) continue;
    entries.push({ pid: Number(pid), parentPid: Number(parentPid), startTime, session: undefined });
  }
  return entries;
}
