// The list against a server that is played here: whatever order its pages and notifications arrive in, each thread
// has one entry, in the right list, under its last name.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServerNotification, Thread } from "../shared/protocol.ts";
import { Entries, type PageOf } from "./entries.ts";
import { sampleThread } from "./testing/sampleThread.ts";

const ids = ["a", "b", "c", "d"];

interface Truth {
  name: string | null;
  isArchived: boolean;
  isDeleted: boolean;
  sectionId: string | null;
}

/** A server with a few threads, and the client's view of it. Pages are asked for and arrive later. */
class Play {
  readonly truth = new Map<string, Truth>(
    ids.map((id) => [id, { name: null, isArchived: false, isDeleted: false, sectionId: null }]),
  );
  readonly entries = new Entries(() => 0);
  readonly #underWay: PageOf[] = [];

  ask(isArchived: boolean): void {
    const listed = [...this.truth].filter(([, t]) => !t.isDeleted && t.isArchived === isArchived);
    const threads = listed.map(([id, t]) => threadOf(id, t));
    // A rollout of a reverted thread stands among the archived ones, and the same thread twice (facts §8).
    const twins = isArchived ? threads.slice(0, 1) : [];
    const askedAt = this.entries.moment;
    this.#underWay.push({ threads: [...threads, ...twins], readStates: null, isArchived, askedAt });
  }

  arrive(index: number): void {
    const [page] = this.#underWay.splice(index % Math.max(1, this.#underWay.length), 1);
    if (page) this.entries.page(page);
  }

  arriveAll(): void {
    while (this.#underWay.length > 0) this.arrive(0);
  }

  do(id: string, what: "archive" | "unarchive" | "delete" | "rename" | "pin" | "unpin"): void {
    const truth = this.truth.get(id);
    if (!truth || truth.isDeleted) return;
    switch (what) {
      case "archive":
      case "unarchive":
        truth.isArchived = what === "archive";
        return this.#tell({ method: `thread/${what}d`, params: { threadId: id } });
      case "delete":
        truth.isDeleted = true;
        return this.#tell({ method: "thread/deleted", params: { threadId: id } });
      case "rename":
        truth.name = `${truth.name ?? "n"}+`;
        return this.#tell({
          method: "thread/name/updated",
          params: { threadId: id, threadName: truth.name },
        });
      case "pin":
      case "unpin":
        truth.sectionId = what === "pin" ? "pinned" : null;
        return this.#tell({
          method: "thread/section/changed",
          params: { threadId: id, sectionId: truth.sectionId },
        });
    }
  }

  #tell(notification: ServerNotification): void {
    this.entries.hear(notification);
  }
}

function threadOf(id: string, { name, sectionId }: Truth): Thread {
  const section = sectionId === null ? null : { id: sectionId, name: "Pinned", appearance: null };
  return sampleThread({ id, name, section });
}

const step = fc.oneof(
  fc.record({ type: fc.constant("ask" as const), isArchived: fc.boolean() }),
  fc.record({ type: fc.constant("arrive" as const), index: fc.nat(5) }),
  fc.record({
    type: fc.constant("do" as const),
    id: fc.constantFrom(...ids),
    what: fc.constantFrom("archive", "unarchive", "delete", "rename", "pin", "unpin" as const),
  }),
);

describe("the entries of a list", () => {
  it("are what the server has, in whatever order it was told", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const play = new Play();
        play.ask(false);
        for (const each of steps) {
          if (each.type === "ask") play.ask(each.isArchived);
          else if (each.type === "arrive") play.arrive(each.index);
          else play.do(each.id, each.what);
        }
        play.arriveAll();
        const seen = play.entries.all.map(({ threadId, name, isArchived, sectionId }) => ({
          threadId,
          name,
          isArchived,
          sectionId,
        }));
        const wanted = [...play.truth]
          .filter(([, truth]) => !truth.isDeleted)
          .map(([threadId, { name, isArchived, sectionId }]) => ({ threadId, name, isArchived, sectionId }));
        expect(seen.toSorted((a, b) => (a.threadId < b.threadId ? -1 : 1))).toEqual(wanted);
      }),
      { numRuns: 3_000 },
    );
  });

  it("lose what another process deleted once the list was read to its end, and nothing that was just heard of", () => {
    const entries = new Entries(() => 0);
    const first = entries.moment;
    const threads = ["a", "b"].map((id) => sampleThread({ id }));
    entries.page({ threads, readStates: null, isArchived: false, askedAt: first });
    entries.hear({ method: "thread/name/updated", params: { threadId: "a", threadName: "x" } });
    const askedAt = entries.moment;
    entries.hear({ method: "thread/started", params: { thread: sampleThread({ id: "c", preview: "" }) } });
    entries.page({
      threads: [sampleThread({ id: "a", name: "x" })],
      readStates: null,
      isArchived: false,
      askedAt,
    });
    entries.sweep(false, askedAt);
    expect(entries.all.map(({ threadId }) => threadId).toSorted()).toEqual(["a", "c"]);
  });

  it("are no sub-agents, nothing attached and nothing that is not kept", () => {
    const entries = new Entries(() => 0);
    const threads = [
      sampleThread({ id: "a" }),
      sampleThread({ id: "b", parentThreadId: "a" }),
      sampleThread({ id: "c", ephemeral: true }),
      sampleThread({ id: "d", attachedToThreadId: "a" }),
      sampleThread({ id: "e", source: { subAgent: "review" } }),
    ];
    entries.page({ threads, readStates: null, isArchived: false, askedAt: 0 });
    entries.hear({ method: "thread/status/changed", params: { threadId: "zz", status: { type: "idle" } } });
    expect(entries.all.map(({ threadId }) => threadId)).toEqual(["a"]);
  });

  it("stay in their order when a name changes, and come first when something runs in them", () => {
    let now = 5_000_000;
    const entries = new Entries(() => now);
    const threads = [1, 2, 3].map((at) => sampleThread({ id: `t${at}`, updatedAt: at, recencyAt: at }));
    entries.page({ threads, readStates: null, isArchived: false, askedAt: 0 });
    const order = () => entries.all.map(({ threadId }) => threadId);
    expect(order()).toEqual(["t3", "t2", "t1"]);
    entries.hear({ method: "thread/name/updated", params: { threadId: "t1", threadName: "zzz" } });
    expect(order()).toEqual(["t3", "t2", "t1"]);
    now = 6_000_000;
    const status = { type: "active" as const, activeFlags: [] };
    entries.hear({ method: "thread/status/changed", params: { threadId: "t1", status } });
    expect(order()).toEqual(["t1", "t3", "t2"]);
    entries.serverGone();
    expect(entries.get("t1")?.status).toEqual({ type: "notLoaded" });
  });
});
