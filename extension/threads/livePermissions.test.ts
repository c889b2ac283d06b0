import { describe, expect, it } from "vitest";
import { FakeClock } from "../codex/testing/fakeClock.ts";
import { termsOf } from "../policy/modes.ts";
import type { PolicyEcho } from "../policy/policy.ts";
import { permissionsOf, type ModeId } from "../shared/permissions.ts";
import type { NotificationOf } from "../shared/protocol.ts";
import { LivePermissions, NotSwitched, type Asked } from "./livePermissions.ts";
import { ThreadStore } from "./threadStore.ts";

const threadId = "thread-1";
const cwd = "/work/shop";
const askedFor = (mode: ModeId): Asked => ({
  permissions: permissionsOf(mode, false),
  origin: "default",
  ownProfiles: true,
  rulesRunOutside: true,
  cwd,
});

function echoOf(mode: ModeId, change: Partial<PolicyEcho> = {}): PolicyEcho {
  const { profile, approvalPolicy, approvalsReviewer } = termsOf(permissionsOf(mode, false), true);
  return {
    activePermissionProfile: { id: profile, extends: null },
    approvalPolicy,
    approvalsReviewer,
    cwd,
    ...change,
  };
}

function told(echo: PolicyEcho): NotificationOf<"thread/settings/updated"> {
  const params = { threadId, threadSettings: echo };
  return { method: "thread/settings/updated", params } as NotificationOf<"thread/settings/updated">;
}

function setUp(answer: () => Promise<unknown> = async () => ({}), subAgents: readonly string[] = []) {
  const store = new ThreadStore();
  store.open(threadId, cwd);
  const clock = new FakeClock();
  const sent: unknown[] = [];
  const live = new LivePermissions({
    state: (id) => store.get(id),
    append: (id, event) => void store.append(id, event),
    update: async (params) => {
      sent.push(params);
      return answer();
    },
    subAgents: async () => subAgents,
    log: () => undefined,
    clock,
  });
  expect(live.took(threadId, askedFor("ask"), echoOf("ask"))).toBeNull();
  return { live, store, clock, sent, state: () => store.get(threadId) };
}

/** Lets what waits for promises that are settled go on. */
const turnOver = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a switch", () => {
  it("shows what was in force until the server says otherwise, and never names a sandbox", async () => {
    const { live, sent, state } = setUp();
    const switched = live.switch(threadId, permissionsOf("auto", false), "thread");
    await turnOver();
    expect(state()).toMatchObject({ permissions: { mode: "ask" }, switchingTo: { mode: "auto" } });
    live.settingsUpdated(told(echoOf("auto")));
    await switched;
    expect(state()).toMatchObject({ permissions: { mode: "auto", origin: "thread" }, switchingTo: null });
    expect(sent).toEqual([
      { threadId, permissions: "lectern-auto", approvalPolicy: "on-request", approvalsReviewer: "user" },
    ]);
  });

  it("is not taken for confirmed by another word of the server", async () => {
    const { live, state } = setUp();
    const switched = live.switch(threadId, permissionsOf("auto", false), "thread");
    await turnOver();
    live.settingsUpdated(told(echoOf("ask")));
    await turnOver();
    expect(state()).toMatchObject({ switchingTo: { mode: "auto" }, blocked: null });
    live.settingsUpdated(told(echoOf("auto")));
    await switched;
  });

  it("that the server answers with something else blocks the thread, in words", async () => {
    const { live, clock, state } = setUp();
    const switched = live.switch(threadId, permissionsOf("auto", false), "thread");
    await turnOver();
    live.settingsUpdated(told(echoOf("auto", { activePermissionProfile: null })));
    clock.advance(5_000);
    await expect(switched).rejects.toThrow(NotSwitched);
    expect(state()).toMatchObject({ permissions: null, switchingTo: null });
    expect(state()?.blocked).toContain("permission profile none instead of");
  });

  it("that the server never confirms is none", async () => {
    const { live, clock, state } = setUp();
    const switched = live.switch(threadId, permissionsOf("auto", false), "thread");
    await turnOver();
    clock.advance(5_000);
    await expect(switched).rejects.toThrow("did not say");
    expect(state()).toMatchObject({ permissions: { mode: "ask", origin: "default" }, switchingTo: null });
  });

  it("that the server refuses leaves everything", async () => {
    const { live, clock, state } = setUp(() => Promise.reject(new Error("refused")));
    await expect(live.switch(threadId, permissionsOf("auto", false), "thread")).rejects.toThrow("refused");
    expect(state()).toMatchObject({ permissions: { mode: "ask" }, switchingTo: null, blocked: null });
    expect(clock.pendingCount).toBe(0);
  });

  it("ends with the server, and a prompt that waited for it does not go out", async () => {
    const { live, state } = setUp();
    const switched = live.switch(threadId, permissionsOf("readOnly", false), "thread");
    await turnOver();
    const settled = live.settled(threadId);
    live.serverGone();
    await expect(settled).rejects.toThrow("stopped before it confirmed");
    await expect(switched).rejects.toThrow(NotSwitched);
    expect(state()).toMatchObject({ permissions: { mode: "ask" }, switchingTo: null });
  });

  it("to what is in force already asks the server nothing, and is the person's choice from then on", async () => {
    const { live, sent, state } = setUp();
    await live.switch(threadId, permissionsOf("ask", false), "thread");
    expect(sent).toEqual([]);
    expect(state()?.permissions).toMatchObject({ mode: "ask", origin: "thread" });
  });

  it("waits for the one before", async () => {
    const { live, sent, state } = setUp();
    const first = live.switch(threadId, permissionsOf("auto", false), "thread");
    const second = live.switch(threadId, permissionsOf("readOnly", false), "thread");
    await turnOver();
    expect(sent).toHaveLength(1);
    live.settingsUpdated(told(echoOf("auto")));
    await first;
    await turnOver();
    live.settingsUpdated(told(echoOf("readOnly")));
    await second;
    expect(state()?.permissions).toMatchObject({ mode: "readOnly" });
  });
});

describe("the server's own change", () => {
  it.each<[string, Partial<PolicyEcho>]>([
    ["profile", { activePermissionProfile: { id: ":danger-full-access", extends: null } }],
    ["reviewer", { approvalsReviewer: "auto_review" }],
  ])("of the %s blocks the thread until it is put right", async (_name, change) => {
    const { live, state } = setUp();
    live.settingsUpdated(told(echoOf("ask", change)));
    expect(state()?.permissions).toBeNull();
    expect(state()?.blocked).toContain("Nothing can be sent");
    live.settingsUpdated(told(echoOf("ask")));
    expect(state()).toMatchObject({ blocked: null, permissions: { mode: "ask" } });
  });

  it("can be put right by choosing again", async () => {
    const { live, sent, state } = setUp();
    live.settingsUpdated(told(echoOf("ask", { activePermissionProfile: null })));
    const switched = live.switch(threadId, permissionsOf("ask", false), "thread");
    await turnOver();
    expect(sent).toHaveLength(1);
    live.settingsUpdated(told(echoOf("ask")));
    await switched;
    expect(state()).toMatchObject({ blocked: null, permissions: { mode: "ask" } });
  });
});

describe("sub-agents of a thread that was switched", () => {
  const child = "thread-2";

  it("are switched with it, and those that came later before the next prompt", async () => {
    const { live, sent } = setUp(undefined, [child]);
    await live.settled(threadId);
    expect(sent).toEqual([]);
    const switched = live.switch(threadId, permissionsOf("readOnly", false), "thread");
    await turnOver();
    live.settingsUpdated(told(echoOf("readOnly")));
    await switched;
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ threadId: child, permissions: "lectern-read-only" });
    await live.settled(threadId);
    expect(sent).toHaveLength(3);
    // The server said that it is: nothing is left to do.
    const { params } = told(echoOf("readOnly"));
    live.settingsUpdated({ method: "thread/settings/updated", params: { ...params, threadId: child } });
    await live.settled(threadId);
    expect(sent).toHaveLength(3);
  });

  it("hold the next prompt when they cannot be", async () => {
    let answers = 0;
    const answer = () => (answers++ === 0 ? Promise.resolve({}) : Promise.reject(new Error("not now")));
    const { live, state } = setUp(answer, [child]);
    const switched = live.switch(threadId, permissionsOf("readOnly", false), "thread");
    await turnOver();
    live.settingsUpdated(told(echoOf("readOnly")));
    await switched;
    expect(state()?.permissions).toMatchObject({ mode: "readOnly" });
    await expect(live.settled(threadId)).rejects.toThrow("not now");
  });
});
