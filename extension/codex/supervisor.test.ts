// Keeping a server usable: restarts, their limits, generations.
// The servers are real processes that run a script; the waits between them are moved by hand.

import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { BinaryProblem } from "./binaryProblem.ts";
import { ServerGone } from "./errors.ts";
import { type Launch, Supervisor, type SupervisorState } from "./supervisor.ts";
import { FakeClock } from "./testing/fakeClock.ts";

const fakeServer = fileURLToPath(new URL("./testing/fakeServer.mjs", import.meta.url));
const supervisors: Supervisor[] = [];

function launchOf(behaviour: object): Launch {
  const target = `${process.platform}-${process.arch}`;
  return {
    binary: { executable: process.execPath, pinned: false, target, version: undefined, bundle: undefined },
    leadingArgs: [fakeServer, JSON.stringify(behaviour)],
    config: [],
    environment: {},
    cwd: tmpdir(),
    clientVersion: "1.2.3",
    pinnedVersion: "0.169.0",
    knownRequests: new Set(),
  };
}

function setUp(launch: (attempt: number) => Launch | Promise<Launch>, verified?: Map<string, string>) {
  const clock = new FakeClock();
  const states: SupervisorState[] = [];
  const generations: number[] = [];
  const events: string[] = [];
  let attempts = 0;
  let changed = Promise.withResolvers<void>();
  const supervisor = new Supervisor({
    launch: async () => launch(++attempts),
    onState: (state) => {
      states.push(state);
      changed.resolve();
      changed = Promise.withResolvers();
    },
    onNotification: (_notification, generation) => generations.push(generation),
    onRequest: () => undefined,
    onUnresponsive: () => events.push("unresponsive"),
    onResponsive: () => events.push("responsive"),
    log: () => undefined,
    verified,
    clock,
  });
  supervisors.push(supervisor);
  /** Waits until the phase is one of these. */
  const until = async (...phases: SupervisorState["phase"][]): Promise<SupervisorState> => {
    while (!phases.includes(supervisor.state.phase)) await changed.promise;
    return supervisor.state;
  };
  const attemptCount = (): number => attempts;
  return { clock, states, generations, events, supervisor, until, attemptCount };
}

function exit(supervisor: Supervisor, code: number): Promise<unknown> {
  const params = { threadId: `exit ${code}`, includeTurns: false };
  return supervisor.connection.call("thread/read", params).catch((error: unknown) => error);
}

afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.dispose()));
});

describe("Supervisor", () => {
  it("starts nothing by itself", async () => {
    const { supervisor, attemptCount } = setUp(() => launchOf({}));
    expect(supervisor.state).toEqual({ phase: "idle" });
    expect(() => supervisor.connection).toThrow(ServerGone);
    await expect(supervisor.ready()).rejects.toThrow(ServerGone);
    expect(attemptCount()).toBe(0);
  });

  it("becomes ready, once, however often it is started", async () => {
    const { states, supervisor, attemptCount } = setUp(() => launchOf({}));
    supervisor.start();
    supervisor.start();
    const connection = await supervisor.ready();
    expect(connection).toBe(supervisor.connection);
    supervisor.start();
    expect(attemptCount()).toBe(1);
    expect(states.map(({ phase }) => phase)).toEqual(["starting", "ready"]);
    expect(states[1]).toMatchObject({ generation: 1, untested: false, binary: { pinned: false } });
  });

  it("starts a server that ended with exit code 0 again at once, as the next generation", async () => {
    const { clock, generations, states, supervisor, until } = setUp(() => launchOf({ warning: "hello" }));
    supervisor.start();
    const first = await supervisor.ready();
    expect(await exit(supervisor, 0)).toMatchObject({ name: "ServerGone", code: 0, expected: false });
    expect(await until("restarting")).toEqual({ phase: "restarting", attempt: 1, delayMs: 0 });
    const second = supervisor.ready();
    clock.advance(0);
    expect(await second).not.toBe(first);
    expect(states.at(-1)).toMatchObject({ phase: "ready", generation: 2 });
    expect(generations).toEqual([1, 2]);
  });

  it("restarts with growing delays, gives up after five ends, and starts anew when asked", async () => {
    const { clock, states, supervisor, until, attemptCount } = setUp((attempt) =>
      launchOf(attempt <= 5 ? { exitAtStart: 1, stderr: `reason ${attempt}` } : {}),
    );
    supervisor.start();
    const waiting = supervisor.ready().catch((error: unknown) => error);
    for (let n = 1; n <= 4; n++) {
      const state = await until("restarting");
      clock.advance(state.phase === "restarting" ? state.delayMs : 0);
      expect(supervisor.state.phase).toBe("starting");
    }
    await until("failed");
    expect(attemptCount()).toBe(5);
    expect(states.flatMap((state) => (state.phase === "restarting" ? [state.delayMs] : []))).toEqual([
      0, 250, 500, 1_000,
    ]);
    expect(states.at(-1)).toMatchObject({ problem: { lastWords: ["reason 5"] } });
    expect(await waiting).toBeInstanceOf(ServerGone);
    clock.advance(3_600_000);
    expect(attemptCount()).toBe(5);
    supervisor.start();
    await supervisor.ready();
    expect(supervisor.state).toMatchObject({ generation: 6 });
  });

  it("gives up at once when a start fails twice with the same words", async () => {
    const { clock, supervisor, until, attemptCount } = setUp(() =>
      launchOf({ exitAtStart: 1, stderr: "Error: there is no home" }),
    );
    supervisor.start();
    await until("restarting");
    clock.advance(0);
    const state = await until("failed");
    expect(attemptCount()).toBe(2);
    expect(state).toMatchObject({ problem: { detail: "Error: there is no home" } });
  });

  it("has a program hashed anew that ended before it was ready, and no other", async () => {
    const verified = new Map([["/bin/codex", "look"]]);
    const behaviours = [{}, { exitAtStart: 1 }, {}];
    const { clock, supervisor, until } = setUp(
      (attempt) => launchOf(behaviours[attempt - 1] ?? {}),
      verified,
    );
    supervisor.start();
    await supervisor.ready();
    await exit(supervisor, 1);
    await until("restarting");
    expect(verified.size).toBe(1);
    clock.advance(0);
    await until("starting");
    await until("restarting");
    expect(verified.size).toBe(0);
  });

  it("does not loop when the program cannot be run", async () => {
    const { clock, supervisor, until, attemptCount } = setUp(() => {
      throw new BinaryProblem("missing", "it is missing", "install it");
    });
    supervisor.start();
    expect(await until("failed")).toMatchObject({
      problem: { detail: "it is missing", nextStep: "install it" },
    });
    clock.advance(3_600_000);
    expect(attemptCount()).toBe(1);
  });

  it("checks the program itself before it spawns it", async () => {
    const { supervisor, until } = setUp(() => {
      const launch = launchOf({});
      return { ...launch, binary: { ...launch.binary, executable: fakeServer } };
    });
    supervisor.start();
    expect(await until("failed")).toMatchObject({ problem: { title: "The Codex program cannot be run" } });
  });

  it("stops while it prepares, and the overtaken start spawns nothing", async () => {
    const gate = Promise.withResolvers<Launch>();
    const { states, supervisor } = setUp(() => gate.promise);
    supervisor.start();
    await supervisor.stop();
    gate.resolve(launchOf({}));
    await new Promise((resolve) => setImmediate(resolve));
    expect(states.map(({ phase }) => phase)).toEqual(["starting", "stopped"]);
    await expect(supervisor.ready()).rejects.toMatchObject({ expected: true });
  });

  it("restarts when asked without counting it as an end", async () => {
    const { states, supervisor } = setUp(() => launchOf({}));
    supervisor.start();
    for (let n = 1; n <= 6; n++) {
      await supervisor.ready();
      expect(supervisor.state).toMatchObject({ generation: n });
      await supervisor.restart();
    }
    expect(states.some(({ phase }) => phase === "restarting" || phase === "failed")).toBe(false);
  });

  it("forgets a restart that waits when it is disposed, and starts no more", async () => {
    const { clock, supervisor, until, attemptCount } = setUp(() => launchOf({ exitAtStart: 3 }));
    supervisor.start();
    await until("restarting");
    await supervisor.dispose();
    await supervisor.dispose();
    supervisor.start();
    clock.advance(60_000);
    expect(attemptCount()).toBe(1);
    expect(supervisor.state).toEqual({ phase: "stopped" });
    expect(clock.pendingCount).toBe(0);
  });

  it("watches a busy server, and not an idle one", async () => {
    const { clock, events, supervisor } = setUp(() => launchOf({}));
    supervisor.start();
    await supervisor.ready();
    clock.advance(60_000);
    expect(events).toEqual([]);
    supervisor.setBusy(true);
    // No turn of the event loop passes, so no answer can arrive.
    clock.advance(15_000);
    expect(events).toEqual(["unresponsive"]);
    supervisor.setBusy(false);
    expect(events).toEqual(["unresponsive", "responsive"]);
  });
});
