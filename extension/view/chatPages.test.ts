// Several pages of one window over real stores and channels: what each of them ends up showing while turns of
// several threads run at once.

import { expect, it } from "vitest";
import { noDraft, type HostMessage } from "../shared/bridge.ts";
import type { PageEvent, ThreadEvent } from "../shared/events.ts";
import { initialHostState } from "../shared/hostState.ts";
import { reduceThread } from "../shared/reduceThread.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { ThreadStore } from "../threads/threadStore.ts";
import { ChatPages, type Page, type Place } from "./chatPages.ts";
import { PageChannel } from "./pageChannel.ts";

/** A page without VS Code: the real channel, and a replica folded from what was posted. */
class TestPage implements Page, Place<TestPage> {
  readonly page = this;
  threadId: string | undefined;
  isVisible = true;
  opened = 0;
  revealed: string[] = [];
  replica: ThreadState | null = null;
  readonly #channel: PageChannel;
  readonly #frames: (() => void)[] = [];

  constructor(store: ThreadStore, threadId?: string) {
    this.threadId = threadId;
    this.#channel = new PageChannel({
      post: async (message) => this.#take(message),
      state: () => ({
        host: initialHostState,
        thread: (this.threadId !== undefined && store.get(this.threadId)) || null,
        parent: null,
      }),
      draft: () => noDraft,
      nextFrame: (callback) => void this.#frames.push(callback),
    });
    this.#channel.ready();
  }

  threadEvent(threadId: string, event: PageEvent): void {
    if (threadId === this.threadId) this.#channel.event(event);
  }

  show(threadId: string | undefined): void {
    this.threadId = threadId;
    this.#channel.refresh();
  }

  revealApproval(threadId: string, key: string): void {
    if (this.threadId !== threadId) this.show(threadId);
    this.revealed.push(key);
  }

  async open(): Promise<void> {
    this.opened++;
  }

  /** Resolves when all that waits was posted. */
  async settle(): Promise<void> {
    for (let frame = this.#frames.shift(); frame; frame = this.#frames.shift()) {
      frame();
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  #take(message: HostMessage): boolean {
    if (message.type === "snapshot") this.replica = message.state.thread;
    if (message.type === "events" && this.replica)
      this.replica = reduceThread(this.replica, message.events as ThreadEvent[]);
    return true;
  }
}

function stage(...shown: (string | undefined)[]) {
  const store = new ThreadStore();
  for (const id of ["a", "b", "c"]) store.open(id, "/w");
  const places = shown.map((id) => new TestPage(store, id));
  const [sideBar, ...tabs] = places;
  if (!sideBar) throw new Error("A window has a side bar.");
  const window = { isFocused: true };
  const parents: Record<string, string> = { agentOfA: "a" };
  const pages = new ChatPages<TestPage>({
    sideBar,
    rootOf: (threadId) => parents[threadId] ?? threadId,
    isWindowFocused: () => window.isFocused,
  });
  for (const tab of tabs) pages.add(tab);
  store.onEvent((threadId, event) => pages.threadEvent(threadId, event));
  return { store, pages, places, window };
}

const turn = (threadId: string): ThreadEvent => ({
  method: "turn/started",
  params: {
    threadId,
    turn: {
      id: `turn-${threadId}`,
      rootTurnId: null,
      items: [],
      itemsView: "notLoaded",
      status: "inProgress",
      error: null,
      startedAt: 1,
      completedAt: null,
      durationMs: null,
    },
  },
});
const started = (threadId: string): ThreadEvent => ({
  method: "item/started",
  params: {
    threadId,
    turnId: `turn-${threadId}`,
    startedAtMs: 1,
    item: {
      type: "agentMessage",
      id: "item",
      text: "",
      phase: null,
      memoryCitation: null,
      moderation: null,
      delivery: null,
      questions: null,
    },
  },
});
const delta = (threadId: string, text: string): ThreadEvent => ({
  method: "item/agentMessage/delta",
  params: { threadId, turnId: `turn-${threadId}`, itemId: "item", delta: text },
});

it("brings every delta to each page of its thread and to no other, while three threads run at once", async () => {
  const { store, places } = stage("a", "b", "b", undefined);
  for (const id of ["a", "b", "c"]) for (const event of [turn(id), started(id)]) store.append(id, event);
  for (let n = 0; n < 300; n++) {
    const id = ["a", "b", "c"][n % 3] ?? "";
    store.append(id, delta(id, `${id}${n} `));
    // Each page has a pace of its own.
    if (n % 7 === 0) await places[n % places.length]?.settle();
  }
  for (const place of places) await place.settle();
  expect(places.map(({ replica }) => replica)).toEqual([
    store.get("a"),
    store.get("b"),
    store.get("b"),
    null,
  ]);
  for (const id of ["a", "b", "c"]) {
    const words = JSON.stringify(store.get(id)?.turns).match(/[abc]\d+ /g) ?? [];
    expect(words).toHaveLength(100);
    expect(words.every((word) => word.startsWith(id))).toBe(true);
  }
});

it("brings an approval up where its thread is shown, rather where one can see it, else in the side bar", async () => {
  const { pages, places } = stage("a", "b", "b");
  const [sideBar, hidden, seen] = places as [TestPage, TestPage, TestPage];
  hidden.isVisible = false;
  await pages.revealApproval("b", "key", null);
  expect(seen.revealed).toEqual(["key"]);
  expect(pages.active).toBe(seen);
  seen.isVisible = false;
  pages.used(hidden);
  await pages.revealApproval("b", "next", null);
  expect(hidden.revealed).toEqual(["next"]);
  await pages.revealApproval("c", "other", null);
  expect(sideBar.revealed).toEqual(["other"]);
  expect(sideBar.threadId).toBe("c");
  expect(seen.revealed).toEqual(["key"]);
});

it("counts a thread as watched where somebody can see it or an agent that works for it", () => {
  const { pages, places, window } = stage("b", "agentOfA");
  expect(pages.isWatched("a")).toBe(true);
  expect(pages.isWatched("c")).toBe(false);
  window.isFocused = false;
  expect(pages.isWatched("a")).toBe(false);
  window.isFocused = true;
  for (const place of places) place.isVisible = false;
  expect(pages.isWatched("a")).toBe(false);
  expect(pages.isShown("a")).toBe(true);
});

it("goes back to the place that was used before when a tab is closed", () => {
  const { pages, places } = stage("a", "b", "c");
  const [sideBar, first, second] = places as [TestPage, TestPage, TestPage];
  pages.used(second);
  pages.used(first);
  pages.remove(first);
  expect(pages.active).toBe(second);
  pages.remove(second);
  pages.used(second);
  expect(pages.active).toBe(sideBar);
});
