import { describe, expect, it } from "vitest";
import { commandApproval, started, threadId, turn, turnId, userMessage } from "../../test/samples/events.ts";
import type { ServerNotification, ThreadItem } from "../shared/protocol.ts";
import { findItem } from "../shared/threadState.ts";
import { Incoming } from "./incoming.ts";
import { PendingRequests } from "./pendingRequests.ts";
import { ThreadStore } from "./threadStore.ts";

const child = "child";

function setUp() {
  const store = new ThreadStore();
  const pending = new PendingRequests({
    findItem: (id, itemId) => {
      const state = store.get(id);
      return state && findItem(state, itemId);
    },
    emit: (id, event) => void store.append(id, event),
    now: () => 5,
  });
  const incoming = new Incoming({ store, pending, now: () => 5, own: () => [threadId] });
  const hear = (notification: ServerNotification): void => incoming.handleNotification(notification, 1);
  store.open(threadId, "/work");
  hear({ method: "turn/started", params: { threadId, turn: turn(turnId, "inProgress") } });
  /** The name of the agent on the card of its request. */
  const agentOnCard = (): string | null | undefined => {
    const reply = { result: () => true, error: () => true };
    incoming.handleRequest(commandApproval(0, "make", { threadId: child }), reply, 1);
    return pending.shownIn(threadId)[0]?.agent;
  };
  const spawned = (item: object): void =>
    hear(started({ id: "s", agentThreadId: child, ...item } as unknown as ThreadItem) as ServerNotification);
  return { store, hear, agentOnCard, spawned };
}

describe("the card of a sub-agent's request", () => {
  it("has the path that its task gave it", () => {
    const { agentOnCard, spawned } = setUp();
    spawned({ type: "subAgentActivity", kind: "started", agentPath: "/root/counter" });
    expect(agentOnCard()).toBe("/root/counter");
  });

  it("has the name that was read with its thread, where no item names it", () => {
    const { store, agentOnCard, spawned } = setUp();
    spawned({ type: "subAgentActivity", kind: "started", agentPath: "" });
    store.open(child, "/work");
    store.append(child, {
      method: "lectern/agentOpened",
      params: {
        agent: { parentThreadId: threadId, name: "Ada", unread: null },
        preview: "",
        cwd: "/work",
        model: null,
        effort: null,
      },
    });
    expect(agentOnCard()).toBe("Ada");
  });

  it("has the beginning of its task where it has no name, and says at least that it is an agent's", () => {
    const { hear, agentOnCard } = setUp();
    const text = `Count the files\n${"and the folders ".repeat(50)}`;
    hear({
      ...started(userMessage("u", text)),
      params: { ...started(userMessage("u", text)).params, threadId: child },
    } as ServerNotification);
    expect(agentOnCard()).toBe("Count the files and the folders and the folders and the fold…");
    expect(setUp().agentOnCard()).toBe("");
  });
});
