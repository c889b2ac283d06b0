// The thread of an agent on the page: the way there and back, its card, and that nobody can write to it.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  agent,
  agentPage,
  command,
  commandApproval,
  other,
  page,
  running,
  thread,
  turn,
  user,
} from "../gallery/builders.ts";
import { PageStage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const started = other("subAgentActivity", {
  kind: "started",
  agentThreadId: "agent-1",
  agentPath: "/root/counter",
} as object);
const parent = page(thread([turn("turn-1", [user("Go"), started, agent("Done.")])]));

describe("an agent's thread", () => {
  it("is opened from its item, and left by the button and by Alt+Left", async () => {
    const stage = await stages.open();
    await stage.show(parent, "half a thought");
    await stage.page.getByRole("button", { name: "Open thread of agent counter" }).click();
    expect(await stage.intent("showThread")).toEqual({ type: "showThread", threadId: "agent-1" });
    await stage.show(agentPage(thread([turn("turn-a", [user("Count"), agent("Three.")])])));
    const { page: view } = stage;
    expect(await view.getByRole("heading", { level: 1 }).textContent()).toBe("Agent counter");
    expect(await view.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Transcript");
    await view.getByRole("button", { name: "Back to Make checkout retry safe" }).click();
    await view.keyboard.press("Alt+ArrowLeft");
    const asked = await stage.intentsOf("showThread");
    expect(asked.map(({ threadId }) => threadId)).toEqual(["agent-1", "thread-1", "thread-1"]);
    const composer = view.getByRole("textbox", { name: "Message Codex" });
    expect(await composer.count()).toBe(1);
    expect(await composer.inputValue()).toContain("take no messages");
    await composer.press("Enter");
    expect(await stage.intentsOf("send")).toEqual([]);
    await stage.show(parent);
    expect(await composer.inputValue()).toBe("half a thought");
    await stage.close();
  });

  it("shows its own card at its item, tells of others, and stops the turn above it", async () => {
    const stage = await stages.open();
    const asked = command("make deploy", { id: "asked", status: "inProgress", exitCode: null }, running);
    const state = thread([turn("turn-a", [user("Go"), asked], { status: "inProgress" })]);
    const approval = {
      ...commandApproval("card", { itemId: "asked", command: "make deploy" }),
      threadId: "agent-1",
    };
    await stage.show(agentPage(state, { runningTurnId: "turn-1", approvals: [approval], othersWaiting: 2 }));
    const { page: view } = stage;
    await view.getByRole("group", { name: /^Approval/ }).waitFor();
    await view.getByRole("article", { name: /make deploy, waiting for you/ }).waitFor();
    await view.getByText("2 approvals wait for you in Make checkout retry safe").waitFor();
    await view.getByRole("button", { name: "Show", exact: true }).click();
    expect((await stage.intent("showThread")).threadId).toBe("thread-1");
    await view.getByRole("button", { name: "Stop" }).click();
    await stage.intent("stop");
    await stage.tell({
      method: "lectern/parent",
      params: {
        parent: { threadId: "thread-1", title: "", runningTurnId: null, approvals: [], othersWaiting: 0 },
      },
    });
    expect(await view.getByRole("group", { name: /^Approval/ }).count()).toBe(0);
    expect(await view.getByRole("button", { name: "Stop" }).count()).toBe(0);
    await stage.close();
  });
});
