// One process from spawn to end, with a scripted server that misbehaves as told.
// It must never leave a process behind, whoever ended what.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { AppServer, type AppServerOptions } from "./appServer.ts";
import { BinaryProblem } from "./binaryProblem.ts";
import { DeadlinePassed, ServerGone } from "./errors.ts";
import { listProcesses, livingOf, serverMark, type ProcessEntry } from "./processTree.ts";
import { clockOfLongWaits, FakeClock } from "./testing/fakeClock.ts";

const fakeServer = fileURLToPath(new URL("./testing/fakeServer.mjs", import.meta.url));
const servers: AppServer[] = [];

function setUp(behaviour: object = {}, options: Partial<AppServerOptions> = {}) {
  const gone = Promise.withResolvers<ServerGone>();
  const childPid = Promise.withResolvers<number>();
  const log: string[] = [];
  const server = new AppServer({
    executable: process.execPath,
    leadingArgs: [fakeServer, JSON.stringify(behaviour)],
    config: [],
    environment: { CODEX_HOME: "/nowhere" },
    cwd: realpathSync(tmpdir()),
    clientVersion: "1.2.3",
    pinnedVersion: "0.169.0",
    knownRequests: new Set(),
    onNotification: (notification) => {
      if (notification.method === "warning") childPid.resolve(Number(notification.params.message));
    },
    onRequest: () => undefined,
    onGone: gone.resolve,
    log: (line) => log.push(line),
    ...options,
  });
  servers.push(server);
  return { server, gone: gone.promise, childPid: childPid.promise, log };
}

/** Makes the fake server do something that is not answered. */
function order(server: AppServer, what: string): Promise<unknown> {
  return server.connection.call("thread/read", { threadId: what, includeTurns: false }).then(
    () => expect.unreachable("it answered"),
    (error: unknown) => error,
  );
}

async function entryOf(pid: number | undefined): Promise<ProcessEntry> {
  return (await listProcesses()).find((entry) => entry.pid === pid) ?? expect.unreachable("no such process");
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe("start", () => {
  it("shakes hands and is ready", async () => {
    const wire: string[] = [];
    const { server } = setUp({}, { onLine: (direction, line) => direction === "sent" && wire.push(line) });
    expect(() => server.connection).toThrow(ServerGone);
    expect(await server.start()).toMatchObject({ codexHome: "/nowhere" });
    expect(server.phase).toBe("ready");
    expect(server.untested).toBe(false);
    expect(wire.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        id: 1,
        method: "initialize",
        params: {
          clientInfo: { name: "lectern_vscode", title: "Lectern", version: "1.2.3" },
          capabilities: { experimentalApi: true, requestAttestation: false },
        },
      },
      { method: "initialized" },
    ]);
    expect(await server.connection.call("thread/loaded/list", {})).toEqual({ data: [] });
  });

  it("gives the process its arguments, folder and environment, and nothing else", async () => {
    const { server } = setUp({}, { config: ['model="m"', "a.b=1"] });
    await server.start();
    const result: unknown = await server.connection.call("thread/read", {
      threadId: "environment",
      includeTurns: false,
    });
    expect(result).toEqual({
      thread: {
        argv: ["app-server", "-c", 'model="m"', "-c", "a.b=1"],
        cwd: realpathSync(tmpdir()),
        environment: { CODEX_HOME: "/nowhere", LECTERN_SERVER: expect.any(String) },
      },
    });
  });

  it("notices a version that was not tested", async () => {
    for (const version of ["0.168.0", "0.999.0", "0.169.0-alpha.1"]) {
      const { server } = setUp({ userAgent: `lectern_vscode/${version} (Debian; x86_64)` });
      await server.start();
      expect(server.untested).toBe(true);
    }
  });

  it("says that the program is missing, and is gone", async () => {
    const { server } = setUp({}, { executable: "/nowhere/codex", leadingArgs: [] });
    const error = await server.start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BinaryProblem);
    expect(error).toMatchObject({ kind: "missing" });
    expect(server.phase).toBe("gone");
    await server.stop();
  });

  it("rejects with the end and the last words of a server that ends at once", async () => {
    const { server, gone } = setUp({ exitAtStart: 1, stderr: "Error: no home\n" });
    const error = await server.start().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "ServerGone",
      code: 1,
      stderrTail: ["Error: no home"],
      expected: false,
    });
    expect(await gone).toMatchObject({ code: 1 });
  });

  it("ends a server that does not greet back", async () => {
    const clock = new FakeClock();
    const asked = Promise.withResolvers<void>();
    const { server, gone } = setUp({ silent: true }, { clock, onLine: () => asked.resolve() });
    const end = server.start().catch((reason: unknown) => reason);
    await asked.promise;
    clock.advance(15_000);
    expect(await end).toBeInstanceOf(DeadlinePassed);
    expect(await gone).toMatchObject({ expected: false });
  });

  it("can be stopped while it starts", async () => {
    const { server } = setUp({ silent: true });
    const end = server.start().catch((reason: unknown) => reason);
    await server.stop();
    expect(await end).toMatchObject({ name: "ServerGone", expected: true });
    expect(server.phase).toBe("gone");
  });
});

describe("an end that nobody asked for", () => {
  it("is a crash even with exit code 0, and rejects what is pending", async () => {
    const { server, gone } = setUp();
    await server.start();
    expect(await order(server, "exit 0")).toMatchObject({ name: "ServerGone", code: 0, expected: false });
    expect(await gone).toMatchObject({ code: 0, expected: false });
    expect(() => server.connection).toThrow(ServerGone);
  });

  it("discards a half line without a word of JSON", async () => {
    const { server, gone, log } = setUp();
    await server.start();
    void order(server, "halfLine");
    await gone;
    expect(log).toContain("discarded a half line of 6 bytes at the end");
  });

  it("is brought about for a server that speaks junk or closes its output", async () => {
    for (const what of ["junk 200", "closeStdout"]) {
      const { server, gone } = setUp();
      await server.start();
      expect(await order(server, what)).toBeInstanceOf(ServerGone);
      expect(await gone).toMatchObject({ expected: false });
    }
  });
});

describe.skipIf(process.platform === "win32")("stop", () => {
  it("ends a well-behaved server by the end of its stdin, and may be called again", async () => {
    const { server, gone } = setUp();
    await server.start();
    const pending = order(server, "nothing");
    const stops = [server.stop(), server.stop()];
    expect(await pending).toMatchObject({ expected: true });
    await Promise.all(stops);
    expect(await gone).toMatchObject({ code: 0, signal: null, expected: true });
    await server.stop();
  });

  it("kills a server that ignores everything, and its child that does so too", async () => {
    const { server, gone, childPid } = setUp({ stubborn: true, child: true });
    await server.start();
    const entries = [await entryOf(server.pid), await entryOf(await childPid)];
    await server.stop();
    expect(await gone).toMatchObject({ signal: "SIGKILL", expected: true });
    expect(await livingOf(entries)).toEqual([]);
  });

  it("ends a child that outlives a server which ended well", async () => {
    const { server, gone, childPid } = setUp({ child: true });
    await server.start();
    const child = await entryOf(await childPid);
    await server.stop();
    expect(await gone).toMatchObject({ code: 0 });
    expect(await livingOf([child])).toEqual([]);
  });

  it("ends the child of a server that was killed by somebody else", async () => {
    const { clock, moved } = clockOfLongWaits();
    const { server, gone, childPid } = setUp({ child: true }, { clock });
    await server.start();
    const child = await entryOf(await childPid);
    // Long enough for a look at who descends from the server.
    moved.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));
    const { pid } = server;
    if (pid === undefined) expect.unreachable();
    process.kill(pid, "SIGKILL");
    expect(await gone).toMatchObject({ signal: "SIGKILL", expected: false });
    await server.stop();
    expect(await livingOf([child])).toEqual([]);
  });

  it.runIf(process.platform === "linux")(
    "ends what starts the sandbox of a server that was killed before anybody looked",
    async () => {
      const childName = "codex-linux-sandbox";
      const { server, gone, childPid } = setUp({ child: true, childName });
      await server.start();
      const child = await entryOf(await childPid);
      if (server.pid === undefined) expect.unreachable();
      process.kill(server.pid, "SIGKILL");
      expect(await gone).toMatchObject({ signal: "SIGKILL", expected: false });
      await server.stop();
      expect(await livingOf([child])).toEqual([]);
    },
  );

  it.runIf(process.platform === "linux")(
    "ends what starts the sandbox of a server that was killed with its host, and nothing of a server that lives",
    async () => {
      const living = setUp({ child: true, childName: "codex-linux-sandbox" });
      await living.server.start();
      const kept = await entryOf(await living.childPid);
      // Whose server nobody knows any more: its mark is in its environment alone.
      const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
        argv0: "codex-linux-sandbox",
        env: { [serverMark]: randomUUID() },
        stdio: "ignore",
      });
      const ended = once(left, "exit");
      const { server } = setUp();
      await server.start();
      expect(await ended).toEqual([null, "SIGKILL"]);
      expect(await livingOf([kept])).toEqual([kept]);
    },
  );

  it("kills a server that stands still", async () => {
    const { server, gone } = setUp();
    await server.start();
    const { pid } = server;
    if (pid === undefined) expect.unreachable();
    process.kill(pid, "SIGSTOP");
    await server.stop();
    expect(await gone).toMatchObject({ signal: "SIGKILL" });
  });
});
