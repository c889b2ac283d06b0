// Messages that wait for the running turn: sent turn by turn, held when the turn did not end well, and after a crash
// or a reload, never lost and never sent twice. And the message that the server took and lost.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runningTurn } from "../../extension/shared/threadState.ts";
import { KeptFile } from "../../extension/memory/keptFile.ts";
import { MessageQueue } from "../../extension/threads/messageQueue.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import { message } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { killServer, ourProcesses, promptsOf, runTurn, setStage, type Stage } from "./stage.ts";

const answers = whenUser(/^prompt/, ({ lastUserText }) => message(`Answer to ${lastUserText}.`));
const shortStream = whenUser(/^work/, longStream(20, { delayMs: 20 }));
const script = firstOf(answers, shortStream, whenUser(/^long/, longStream(1000, { delayMs: 10 })));

function queueOn(stage: Stage, host: HeadlessHost): MessageQueue {
  const { queueParts } = host.threads;
  const kept = new KeptFile(join(stage.root, "queue.json"), () => undefined);
  return new MessageQueue({ ...queueParts, kept, log: () => undefined });
}

async function begin() {
  const stage = await setStage(script);
  let queue: MessageQueue | undefined;
  const host = stage.host({
    onNotification: (notification) => {
      if (notification.method !== "turn/completed") return;
      queue?.turnEnded(notification.params.threadId, notification.params.turn.status);
    },
    onServerState: ({ phase }) => void (phase === "restarting" && queue?.serverGone()),
  });
  queue = queueOn(stage, host);
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  const view = () => host.state(threadId).messageQueue;
  const asked = () => stage.provider.requests.map(({ lastUserText }) => lastUserText);
  const prompts = () => host.state(threadId).turns.map(promptsOf);
  const isDone = (text: string) => () =>
    host.state(threadId).turns.some((turn) => promptsOf(turn).includes(text) && turn.status === "completed");
  return { stage, host, queue, threadId, view, asked, prompts, isDone };
}

const one = { clientId: "c1", text: "prompt one" };
const two = { clientId: "c2", text: "prompt two" };

describe("the queue", () => {
  it("sends one message a turn, in order, when the turn before was completed", async () => {
    const { host, queue, threadId, view, prompts, isDone } = await begin();
    await host.threads.send(threadId, "work");
    await queue.add(threadId, two);
    await queue.add(threadId, one);
    queue.move(threadId, "c1", -1);
    expect(view()).toEqual({ messages: [one, two], held: null });
    await host.until(isDone("prompt two"));
    expect(prompts()).toEqual([["work"], ["prompt one"], ["prompt two"]]);
    expect(view().messages).toEqual([]);
  });

  it("is held when the turn was stopped, and goes on when the person says so", async () => {
    const { host, queue, threadId, view, asked, isDone } = await begin();
    await host.threads.send(threadId, "long");
    await queue.add(threadId, one);
    await host.threads.stop(threadId);
    await host.until(() => view().held === "interrupted");
    await runTurn(host, threadId, "prompt between");
    expect(asked()).not.toContain("prompt one");
    queue.hold(threadId, false);
    await host.until(isDone("prompt one"));
    expect(asked().filter((text) => text === "prompt one")).toHaveLength(1);
  });

  it("steers with a message that is sent now", async () => {
    const { host, queue, threadId, view, prompts } = await begin();
    await host.threads.send(threadId, "long");
    await host.until(() => (host.state(threadId).turns[0]?.entries.length ?? 0) > 1);
    await queue.add(threadId, one);
    await queue.sendNow(threadId, "c1");
    await host.until(() => prompts()[0]?.includes("prompt one"));
    expect(prompts()).toEqual([["long", "prompt one"]]);
    expect(view().messages).toEqual([]);
  });

  it("is held after a crash and after a reload, and then sends each message once", async () => {
    const { stage, host, queue, threadId, view, asked } = await begin();
    await runTurn(host, threadId, "prompt first");
    await host.threads.send(threadId, "long");
    await queue.add(threadId, one);
    await killServer();
    await host.until(() => view().held === "serverGone" && host.supervisor.state.phase === "ready");
    await runTurn(host, threadId, "prompt between");
    expect(asked()).not.toContain("prompt one");
    await host.dispose();

    const second = stage.host();
    const reloaded = queueOn(stage, second);
    await second.start();
    await second.threads.resume(threadId);
    await reloaded.tell(threadId);
    expect(second.state(threadId).messageQueue).toEqual({ messages: [one], held: "reloaded" });
    reloaded.hold(threadId, false);
    await second.until(() => second.state(threadId).turns.some((turn) => promptsOf(turn).includes(one.text)));
    await reloaded.settled();
    expect(second.state(threadId).messageQueue.messages).toEqual([]);
    await second.until(() => runningTurn(second.state(threadId)) === undefined);
    expect(asked().filter((text) => text === "prompt one")).toHaveLength(1);
    const third = queueOn(stage, second);
    await third.tell(threadId);
    third.hold(threadId, false);
    expect(second.state(threadId).messageQueue.messages).toEqual([]);
  });

  it("does not send again what the server has already", async () => {
    const { stage, host, threadId, asked } = await begin();
    await host.threads.send(threadId, one.text, one.clientId);
    await host.until(() => host.state(threadId).turns[0]?.status === "completed");
    const kept = new KeptFile(join(stage.root, "queue.json"), () => undefined);
    kept.keep([{ threadId, messages: [{ ...one, wasTried: true }] }]);
    await kept.settled();
    const reloaded = queueOn(stage, host);
    await reloaded.tell(threadId);
    await host.until(() => host.state(threadId).messageQueue.messages.length === 0);
    await reloaded.settled();
    await host.until(() => host.state(threadId).messageQueue.held === null);
    expect(asked()).toEqual(["prompt one"]);
    expect(host.state(threadId).turns).toHaveLength(1);
  });
});

describe("a server that is killed right after it took a message", () => {
  it("leaves the message, marked, and sends it again once", async () => {
    const { host, threadId, asked, isDone } = await begin();
    await runTurn(host, threadId, "prompt one");
    const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
    await host.threads.send(threadId, "prompt lost", "lost");
    process.kill(server?.pid ?? Number.NaN, "SIGKILL");
    await host.until(() => host.supervisor.state.phase !== "ready");
    const outgoing = () => host.state(threadId).outgoing;
    const inTurns = () => host.state(threadId).turns.flatMap(promptsOf);
    if (outgoing().length === 0) {
      // The server was quicker than the kill and told of the prompt: it stands in its turn, and nothing is lost.
      expect(inTurns()).toEqual(["prompt one", "prompt lost"]);
      await host.threads.sendAgain(threadId, "lost");
      expect(inTurns()).toEqual(["prompt one", "prompt lost"]);
      return;
    }
    expect(outgoing()).toMatchObject([{ clientId: "lost", notProcessed: "serverGone" }]);
    expect(inTurns()).toEqual(["prompt one"]);
    await Promise.all([host.threads.sendAgain(threadId, "lost"), host.threads.sendAgain(threadId, "lost")]);
    await host.until(isDone("prompt lost"));
    expect(outgoing()).toEqual([]);
    expect(inTurns()).toEqual(["prompt one", "prompt lost"]);
    expect(asked()).toEqual(["prompt one", "prompt lost"]);
  });
});
