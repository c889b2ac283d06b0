// Going back to an earlier message, and forking at one: what the model is told afterwards, what is kept, and that
// the thread goes on under the whole policy.

import { describe, expect, it } from "vitest";
import { ServerRefused } from "../../extension/codex/errors.ts";
import type { Calls, Server } from "../../extension/codex/server.ts";
import { messageActions } from "../../extension/shared/messageActions.ts";
import { message } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longCommand } from "../provider/scripts/commands.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { itemsOf, killServer, promptsOf, runTurn, setStage } from "./stage.ts";

const held = "already has an active writer";
const answers = whenUser(/^prompt/, ({ lastUserText }) => message(`Answer to ${lastUserText}.`));

const slowStream = whenUser(/^stream/, longStream(1000, { delayMs: 10 }));

async function begin(count: number) {
  const stage = await setStage(firstOf(answers, slowStream, longCommand));
  const sent: string[] = [];
  const host = stage.host({
    mode: "auto",
    onLine: (direction, line) => void (direction === "sent" && sent.push(line)),
  });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  for (let at = 1; at <= count; at++) await runTurn(host, threadId, `prompt ${at}`);
  const known = (id = threadId) => host.state(id).turns.flatMap(promptsOf);
  const turnIdOf = (prompt: string): string =>
    host.state(threadId).turns.find((turn) => promptsOf(turn).includes(prompt))?.turnId ?? "";
  const toldLast = () => stage.provider.requests.at(-1)?.history.map(({ text }) => text);
  return { stage, host, threadId, sent, known, turnIdOf, toldLast };
}

describe("revert", () => {
  it("is done also where the server could not load the thread anew at once, for another process had it", async () => {
    const { stage, host: first, threadId, turnIdOf } = await begin(2);
    const before = turnIdOf("prompt 2");
    await first.threads.release(threadId);
    // What the server says when another one looks at the thread in the moment in which it let go of it.
    const told = { code: -32603, message: `error reloading thread after revert: thread ${threadId} ${held}` };
    const between = (server: Server): Server => ({
      ready: async () => {
        const connection = await server.ready();
        const call: Calls["call"] = async (method, params) => {
          const answer = await connection.call(method, params);
          if (method !== "thread/revert") return answer;
          await connection.call("thread/unsubscribe", { threadId });
          // It is not loaded at all then, nor about to be unloaded.
          const loaded = async () => (await connection.call("thread/loaded/list", {})).data;
          while ((await loaded()).includes(threadId));
          throw new ServerRefused(method, told);
        };
        return { call };
      },
    });
    const host = stage.host({ mode: "auto", between });
    await host.start();
    await host.threads.resume(threadId);
    await host.threads.revert(threadId, before);
    expect(host.state(threadId).turns.flatMap(promptsOf)).toEqual(["prompt 1"]);
    await runTurn(host, threadId, "prompt two, better");
    expect(stage.provider.requests.at(-1)?.userTexts).toEqual(["prompt 1", "prompt two, better"]);
  });

  it("drops the turn and all after it, and the model hears nothing of them", async () => {
    const { host, threadId, known, turnIdOf, toldLast } = await begin(3);
    await host.threads.revert(threadId, turnIdOf("prompt 2"));
    expect(known()).toEqual(["prompt 1"]);
    await runTurn(host, threadId, "prompt two, better");
    expect(known()).toEqual(["prompt 1", "prompt two, better"]);
    expect(toldLast()).toEqual(["prompt 1", "Answer to prompt 1.", "prompt two, better"]);
    const { blocked, permissions } = host.state(threadId);
    expect({ blocked, mode: permissions?.mode }).toEqual({ blocked: null, mode: "auto" });
  });

  it("reads the history that is left when everything that was known is gone, and pages on", async () => {
    const { stage, host, threadId, turnIdOf } = await begin(22);
    const third = turnIdOf("prompt 3");
    await host.dispose();
    const second = stage.host();
    await second.start();
    await second.threads.resume(threadId);
    const known = () => second.state(threadId).turns.flatMap(promptsOf);
    expect(known()[0]).toBe("prompt 3");
    await second.threads.revert(threadId, third);
    const left = ["prompt 1", "prompt 2"];
    expect(known()).toEqual(left);
    await runTurn(second, threadId, "prompt last");
    await second.threads.loadOlder(threadId);
    expect(known()).toEqual([...left, "prompt last"]);
  });

  it("goes on paging from where it was when earlier turns stay", async () => {
    const { stage, host, threadId, turnIdOf } = await begin(22);
    const last = turnIdOf("prompt 22");
    await host.dispose();
    const second = stage.host();
    await second.start();
    await second.threads.resume(threadId);
    await second.threads.revert(threadId, last);
    await second.threads.loadOlder(threadId);
    const known = second.state(threadId).turns.flatMap(promptsOf);
    expect(known).toEqual(Array.from({ length: 21 }, (_, at) => `prompt ${at + 1}`));
  });

  it("stops what runs, and late words of it make no turn", async () => {
    const { host, threadId, known, turnIdOf, toldLast } = await begin(1);
    await host.threads.send(threadId, "go");
    await host.until(() => itemsOf(host.state(threadId).turns[1], "commandExecution")[0]);
    await host.threads.revert(threadId, turnIdOf("go"));
    expect(known()).toEqual(["prompt 1"]);
    await runTurn(host, threadId, "prompt 2");
    expect(known()).toEqual(["prompt 1", "prompt 2"]);
    expect(host.state(threadId).turns).toHaveLength(2);
    expect(toldLast()).toEqual(["prompt 1", "Answer to prompt 1.", "prompt 2"]);
  });

  it("holds after a crash between it and the next turn", async () => {
    const { host, threadId, known, turnIdOf, toldLast } = await begin(2);
    await host.threads.revert(threadId, turnIdOf("prompt 2"));
    await killServer();
    await host.until(() => host.supervisor.state.phase !== "ready");
    await runTurn(host, threadId, "prompt again");
    expect(known()).toEqual(["prompt 1", "prompt again"]);
    expect(toldLast()).toEqual(["prompt 1", "Answer to prompt 1.", "prompt again"]);
  });

  it("works on the very first turn", async () => {
    const { host, threadId, known, turnIdOf, toldLast } = await begin(1);
    await host.threads.revert(threadId, turnIdOf("prompt 1"));
    expect(known()).toEqual([]);
    await runTurn(host, threadId, "prompt anew");
    expect(toldLast()).toEqual(["prompt anew"]);
  });
});

describe("fork at a message", () => {
  it("takes over the turns through its own, and leaves this thread as it is", async () => {
    const { host, threadId, known, toldLast } = await begin(3);
    const { turns } = host.state(threadId);
    const actions = messageActions(host.state(threadId), itemsOf(turns[1], "userMessage")[0]?.item.id ?? "");
    const forkId = await host.threads.fork(threadId, actions?.forkAt);
    expect(known(forkId)).toEqual(["prompt 1", "prompt 2"]);
    await runTurn(host, forkId, "prompt elsewhere");
    expect(toldLast()).toEqual([
      "prompt 1",
      "Answer to prompt 1.",
      "prompt 2",
      "Answer to prompt 2.",
      "prompt elsewhere",
    ]);
    expect(known()).toEqual(["prompt 1", "prompt 2", "prompt 3"]);
    expect(host.state(forkId).blocked).toBeNull();
  });

  it("ends before a turn that still runs", async () => {
    const { host, threadId, known } = await begin(1);
    await host.threads.send(threadId, "stream");
    const item = await host.until(() => itemsOf(host.state(threadId).turns[1], "userMessage")[0]);
    const actions = messageActions(host.state(threadId), item.item.id);
    const forkId = await host.threads.fork(threadId, actions?.forkAt);
    expect(known(forkId)).toEqual(["prompt 1"]);
    expect(host.state(threadId).turns[1]?.status).toBe("inProgress");
    await host.threads.stop(threadId);
  });
});
