// The real app-server under our care: the handshake, its death, its return.
// Nothing of it may be left, neither itself nor what it started.

import { createHash } from "node:crypto";
import { copyFile, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pinnedVersion } from "../shared/protocol.ts";
import { knownServerRequests } from "../shared/routes.ts";
import { type Binary, verifyBinary } from "./binary.ts";
import type { Clock } from "./clock.ts";
import { serverEnvironment } from "./environment.ts";
import { readExecutableHeader } from "./executableHeader.ts";
import { descendantsOf, listProcesses, livingOf } from "./processTree.ts";
import { Supervisor, type SupervisorState } from "./supervisor.ts";
import { clockOfLongWaits } from "./testing/fakeClock.ts";
import { freshFolder, stagedBinary } from "./testing/realBinary.ts";

let binary: Binary;
let home: Awaited<ReturnType<typeof freshFolder>>;
const supervisors: Supervisor[] = [];

beforeAll(async () => {
  binary = await stagedBinary();
  home = await freshFolder();
});

afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.dispose()));
});

afterAll(() => home.remove());

function setUp(environment: Record<string, string> = {}, more: { config?: string[]; clock?: Clock } = {}) {
  const states: SupervisorState[] = [];
  const log: string[] = [];
  const mcpStarting = Promise.withResolvers<void>();
  let changed = Promise.withResolvers<void>();
  const supervisor = new Supervisor({
    launch: () =>
      Promise.resolve({
        binary,
        config: more.config ?? [],
        environment: {
          ...serverEnvironment(process.env, { codexHome: home.path, extra: [] }),
          ...environment,
        },
        cwd: home.path,
        clientVersion: "0.0.1",
        pinnedVersion,
        knownRequests: knownServerRequests,
      }),
    onState: (state) => {
      states.push(state);
      changed.resolve();
      changed = Promise.withResolvers();
    },
    onNotification: ({ method }) => {
      if (method === "mcpServer/startupStatus/updated") mcpStarting.resolve();
    },
    onRequest: () => undefined,
    onUnresponsive: () => undefined,
    onResponsive: () => undefined,
    log: (line) => log.push(line),
    clock: more.clock,
  });
  supervisors.push(supervisor);
  const until = async (met: (state: SupervisorState) => boolean): Promise<SupervisorState> => {
    while (!met(supervisor.state)) await changed.promise;
    return supervisor.state;
  };
  return { supervisor, states, log, until, mcpStarting: mcpStarting.promise };
}

async function ourServers() {
  return descendantsOf(process.pid, await listProcesses());
}

describe("the pinned app-server", () => {
  it("is intact, and readable as what it is", async () => {
    await verifyBinary(binary, new Map());
    const file = await open(binary.executable);
    const { buffer } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    await file.close();
    expect(readExecutableHeader(buffer)?.architectures).toContain(process.arch);
  });

  it("greets, is the version that was tested, and works in our home", async () => {
    const { supervisor } = setUp();
    supervisor.start();
    const connection = await supervisor.ready();
    expect(supervisor.state).toMatchObject({
      phase: "ready",
      untested: false,
      initialized: { codexHome: home.path },
    });
    expect(await connection.call("thread/loaded/list", {})).toMatchObject({ data: [] });
    expect(connection.junkCount).toBe(0);
  });

  it("survives more calls at once than it could take, and half characters", async () => {
    const { supervisor } = setUp();
    supervisor.start();
    const connection = await supervisor.ready();
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => connection.call("thread/list", { searchTerm: "half \ud83d" })),
    );
    expect(answers).toHaveLength(500);
  });

  it("is ready again, with a new generation, after it was killed", async () => {
    const { supervisor, states, until } = setUp();
    supervisor.start();
    await supervisor.ready();
    const [server] = await ourServers();
    if (server === undefined) expect.unreachable();
    process.kill(server.pid, "SIGKILL");
    const state = await until((one) => one.phase === "ready" && one.generation === 2);
    expect(state).toMatchObject({ phase: "ready", generation: 2 });
    expect(states.map(({ phase }) => phase)).toEqual([
      "starting",
      "ready",
      "restarting",
      "starting",
      "ready",
    ]);
    expect(await supervisor.connection.call("thread/loaded/list", {})).toMatchObject({ data: [] });
  });

  it("leaves nothing after stop, well or standing still", async () => {
    for (const standing of [false, true]) {
      const { supervisor } = setUp();
      supervisor.start();
      await supervisor.ready();
      const servers = await ourServers();
      expect(servers).not.toEqual([]);
      if (standing) for (const { pid } of servers) process.kill(pid, "SIGSTOP");
      await supervisor.dispose();
      expect(await livingOf(servers)).toEqual([]);
    }
  });

  it("leaves no MCP server behind when it is killed", async () => {
    const { clock, moved } = clockOfLongWaits();
    const stubborn = `mcp_servers.stubborn={command=${JSON.stringify(process.execPath)},args=["-e","setInterval(() => {}, 1000)"]}`;
    const { supervisor, until, mcpStarting } = setUp({}, { config: [stubborn], clock });
    supervisor.start();
    const connection = await supervisor.ready();
    await connection.call("thread/start", { cwd: home.path });
    await mcpStarting;
    const [server, ...others] = await ourServers();
    const mcpServer = others.find(({ parentPid }) => parentPid === server?.pid);
    if (server === undefined || mcpServer === undefined) expect.unreachable();
    // Long enough for a look at who descends from the server.
    moved.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));
    process.kill(server.pid, "SIGKILL");
    await until((one) => one.phase === "ready" && one.generation === 2);
    await supervisor.dispose();
    expect(await livingOf([mcpServer])).toEqual([]);
  });

  it("tells why it does not start, and is not tried for ever", async () => {
    const { supervisor, states, until } = setUp({ CODEX_HOME: join(home.path, "absent") });
    supervisor.start();
    const state = await until((one) => one.phase === "failed");
    expect(state).toMatchObject({
      problem: { title: "Codex cannot start", detail: expect.stringContaining("absent") as unknown },
    });
    expect(states.filter(({ phase }) => phase === "starting")).toHaveLength(2);
  });

  it("is started again when somebody ends it, though it then exits with code 0", async () => {
    const { supervisor, log, until } = setUp();
    supervisor.start();
    await supervisor.ready();
    const [server] = await ourServers();
    if (server === undefined) expect.unreachable();
    process.kill(server.pid, "SIGTERM");
    await until((one) => one.phase === "ready" && one.generation === 2);
    expect(log).toContain("The Codex app-server ended by itself (exit code 0)");
  });

  it("is refused when one byte of it was changed", async () => {
    const folder = await freshFolder();
    try {
      const { bundle } = binary;
      if (bundle === undefined) expect.unreachable();
      for (const { path } of bundle.manifest.files) {
        await mkdir(dirname(join(folder.path, path)), { recursive: true });
        await copyFile(join(bundle.root, path), join(folder.path, path));
      }
      const smallest = bundle.manifest.files.reduce((a, b) => (a.size < b.size ? a : b));
      const copy = { ...binary, executable: join(folder.path, bundle.manifest.executable) };
      const changed: Binary = { ...copy, bundle: { ...bundle, root: folder.path } };
      const verified = new Map<string, string>();
      await verifyBinary(changed, verified);
      const bytes = await readFile(join(folder.path, smallest.path));
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await writeFile(join(folder.path, smallest.path), bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await expect(verifyBinary(changed, verified)).rejects.toThrow(sha256);
    } finally {
      await folder.remove();
    }
  });
});
