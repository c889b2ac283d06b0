// The thread of a sub-agent, in both forms that the server has: it streams unannounced, is told apart from any other
// thread by the server's own word, ends with its parent, and is read back from history without being loaded.

import { describe, expect, it } from "vitest";
import { runningTurn, type TurnState } from "../../extension/shared/threadState.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import * as call from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { firstOf, sequence, whenUser, type Script } from "../provider/script.ts";
import type { Response } from "../provider/step.ts";
import { itemsOf, runTurn, setStage, type Stage } from "./stage.ts";

const forms = [
  {
    form: "collaboration",
    model: "gpt-6.1-sol",
    name: "counter",
    spawn: call.spawnAgent({ message: "count the files", taskName: "counter" }),
    wait: call.waitAgent({ timeoutMs: 60_000 }),
  },
  {
    form: "multi_agent_v1",
    model: "mock-model",
    name: expect.stringMatching(/^\p{L}+/u),
    spawn: call.spawnAgent({ message: "count the files" }),
    wait: call.waitAgent({ timeoutMs: 60_000, targets: "spawned" }),
  },
] as const;
type Form = (typeof forms)[number];

function script({ spawn, wait }: Form, agent: readonly Response[]): Script {
  return firstOf(whenUser(/^count the files$/, agent), sequence([spawn, wait, message("done")]));
}

async function stageOf(form: Form, agent: readonly Response[]): Promise<Stage> {
  return setStage(script(form, agent), { model: form.model });
}

/** The thread that streams without having been started here. */
function agentIn(host: HeadlessHost, threadId: string): string | undefined {
  return host.threads.store.ids.find((known) => known !== threadId);
}

const answersOf = (turns: readonly TurnState[]): string[] =>
  turns.flatMap((turn) => itemsOf(turn, "agentMessage").map(({ item }) => item.text));

describe.each(forms)("an agent of the form $form", (form) => {
  it("is opened while it waits for an approval, whose card stands in both threads", async () => {
    const stage = await stageOf(form, [
      call.command({ cmd: "echo hi", escalate: { justification: "To see." } }),
      message("Three files."),
    ]);
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    const over = runTurn(host, threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    const agentId = agentIn(host, threadId) ?? "";
    expect(approval.threadId).toBe(agentId);
    const { agents } = host.threads;
    expect(await agents.open(agentId, threadId)).toBe(true);
    expect(host.state(agentId)).toMatchObject({
      cwd: stage.workspace,
      agent: { parentThreadId: threadId, name: form.name, unread: null },
    });
    expect(agents.viewOf(agentId)).toMatchObject({
      threadId,
      runningTurnId: runningTurn(host.state(threadId))?.turnId,
      approvals: [{ key: approval.key }],
      othersWaiting: 0,
    });
    expect(await host.threads.answer(approval.key, "accept")).toBe("sent");
    await over;
    expect(agents.viewOf(agentId)).toMatchObject({ runningTurnId: null, approvals: [] });
    expect(answersOf(host.state(agentId).turns)).toEqual(["Three files."]);
    await expect(host.threads.send(agentId, "hello")).rejects.toThrow("takes no messages");
  });

  it("ends with the turn of its parent, its command too", async () => {
    const stage = await stageOf(form, [
      call.command({ cmd: "echo begin; sleep 600", yieldTimeMs: 60_000 }),
      message("Three files."),
    ]);
    const host = stage.host();
    await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "go");
    const agentId = await host.until(() => agentIn(host, threadId));
    await host.until(() => itemsOf(host.state(agentId).turns[0], "commandExecution").length > 0);
    await host.threads.stop(threadId);
    const [command] = await host.until(
      () => !runningTurn(host.state(agentId)) && itemsOf(host.state(agentId).turns[0], "commandExecution"),
    );
    expect(host.state(agentId).turns[0]?.status).toBe("interrupted");
    await host.until(
      () => itemsOf(host.state(agentId).turns[0], "commandExecution")[0]?.phase === "completed",
    );
    expect(command?.item.command).toContain("sleep 600");
  });

  it("is read back by another process without being loaded, and no other thread is", async () => {
    const stage = await stageOf(form, [message("Three files.")]);
    const first = stage.host();
    await first.start();
    const threadId = await first.threads.start(stage.workspace);
    await runTurn(first, threadId, "go");
    const agentId = agentIn(first, threadId) ?? "";
    await first.until(() => !runningTurn(first.state(agentId)));
    const strangerId = await first.threads.start(stage.workspace);
    await runTurn(first, strangerId, "count the files");
    await first.dispose();

    const second = stage.host();
    const connection = await second.start();
    await second.threads.resume(threadId);
    const { agents } = second.threads;
    expect(second.threads.store.has(agentId)).toBe(false);
    expect(await agents.open(strangerId, threadId)).toBe(false);
    expect(await agents.open(agentId, threadId)).toBe(true);
    expect(answersOf(second.state(agentId).turns)).toEqual(["Three files."]);
    expect(agents.rootOf(agentId)).toBe(threadId);
    const loaded = await connection.call("thread/loaded/list", {});
    expect(loaded.data).toEqual([threadId]);
  });
});
