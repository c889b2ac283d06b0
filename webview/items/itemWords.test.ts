// Holds the words for searches, other agents and their states.

import { describe, expect, it } from "vitest";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { agentCallWords } from "./agentWords.ts";
import { foundPages, webSearchWords } from "./webSearchWords.ts";

const search = (action: ItemOf<"webSearch">["action"]): ItemOf<"webSearch"> => ({
  type: "webSearch",
  id: "w",
  query: "label",
  action,
  results: null,
});

describe("a search of the web", () => {
  it.each([
    [{ type: "search", query: "q", queries: ["q", "r"] }, "Searched the web for q"],
    [{ type: "search", query: null, queries: ["q", "r"] }, "Searched the web for q · r"],
    [{ type: "openPage", url: "https://x" }, "Opened https://x"],
    [{ type: "findInPage", url: "https://x", pattern: "p" }, "Looked on a page for “p” in https://x"],
    [{ type: "findInPage", url: null, pattern: null }, "Looked on a page for label"],
    [{ type: "other" }, "Searched the web for label"],
    [null, "Searched the web for label"],
  ] as const)("%j", (action, words) => {
    const copied = structuredClone(action) as ItemOf<"webSearch">["action"];
    const { verb, subject } = webSearchWords(search(copied), false);
    expect(`${verb} ${subject}`).toBe(words);
  });

  it("reads pages out of results, or nothing", () => {
    expect(foundPages([{ url: "u", title: "t" }, { url: "v" }])).toEqual([
      { url: "u", title: "t" },
      { url: "v", title: "v" },
    ]);
    expect(foundPages([{ url: "u" }, { name: "odd" }])).toBeUndefined();
    expect(foundPages([null])).toBeUndefined();
  });
});

it("tells what was done with other agents", () => {
  const call = {
    type: "collabAgentToolCall",
    id: "c",
    tool: "wait",
    status: "completed",
    senderThreadId: "s",
    receiverThreadIds: ["a", "b"],
    prompt: null,
    model: null,
    reasoningEffort: null,
    agentsStates: {},
  } satisfies ItemOf<"collabAgentToolCall">;
  expect(agentCallWords(call, "running")).toBe("Waiting for 2 agents");
  expect(agentCallWords({ ...call, tool: "spawnAgent", receiverThreadIds: [] }, "completed")).toBe(
    "Started an agent",
  );
  expect(agentCallWords({ ...call, tool: "listAgents" }, "completed")).toBe("Listed the agents");
});
