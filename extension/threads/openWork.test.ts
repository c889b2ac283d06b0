// What comes back after a crash of server or host: each case is told by one host and recovered by another, on the
// same files.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { agentMessage, command, fileChange, threadId, turn, userMessage } from "../../test/samples/events.ts";
import { WorkFiles } from "../journal/workFiles.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { ThreadItem, Turn } from "../shared/protocol.ts";
import { reduceThread } from "../shared/reduceThread.ts";
import { emptyThread, type ThreadState } from "../shared/threadState.ts";
import { OpenWork } from "./openWork.ts";
import type { ApprovalRecord } from "./pendingRequests.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lectern-open-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const queued = new Set<string>();
const host = (): OpenWork =>
  new OpenWork({
    kept: new WorkFiles({ folder, log: () => undefined }),
    isQueued: (_, clientId) => queued.has(clientId),
    now: () => 1,
  });
afterEach(() => queued.clear());

const input = [{ type: "text" as const, text: "go", text_elements: [] }];
const goes = (work: OpenWork, clientId: string): Promise<void> =>
  work.promptGoes(threadId, clientId, { input, steers: null });

function begins(work: OpenWork, item: ThreadItem, turnId = "t1"): void {
  work.told({ method: "item/started", params: { threadId, turnId, item, startedAtMs: 10 } });
}

function ends(work: OpenWork, item: ThreadItem, turnId = "t1"): void {
  work.told({ method: "item/completed", params: { threadId, turnId, item, completedAtMs: 20 } });
}

function turnEnds(work: OpenWork, turnId = "t1"): void {
  work.told({ method: "turn/completed", params: { threadId, turn: turn(turnId, "completed") } });
}

/** The state of a new host that read this history. */
function read(work: OpenWork, page: Turn[], olderCursor: string | null = null): ThreadState {
  const loaded: ThreadEvent = { method: "lectern/historyLoaded", params: { turns: page, olderCursor } };
  const state = reduceThread(emptyThread(threadId, "/w"), [loaded]);
  return reduceThread(state, work.recover(threadId, page, state));
}

const past = (items: ThreadItem[], id = "t1"): Turn => turn(id, "interrupted", { items });

function marks(state: ThreadState): string[] {
  return state.turns.flatMap(({ entries }) =>
    entries.map((entry) =>
      entry.kind === "item"
        ? `${entry.item.id} ${entry.phase}`
        : "outcome" in entry.note
          ? entry.note.outcome
          : "?",
    ),
  );
}

const ls = command("c1", "ls -l");
const asked: ApprovalRecord = {
  type: "approvalShown",
  key: "k",
  threadId,
  generation: 1,
  approval: { key: "k", threadId, itemId: "c1" } as Extract<
    ApprovalRecord,
    { type: "approvalShown" }
  >["approval"],
};

it("shows a prompt that the server lost, once, and not one that it has", async () => {
  await goes(host(), "a");
  await goes(host(), "b");
  const state = read(host(), [past([userMessage("u", "go", "b")])]);
  expect(state.outgoing).toMatchObject([{ clientId: "a", notProcessed: "serverGone" }]);
  expect(read(host(), [past([userMessage("u", "go", "a")])]).outgoing).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it("does not show a prompt that the person has back, that waits in the queue, or whose turn runs", async () => {
  await goes(host(), "a");
  host().promptReturned(threadId, "a");
  expect(readdirSync(folder)).toEqual([]);
  await goes(host(), "q");
  queued.add("q");
  expect(read(host(), []).outgoing).toEqual([]);
  queued.clear();
  expect(read(host(), [turn("t1", "inProgress")]).outgoing).toEqual([]);
  expect(read(host(), []).outgoing).toMatchObject([{ clientId: "q" }]);
});

it("shows a command that ran when all ended, marked, behind what the history has of its turn", () => {
  begins(host(), ls);
  const state = read(host(), [past([userMessage("u", "go")])]);
  expect(marks(state)).toEqual(["u completed", "c1 cutOff", "unknown"]);
  const entry = state.turns[0]?.entries[1];
  expect(entry).toMatchObject({ item: { command: "ls -l", status: "inProgress" }, startedAtMs: 10 });
});

it("tells what nobody answered from what was denied and from what was allowed", () => {
  const work = host();
  begins(work, ls);
  work.approval(asked);
  expect(marks(read(host(), [past([])]))).toEqual(["c1 cutOff", "notRun"]);
  work.approval({ type: "approvalAnswered", key: "k", threadId, choice: "accept", told: "" });
  expect(marks(read(host(), [past([])]))).toEqual(["c1 cutOff", "unknown"]);
  work.approval(asked);
  work.approval({ type: "approvalAnswered", key: "k", threadId, choice: "decline", told: "" });
  expect(marks(read(host(), [past([])]))).toEqual(["c1 cutOff", "denied"]);
});

it("shows a change that had ended and that no history has, and says so", () => {
  const work = host();
  const change = fileChange("f", [{ path: "/w/a", kind: { type: "add" }, diff: "x" }], "completed");
  begins(work, change);
  ends(work, change);
  turnEnds(work);
  expect(marks(read(host(), [past([])]))).toEqual(["f completed", "ended"]);
  expect(marks(read(host(), [past([change])]))).toEqual(["f completed"]);
});

it("forgets what ended once a later turn is over, and keeps what never did", () => {
  const work = host();
  begins(work, ls);
  const other = command("c2", "sleep 9");
  begins(work, other);
  ends(work, command("c1", "ls -l", { status: "completed" }));
  turnEnds(work, "t1");
  turnEnds(work, "t2");
  expect(marks(read(host(), [past([]), past([], "t2")]))).toEqual(["c2 cutOff", "unknown"]);
});

it("makes a turn of what the server knows nothing of, only when all of its history is there", () => {
  begins(host(), ls, "lost");
  expect(read(host(), [past([])], "older").turns.map(({ turnId }) => turnId)).toEqual(["t1"]);
  const state = read(host(), [past([])]);
  expect(state.turns).toMatchObject([{ turnId: "t1" }, { turnId: "lost", status: "interrupted" }]);
});

it("shows what was streamed of a message, where it was said, marked by itself", () => {
  const work = host();
  const says = (itemId: string, delta: string): void =>
    work.told({ method: "item/agentMessage/delta", params: { threadId, turnId: "t1", itemId, delta } });
  begins(work, agentMessage("m"));
  says("m", "Half a message, cut in the mid");
  const after = { ...userMessage("u2", "steer"), startedAtMs: 11 };
  const state = read(host(), [past([{ ...userMessage("u", "go"), startedAtMs: 9 }, after])]);
  expect(marks(state)).toEqual(["u completed", "m cutOff", "u2 completed"]);
  expect(state.turns[0]?.entries[1]).toMatchObject({ item: { text: "Half a message, cut in the " } });
});

it("does not bring back the failed try of a message, nor a reviewer's verdict, nor one that said nothing", () => {
  const work = host();
  const says = (itemId: string): void =>
    work.told({
      method: "item/agentMessage/delta",
      params: { threadId, turnId: "t1", itemId, delta: "So and " },
    });
  begins(work, agentMessage("m1"));
  says("m1");
  const error = { message: "cut", codexErrorInfo: null, additionalDetails: null, misalignment: null };
  work.told({ method: "error", params: { threadId, turnId: "t1", willRetry: true, error } });
  begins(work, agentMessage("m2"));
  says("m2");
  expect(marks(read(host(), [past([])]))).toEqual(["m2 cutOff"]);
  begins(work, { type: "exitedReviewMode", id: "r", review: "fine" });
  begins(work, agentMessage("m3"));
  expect(marks(read(host(), [past([])]))).toEqual([]);
});

it("keeps what a running command has printed", () => {
  const work = host();
  begins(work, ls);
  const params = { threadId, turnId: "t1", itemId: "c1", delta: "line 1\nline 2\nli" };
  work.told({ method: "item/commandExecution/outputDelta", params });
  expect(read(host(), [past([])]).turns[0]?.entries[0]).toMatchObject({
    item: { aggregatedOutput: "line 1\nline 2\n" },
  });
});

it("says of a change that its turn cut it off", () => {
  const work = host();
  begins(work, fileChange("f", [{ path: "/w/a", kind: { type: "add" }, diff: "x" }]));
  turnEnds(work);
  expect(marks(read(host(), [past([])]))).toEqual(["f cutOff", "cutOff"]);
});

it("drops what the person reverted, and all of a thread that was deleted", async () => {
  const work = host();
  begins(work, ls);
  work.dropTurns(threadId, ["t1"]);
  expect(marks(read(host(), [past([])]))).toEqual([]);
  await goes(work, "a");
  work.told({ method: "thread/deleted", params: { threadId } });
  expect(readdirSync(folder)).toEqual([]);
});

it("stays bounded, however much a turn begins", () => {
  const work = host();
  for (let n = 0; n < 450; n++) begins(work, command(`c${n}`, `echo ${n}`));
  const { turns } = read(host(), [past([])]);
  const shown = turns[0]?.entries.filter(({ kind }) => kind === "item") ?? [];
  expect(shown.length).toBeLessThanOrEqual(200);
  expect(shown.at(-1)).toMatchObject({ item: { id: "c449" } });
});
