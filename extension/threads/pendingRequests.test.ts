import { describe, expect, it } from "vitest";
import {
  command,
  commandApproval,
  fileChange,
  fileChangeApproval,
  threadId,
  turnId,
} from "../../test/samples/events.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { ThreadItem } from "../shared/protocol.ts";
import { newEntry } from "../shared/threadDraft.ts";
import { PendingRequests, type PendingRequestsOptions, type ReplyOnce } from "./pendingRequests.ts";

function setUp({ record }: Pick<PendingRequestsOptions, "record"> = {}) {
  const items = new Map<string, ThreadItem>();
  const events: ThreadEvent[] = [];
  const sent: unknown[] = [];
  const pending = new PendingRequests({
    findItem: (_thread, id) => {
      const item = items.get(id);
      return item && newEntry(item, "running");
    },
    emit: (_thread, event) => void events.push(event),
    now: () => 5,
    ...(record && { record }),
  });
  const reply = (): ReplyOnce => {
    let open = true;
    const once = (value: unknown): boolean => {
      if (!open) return false;
      open = false;
      sent.push(value);
      return true;
    };
    return { result: once, error: once };
  };
  const shownIn = { threadId, turnId, agent: null };
  return { items, events, sent, pending, reply, shownIn };
}

describe("PendingRequests", () => {
  it("sends the decision of an offered choice, once", async () => {
    const { pending, reply, sent, shownIn, events } = setUp();
    const { key } = pending.add(commandApproval(0, "make"), reply(), 1, shownIn);
    expect(await pending.answer(key, "accept")).toBe("sent");
    expect(await pending.answer(key, "accept")).toBe("unknown");
    expect(sent).toEqual([{ decision: "accept" }]);
    expect(events.map((e) => e.method)).toEqual(["lectern/approvalOpened", "lectern/approvalAnswered"]);
  });

  it("sends nothing for a choice that was not offered or a key that is not live", async () => {
    const { pending, reply, sent, shownIn } = setUp();
    const { key } = pending.add(commandApproval(0, "make"), reply(), 1, shownIn);
    expect(await pending.answer(key, "acceptWithRule")).toBe("notOffered");
    expect(await pending.answer(`${key}x`, "accept")).toBe("unknown");
    expect(await pending.answer("1.0", "accept")).toBe("unknown");
    expect(sent).toEqual([]);
  });

  it("brings the card back, with the reason and a key of its own, when an answer does not fit", async () => {
    const { pending, reply, sent, shownIn } = setUp();
    const amendment = { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["make", "test"] } };
    const request = commandApproval(0, "make test", { availableDecisions: ["accept", amendment, "cancel"] });
    const first = pending.add(request, reply(), 1, shownIn);
    expect(first.problem).toBe(null);
    expect(await pending.answer(first.key, "acceptWithRule", { kind: "rule", words: 3 })).toBe("notFitting");
    const [again] = pending.shownIn(threadId);
    expect(again).toMatchObject({ ask: first.ask, problem: expect.stringContaining("did not fit") });
    expect(again?.key).not.toBe(first.key);
    expect(await pending.answer(first.key, "accept")).toBe("unknown");
    expect(again && (await pending.answer(again.key, "accept"))).toBe("sent");
    expect(sent).toEqual([{ decision: "accept" }]);
  });

  it.each([
    ["is not taken", () => false],
    [
      "throws",
      () => {
        throw new TypeError("a cycle");
      },
    ],
  ])("brings the card back when the reply %s", async (_how, result) => {
    const { pending, shownIn, events } = setUp();
    const first = pending.add(commandApproval(0, "make"), { result, error: () => false }, 1, shownIn);
    expect(await pending.answer(first.key, "accept")).toBe("notSent");
    expect(await pending.answer(first.key, "accept")).toBe("unknown");
    expect(pending.shownIn(threadId)).toMatchObject([{ problem: expect.stringContaining("not be sent") }]);
    expect(events.map((e) => e.method)).toEqual(["lectern/approvalOpened", "lectern/approvalOpened"]);
  });

  it("keeps a decision that is on its way, whatever else is tried on its card", async () => {
    const kept = Promise.withResolvers<void>();
    const { pending, reply, sent, shownIn } = setUp({ record: () => kept.promise });
    const { key } = pending.add(commandApproval(0, "make"), reply(), 1, shownIn);
    const outcome = pending.answer(key, "accept");
    expect(await pending.answer(key, "acceptWithRule")).toBe("notOffered");
    expect(await pending.answer(key, "decline")).toBe("alreadyAnswered");
    kept.resolve();
    expect(await outcome).toBe("sent");
    expect(sent).toEqual([{ decision: "accept" }]);
  });

  it("tells of an answer that its server did not settle before it ended", async () => {
    const { pending, reply, shownIn, events } = setUp();
    const lost = pending.add(commandApproval(0, "make"), reply(), 1, shownIn);
    const settled = pending.add(commandApproval(1, "make test"), reply(), 1, shownIn);
    await pending.answer(lost.key, "accept");
    await pending.answer(settled.key, "accept");
    pending.resolved({ method: "serverRequest/resolved", params: { threadId, requestId: 1 } }, 1);
    pending.serverGone(1);
    pending.serverGone(1);
    const told = events.filter((event) => event.method === "lectern/answerLost");
    expect(told).toEqual([{ method: "lectern/answerLost", params: { approval: lost, atMs: 5 } }]);
  });

  it("does not let an answer to a dead server's card reach the same id of the next server", async () => {
    const { pending, reply, sent, shownIn } = setUp();
    const old = pending.add(commandApproval(0, "make"), reply(), 1, shownIn);
    pending.serverGone(1);
    const fresh = pending.add(commandApproval(0, "rm -rf build"), reply(), 2, shownIn);
    expect(await pending.answer(old.key, "accept")).toBe("unknown");
    expect(sent).toEqual([]);
    expect(await pending.answer(fresh.key, "decline")).toBe("sent");
    expect(sent).toEqual([{ decision: "decline" }]);
  });

  it("lets a file change without its item be denied only, and voids the key when the item arrives", async () => {
    const { pending, reply, sent, items, shownIn } = setUp();
    const blind = pending.add(fileChangeApproval(0, "f"), reply(), 1, shownIn);
    expect(await pending.answer(blind.key, "accept")).toBe("notDecidable");
    items.set("f", fileChange("f", [{ path: "/a", kind: { type: "add" }, diff: "x" }]));
    pending.itemChanged(threadId, "f");
    expect(await pending.answer(blind.key, "decline")).toBe("unknown");
    const [card] = pending.shownIn(threadId);
    expect(card && (await pending.answer(card.key, "accept"))).toBe("sent");
    expect(sent).toEqual([{ decision: "accept" }]);
  });

  it("makes the card anew when the changes it showed change", async () => {
    const { pending, reply, items, shownIn, sent } = setUp();
    items.set("f", fileChange("f", [{ path: "/a", kind: { type: "add" }, diff: "harmless" }]));
    const first = pending.add(fileChangeApproval(0, "f"), reply(), 1, shownIn);
    items.set("f", fileChange("f", [{ path: "/a", kind: { type: "add" }, diff: "other" }]));
    pending.itemChanged(threadId, "f");
    expect(await pending.answer(first.key, "accept")).toBe("unknown");
    expect(sent).toEqual([]);
  });

  it("drops a decision about changes that change before its reply is out, and asks again", async () => {
    const kept = Promise.withResolvers<void>();
    const { pending, reply, items, shownIn, sent } = setUp({ record: () => kept.promise });
    items.set("f", fileChange("f", [{ path: "/a", kind: { type: "add" }, diff: "harmless" }]));
    const first = pending.add(fileChangeApproval(0, "f"), reply(), 1, shownIn);
    const outcome = pending.answer(first.key, "accept");
    items.set("f", fileChange("f", [{ path: "/a", kind: { type: "add" }, diff: "other" }]));
    pending.itemChanged(threadId, "f");
    kept.resolve();
    expect(await outcome).toBe("unknown");
    expect(sent).toEqual([]);
    const [card] = pending.shownIn(threadId);
    expect(card && (await pending.answer(card.key, "decline"))).toBe("sent");
    expect(sent).toEqual([{ decision: "decline" }]);
  });

  it("answers each of many interleaved requests with its own choice", async () => {
    const { pending, reply, shownIn } = setUp();
    const answers: [number, unknown][] = [];
    const cards = Array.from({ length: 20 }, (_, id) => {
      const inner = reply();
      const recorded: ReplyOnce = {
        result: (value) => {
          answers.push([id, value]);
          return inner.result(value);
        },
        error: () => false,
      };
      return pending.add(commandApproval(id, `run ${id}`), recorded, 1, shownIn);
    });
    const order = [...cards.keys()].toSorted((a, b) => ((a * 7) % 20) - ((b * 7) % 20));
    for (const at of order) await pending.answer(cards[at]?.key ?? "", at % 2 === 0 ? "accept" : "decline");
    expect(answers).toEqual(order.map((at) => [at, { decision: at % 2 === 0 ? "accept" : "decline" }]));
  });

  it("builds the program of a typed-input card from the stored command", async () => {
    const { pending, reply, items, shownIn } = setUp();
    items.set("item-0", command("item-0", "python3 -i"));
    const { ask } = pending.add(
      commandApproval(0, "import os\n", { kind: "writeStdin" }),
      reply(),
      1,
      shownIn,
    );
    expect(ask).toMatchObject({ kind: "stdin", program: "python3 -i", input: "import os\n" });
  });
});
