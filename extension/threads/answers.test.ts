// The way of an answer to the process that asked, over its real pipes: heard by a server that reads, told as lost
// where the server takes nothing in any more.

import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { commandApproval, threadId, turn, turnId } from "../../test/samples/events.ts";
import { Supervisor } from "../codex/supervisor.ts";
import { permissionsOf } from "../shared/permissions.ts";
import type { Note } from "../shared/threadState.ts";
import { knownServerRequests } from "../shared/routes.ts";
import { Threads } from "./threads.ts";

const fakeServer = fileURLToPath(new URL("../codex/testing/fakeServer.mjs", import.meta.url));
const supervisors: Supervisor[] = [];
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.dispose()));
});

/** The host's wiring round a scripted process that asks one question. */
async function setUp() {
  let heard = "";
  let told = Promise.withResolvers<void>();
  const tell = (): void => {
    told.resolve();
    told = Promise.withResolvers();
  };
  const supervisor = new Supervisor({
    launch: async () => ({
      binary: {
        executable: process.execPath,
        pinned: false,
        target: `${process.platform}-${process.arch}`,
        version: undefined,
        bundle: undefined,
      },
      leadingArgs: [fakeServer, JSON.stringify({ asks: commandApproval(0, "make") })],
      config: [],
      environment: {},
      cwd: tmpdir(),
      clientVersion: "1.2.3",
      pinnedVersion: "0.169.0",
      knownRequests: knownServerRequests,
    }),
    onState: ({ phase }) => {
      if (phase === "restarting") threads.serverGone(1);
      tell();
    },
    onNotification: (notification) => {
      if (notification.method === "warning") heard = notification.params.message;
      tell();
    },
    onRequest: (request, reply, generation) => {
      threads.handleRequest(request, reply, generation);
      tell();
    },
    onUnresponsive: () => undefined,
    onResponsive: () => undefined,
    log: () => undefined,
  });
  supervisors.push(supervisor);
  const threads = new Threads({
    server: supervisor,
    policy: () => ({ permissions: permissionsOf("ask", false), origin: "default", codexHome: tmpdir() }),
    log: () => undefined,
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await told.promise;
  };
  supervisor.start();
  await supervisor.ready();
  threads.store.open(threadId, "/work");
  const started = { threadId, turn: turn(turnId, "inProgress") };
  threads.handleNotification({ method: "turn/started", params: started }, 1);
  /** The server asks its question; `hearing` as the script knows it. */
  const ask = async (hearing: string): Promise<void> => {
    const params = { threadId: `ask ${hearing}`, includeTurns: false };
    // It never answers this call: the question is its answer.
    supervisor.connection.call("thread/read", params).catch(() => undefined);
    await until(() => threads.pending.size > 0);
  };
  const notes = (): Note[] =>
    (threads.store.get(threadId)?.turns ?? []).flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === "note" ? [entry.note] : [])),
    );
  return { threads, ask, until, notes, heard: () => heard };
}

describe("an answer", () => {
  it("reaches a server that reads, in the shape of its kind", async () => {
    const { threads, ask, until, notes, heard } = await setUp();
    await ask("well");
    const [card] = threads.pending.shownIn(threadId);
    expect(card && (await threads.answer(card.key, "accept"))).toBe("sent");
    await until(() => heard() !== "");
    expect(heard()).toBe('heard {"result":{"decision":"accept"}}');
    expect(notes().map(({ type }) => type)).toEqual(["decision"]);
  });

  it("comes back with its card when it is none that was offered, and is heard the second time", async () => {
    const { threads, ask, until, heard } = await setUp();
    await ask("well");
    const [first] = threads.pending.shownIn(threadId);
    expect(first && (await threads.answer(first.key, "acceptWithRule"))).toBe("notOffered");
    expect(threads.store.get(threadId)?.approvals).toMatchObject([{ problem: expect.any(String) }]);
    const [again] = threads.pending.shownIn(threadId);
    expect(again && (await threads.answer(again.key, "decline"))).toBe("sent");
    await until(() => heard() !== "");
    expect(heard()).toBe('heard {"result":{"decision":"decline"}}');
  });

  it("that cannot be written is told as perhaps lost, and nothing stays open", async () => {
    const { threads, ask, until, notes } = await setUp();
    await ask("deaf");
    const [card] = threads.pending.shownIn(threadId);
    if (card) await threads.answer(card.key, "accept");
    await until(() => notes().some(({ type }) => type === "serverGone"));
    expect(notes()).toMatchObject([
      { type: "decision", choice: "accept" },
      { type: "approvalVoid", because: "answerLost", subject: "make" },
      { type: "serverGone" },
    ]);
    expect(threads.store.get(threadId)?.approvals).toEqual([]);
    expect(threads.pending.size).toBe(0);
  });
});
