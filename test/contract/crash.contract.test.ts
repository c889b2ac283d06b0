// The server is killed: idle, in the middle of a message, and while it waits for a decision. What was streamed
// is kept, nothing is answered for a person, and the thread goes on.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { livingOf } from "../../extension/codex/processTree.ts";
import type { TurnState } from "../../extension/shared/threadState.ts";
import { message } from "../provider/events.ts";
import { firstOf, type Script, whenUser } from "../provider/script.ts";
import { longCommand } from "../provider/scripts/commands.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { patch } from "../provider/scripts/patches.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";
import { endedTurn, itemsOf, killServer, ourProcesses, runTurn, setStage } from "./stage.ts";

const afterwards = whenUser(/^and now/, [message("I go on.")]);

async function begin(script: Script) {
  const stage = await setStage(firstOf(afterwards, script), { files: scriptFiles });
  const sent: string[] = [];
  const host = stage.host({
    onLine: (direction, line) => void (direction === "sent" && sent.push(line)),
  });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  const crash = async (): Promise<void> => {
    await killServer();
    await host.until(() => host.supervisor.state.phase !== "ready");
  };
  return { stage, host, threadId, sent, crash };
}

function noteTypes(turn: TurnState): string[] {
  return turn.entries.flatMap((entry) => (entry.kind === "note" ? [entry.note.type] : []));
}

describe("a server that is killed", () => {
  it("while idle is replaced, and the same thread takes the next prompt", async () => {
    const { host, threadId, crash } = await begin(longStream(3));
    await runTurn(host, threadId, "go");
    await crash();
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
    const { turns } = host.state(threadId);
    expect(turns.map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(turns.flatMap(noteTypes)).toEqual([]);
    expect(host.supervisor.state).toMatchObject({ phase: "ready", generation: 2 });
  });

  it("in the middle of a message leaves what was streamed, marked as cut off", async () => {
    const { host, threadId, crash } = await begin(longStream(1000, { delayMs: 10 }));
    await host.threads.send(threadId, "go");
    const streamed = await host.until(() => {
      const text = itemsOf(host.state(threadId).turns[0], "agentMessage")[0]?.item.text ?? "";
      return text.length > 100 && text;
    });
    await crash();
    const turn = endedTurn(host.state(threadId), "go");
    if (turn === undefined) expect.unreachable();
    expect(turn.status).toBe("interrupted");
    expect(noteTypes(turn)).toEqual(["serverGone"]);
    const [cut] = itemsOf(turn, "agentMessage");
    expect(cut?.phase).toBe("cutOff");
    expect(cut?.item.text.startsWith(streamed)).toBe(true);
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
    const [first, second, ...more] = host.state(threadId).turns;
    expect(more).toEqual([]);
    expect(itemsOf(first, "agentMessage")).toEqual([cut]);
    expect(itemsOf(second, "agentMessage")).toMatchObject([{ item: { text: "I go on." } }]);
  });

  it("while it waits for a decision leaves the approval void, and no answer reaches another server", async () => {
    const { stage, host, threadId, sent, crash } = await begin(patch);
    await host.threads.send(threadId, "go");
    const approval = await host.until(() => host.state(threadId).approvals[0]);
    await crash();
    const turn = endedTurn(host.state(threadId), "go");
    if (turn === undefined) expect.unreachable();
    expect(noteTypes(turn)).toEqual(["approvalVoid", "serverGone"]);
    expect(host.state(threadId).approvals).toEqual([]);
    expect(await host.threads.answer(approval.key, "accept")).toBe("unknown");
    expect((await runTurn(host, threadId, "and now?")).status).toBe("completed");
    expect(await host.threads.answer(approval.key, "accept")).toBe("unknown");
    expect(sent.filter((line) => line.includes('"result"') || line.includes('"error"'))).toEqual([]);
    expect(await readFile(join(stage.workspace, "src/greeting.js"), "utf8")).toBe(
      scriptFiles["src/greeting.js"],
    );
  });

  it("in the middle of a command leaves no process after the host was ended", async () => {
    const { host, threadId, crash } = await begin(longCommand);
    await host.threads.send(threadId, "go");
    await host.until(() => itemsOf(host.state(threadId).turns[0], "commandExecution").length > 0);
    const begun = await ourProcesses();
    expect(begun.length).toBeGreaterThan(1);
    await crash();
    await host.until(() => host.supervisor.state.phase === "ready");
    await host.dispose();
    expect(await ourProcesses()).toEqual([]);
    expect(await livingOf(begun)).toEqual([]);
  });
});
