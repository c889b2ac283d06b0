// How cards end without an answer, on the real server, and answers that find no card: a stopped turn, a killed
// server, a sub-agent's request, a request that no person is asked.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Note } from "../../../extension/shared/threadState.ts";
import { dynamicCall, spawnAgent, waitAgent } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { firstOf, sequence, whenUser } from "../../provider/script.ts";
import { itemsOf, killServer } from "../stage.ts";
import { changing, type Desk, escalated, openDesk, replyLine, statuses } from "./desk.ts";

function notes(desk: Desk): Note[] {
  const turns = desk.host.state(desk.threadId).turns;
  return turns.flatMap((turn) =>
    turn.entries.flatMap((entry) => (entry.kind === "note" ? [entry.note] : [])),
  );
}

const script = firstOf(
  whenUser(/^go$/, [escalated("touch one.txt"), message("Done.")]),
  whenUser(/^next$/, [escalated("touch two.txt"), message("Done.")]),
);

describe("a card", () => {
  it("closes when its turn is stopped; a late answer sends nothing and its command is not running", async () => {
    const desk = await openDesk(script);
    await desk.begin("go");
    const card = await desk.card();
    await desk.host.threads.stop(desk.threadId);
    await desk.host.until(() => desk.host.state(desk.threadId).approvals.length === 0);
    expect(await desk.host.threads.answer(card.key, "accept")).toBe("unknown");
    const turn = await desk.end("go");
    expect(turn.status).toBe("interrupted");
    expect(itemsOf(turn, "commandExecution")).toMatchObject([{ phase: "cutOff" }]);
    expect(notes(desk)).toMatchObject([{ type: "approvalVoid", because: "resolved" }]);
    expect((await desk.turn("next", ["accept"])).turn.status).toBe("completed");
    expect(desk.replies).toEqual([replyLine(1, { decision: "accept" })]);
    expect(existsSync(join(desk.stage.workspace, "one.txt"))).toBe(false);
  });

  it("is void when its server is killed; its answer does not reach the same id of the next server", async () => {
    const desk = await openDesk(script);
    await desk.begin("go");
    const card = await desk.card();
    await killServer();
    await desk.host.until(() => desk.host.state(desk.threadId).approvals.length === 0);
    expect(notes(desk)).toMatchObject([
      { type: "approvalVoid", because: "serverGone" },
      { type: "serverGone" },
    ]);
    await desk.begin("next");
    const fresh = await desk.card();
    expect(fresh.requestId).toBe(card.requestId);
    expect(await desk.host.threads.answer(card.key, "accept")).toBe("unknown");
    expect(desk.replies).toEqual([]);
    await desk.answer(fresh, "decline");
    expect((await desk.end("next")).status).toBe("completed");
    expect(desk.replies).toEqual([replyLine(0, { decision: "decline" })]);
    const exist = ["one.txt", "two.txt"].map((name) => existsSync(join(desk.stage.workspace, name)));
    expect(exist).toEqual([false, false]);
  });

  it("of a sub-agent stands in the thread it works for, and the answer reaches it", async () => {
    const desk = await openDesk(
      firstOf(
        whenUser(/^count the files$/, [escalated("touch by-child.txt"), message("Three files.")]),
        sequence([
          spawnAgent({ message: "count the files", taskName: "counter" }),
          waitAgent({ timeoutMs: 20_000 }),
          message("Done."),
        ]),
      ),
      { model: "gpt-6.1-sol" },
    );
    const seen = await desk.turn("go", ["accept"]);
    expect(seen.asked).toEqual(["touch by-child.txt"]);
    const [card] = seen.cards;
    expect(card?.agent).toBe("/root/counter");
    expect(card?.threadId).not.toBe(desk.threadId);
    expect(card?.turnId).toBe(seen.turn.turnId);
    const notes = seen.turn.entries.flatMap((entry) => (entry.kind === "note" ? [entry.note] : []));
    expect(notes).toMatchObject([{ type: "decision", choice: "accept", agent: "/root/counter" }]);
    expect(desk.replies).toEqual([replyLine(0, { decision: "accept" })]);
    expect(existsSync(join(desk.stage.workspace, "by-child.txt"))).toBe(true);
    const child = desk.host.state(card?.threadId ?? "").turns.at(-1);
    expect(itemsOf(child, "commandExecution")).toMatchObject([{ item: { status: "completed" } }]);
  });
});

describe("a tool that this client does not have", () => {
  it("is answered at once; its item fails and the turn goes on", async () => {
    const inputSchema = { type: "object", properties: {} };
    const tool = { type: "function", name: "where", description: "Says where.", inputSchema };
    const between = changing("thread/start", (params) => ({ ...params, dynamicTools: [tool] }));
    const desk = await openDesk(sequence([dynamicCall("where", { line: 1 }), message("Done.")]), {
      host: { between },
    });
    const seen = await desk.turn("go");
    const contentItems = [{ type: "inputText", text: "This client offers no tools." }];
    expect(desk.replies).toEqual([replyLine(0, { contentItems, success: false })]);
    expect(seen.cards).toEqual([]);
    expect(statuses(seen, "dynamicToolCall")).toEqual(["failed"]);
    expect(seen.told).toEqual(["This client offers no tools."]);
    expect(seen.turn.status).toBe("completed");
  });
});
