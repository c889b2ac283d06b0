import { describe, expect, it } from "vitest";
import {
  agentMessage,
  commandApproval,
  messageDelta,
  started,
  threadId,
  turnStarted,
  approvalOf,
} from "../../test/samples/events.ts";
import type { HostMessage } from "../shared/bridge.ts";
import type { ThreadEvent } from "../shared/events.ts";
import { initialHostState } from "../shared/hostState.ts";
import { reducePage, snapshotTurns, type PageState } from "../shared/pageState.ts";
import { reduceThread } from "../shared/reduceThread.ts";
import { emptyThread } from "../shared/threadState.ts";
import { PageChannel } from "./pageChannel.ts";

function setUp() {
  let state: PageState = { host: initialHostState, thread: emptyThread(threadId, "/work"), parent: null };
  const posted: HostMessage[] = [];
  const frames: (() => void)[] = [];
  const settles: ((taken: boolean) => void)[] = [];
  const channel = new PageChannel({
    post: (message) => {
      posted.push(JSON.parse(JSON.stringify(message)) as HostMessage);
      return new Promise((resolve) => settles.push(resolve));
    },
    state: () => state,
    draft: () => ({ text: "unsent", revision: 1 }),
    nextFrame: (callback) => void frames.push(callback),
  });
  const happen = (...events: ThreadEvent[]): void => {
    for (const event of events) {
      state = { ...state, thread: state.thread && reduceThread(state.thread, [event]) };
      channel.event(event);
    }
  };
  const settle = async (taken = true): Promise<void> => {
    for (const resolve of settles.splice(0)) resolve(taken);
    await Promise.resolve();
    await Promise.resolve();
  };
  const frame = (): void => frames.splice(0).forEach((callback) => callback());
  return { channel, posted, happen, settle, frame, frames, state: () => state };
}

/** What a page that folds everything posted to it ends with. */
function replica(messages: readonly HostMessage[]): PageState | undefined {
  let state: PageState | undefined;
  let seq = 0;
  for (const message of messages) {
    if (message.type === "snapshot") ({ state, seq } = message);
    if (message.type !== "events" || !state) continue;
    expect(message.seq).toBe(seq + 1);
    seq += message.events.length;
    state = reducePage(state, message.events);
  }
  return state;
}

describe("PageChannel", () => {
  it("posts nothing before the page asked, then a snapshot with the draft", () => {
    const { channel, posted, happen, frame } = setUp();
    happen(turnStarted());
    frame();
    expect(posted).toEqual([]);
    channel.ready();
    expect(posted).toMatchObject([{ type: "snapshot", seq: 0, draft: { text: "unsent", revision: 1 } }]);
  });

  it("posts at most once a frame, and never while the last post is under way", async () => {
    const { channel, posted, happen, frame, frames, settle } = setUp();
    channel.ready();
    await settle();
    happen(turnStarted(), started(agentMessage("m")), messageDelta("m", "a"), messageDelta("m", "b"));
    expect(frames).toHaveLength(1);
    frame();
    happen(messageDelta("m", "c"));
    expect(frames).toHaveLength(0);
    await settle();
    frame();
    expect(posted.map((message) => message.type)).toEqual(["snapshot", "events", "events"]);
    expect(posted[1]).toMatchObject({ events: [{}, {}, { params: { delta: "ab" } }] });
  });

  it("posts an approval at once", async () => {
    const { channel, posted, happen, settle } = setUp();
    channel.ready();
    await settle();
    const request = commandApproval(0, "make");
    const approval = approvalOf(request);
    happen(turnStarted(), { method: "lectern/approvalOpened", params: { approval } });
    expect(posted[1]).toMatchObject({
      events: [{ method: "turn/started" }, { method: "lectern/approvalOpened" }],
    });
  });

  it("keeps page and host the same, whenever the page asks anew", async () => {
    const { channel, posted, happen, frame, settle, state } = setUp();
    channel.ready();
    await settle();
    happen(turnStarted(), started(agentMessage("m")), messageDelta("m", "a"));
    channel.ready();
    happen(messageDelta("m", "b"));
    await settle();
    frame();
    await settle();
    happen(messageDelta("m", "c"));
    frame();
    expect(replica(posted)).toEqual(state());
  });

  it("keeps nothing for a page that did not take a post, and heals by a snapshot", async () => {
    const { channel, posted, happen, frame, frames, settle, state } = setUp();
    channel.ready();
    await settle();
    happen(turnStarted());
    frame();
    await settle(false);
    happen(started(agentMessage("m")), messageDelta("m", "lost on the way"));
    expect(frames).toHaveLength(0);
    channel.ready();
    expect(replica(posted.slice(-1))).toEqual(state());
  });

  it("sends the state ahead of a page that is being loaded, and not a second time when that asks", async () => {
    const { channel, posted, happen, frame, settle, state } = setUp();
    channel.sendAhead();
    await settle();
    happen(turnStarted(), started(agentMessage("m")));
    frame();
    await settle();
    happen(messageDelta("m", "a"));
    channel.ready();
    expect(posted.map(({ type }) => type)).toEqual(["snapshot", "events", "events", "sentAhead"]);
    expect(posted.at(-1)).toMatchObject({ epoch: (posted[0] as { epoch: number }).epoch, seq: 3 });
    expect(replica(posted)).toEqual(state());
    channel.ready();
    expect(posted.at(-1)?.type).toBe("snapshot");
  });

  it("sends the state when it is asked where what went ahead was lost", async () => {
    const { channel, posted, happen, settle, state } = setUp();
    channel.sendAhead();
    await settle(false);
    happen(turnStarted());
    channel.ready();
    expect(replica(posted.slice(-1))).toEqual(state());
  });

  it("sends nothing ahead of a page that is there", async () => {
    const { channel, posted, settle } = setUp();
    channel.ready();
    await settle();
    channel.sendAhead();
    expect(posted).toHaveLength(1);
  });

  it("bounds a snapshot to the last turns and says that more is held", () => {
    const { channel, posted, happen } = setUp();
    for (let n = 0; n < snapshotTurns + 10; n++) happen(turnStarted(`turn-${n}`));
    channel.ready();
    const [snapshot] = posted;
    expect(snapshot?.type === "snapshot" && snapshot.state.thread?.turns.length).toBe(snapshotTurns);
    expect(snapshot?.type === "snapshot" && snapshot.state.thread?.olderCursor).toBe("lectern:held");
  });
});
