// Shows on the real app-server what the model says, how its responses end, and that a script keeps its place.
// A test that fails after a change of the pinned version means that the wire changed, not only our code.

import { describe, expect, it, onTestFinished } from "vitest";
import type { ThreadItem } from "../../extension/shared/protocol.ts";
import { askMode, runTurn, sendPrompt, type Stage, type StageOptions, startStage } from "./bareServer.ts";
import * as call from "./calls.ts";
import * as say from "./events.ts";
import { firstOf, type Script, sequence, whenKind, whenUser } from "./script.ts";
import type { Response } from "./step.ts";

async function stage(script: Script | readonly Response[], options?: StageOptions): Promise<Stage> {
  const made = await startStage(typeof script === "function" ? script : sequence(script), {
    files: { "a.txt": "hello\n" },
    answer: () => ({ decision: "accept" }),
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
}

describe("what the model says", () => {
  it("streams a message in the given pieces, with its phase", async () => {
    const made = await stage([
      say.message({ text: "One, two.", deltas: ["One,", " two."], phase: "commentary" }),
    ]);
    await runTurn(made.server, made.threadId, "go");
    expect(made.server.params("item/agentMessage/delta")).toMatchObject([
      { delta: "One," },
      { delta: " two." },
    ]);
    expect(made.server.items(made.threadId, "agentMessage")).toMatchObject([
      { text: "One, two.", phase: "commentary" },
    ]);
  });

  it("gives a message without pieces when none are wanted", async () => {
    const made = await stage([say.message({ text: "All at once.", deltas: 0 })]);
    await runTurn(made.server, made.threadId, "go");
    expect(made.server.params("item/agentMessage/delta")).toEqual([]);
    expect(made.server.items(made.threadId, "agentMessage")).toMatchObject([{ text: "All at once." }]);
  });

  it("streams summaries and raw text of reasoning", async () => {
    const made = await stage(
      [[say.reasoning({ summary: ["First.", "Second."], raw: "Raw." }), say.message("x")]],
      {
        config: { model_reasoning_summary: "detailed", show_raw_agent_reasoning: true },
      },
    );
    await runTurn(made.server, made.threadId, "go");
    expect(made.server.items(made.threadId, "reasoning")).toMatchObject([
      { summary: ["First.", "Second."], content: ["Raw."] },
    ]);
    expect(made.server.params("item/reasoning/summaryPartAdded")).toHaveLength(2);
    expect(made.server.params("item/reasoning/textDelta")).toMatchObject([{ delta: "Raw." }]);
  });

  it("shows a web search without being asked again", async () => {
    const made = await stage([
      [
        say.webSearch("lecterns"),
        say.webSearch({ type: "open_page", url: "https://example.com/" }),
        say.webSearch({ type: "find_in_page", url: "https://example.com/", pattern: "abc" }),
        say.message("x"),
      ],
    ]);
    await runTurn(made.server, made.threadId, "go");
    const actions = made.server.items(made.threadId, "webSearch").map((item) => item.action?.type);
    expect(actions).toEqual(["search", "openPage", "findInPage"]);
    expect(made.provider.requests).toHaveLength(1);
  });
});

describe("ends and errors", () => {
  it("reports usage and the headers of rate limits", async () => {
    const made = await stage([
      [
        say.headers({ "x-codex-primary-used-percent": "42", "x-codex-primary-window-minutes": "300" }),
        say.message("x"),
        say.usage({ inputTokens: 700, outputTokens: 30 }),
      ],
    ]);
    await runTurn(made.server, made.threadId, "go");
    expect(made.server.params("thread/tokenUsage/updated")).toMatchObject([
      { tokenUsage: { total: { totalTokens: 730 } } },
    ]);
    const limits = JSON.stringify(made.server.params("account/rateLimits/updated"));
    expect(limits).toContain('"usedPercent":42');
  });

  const errors: [string, Response, unknown][] = [
    [
      "an HTTP error",
      say.httpError(404, { error: { message: "no", code: "model_not_found" } }),
      "modelNotFound",
    ],
    ["response.failed", say.failed("context_length_exceeded", "too long"), "contextWindowExceeded"],
    ["response.incomplete", say.incomplete("max_output_tokens"), "other"],
    ["a cut stream", [say.message("Half"), say.cut()], "other"],
  ];
  it.each(errors)("fails the turn on %s", async (_name, response, info) => {
    const made = await stage([response]);
    const turn = await runTurn(made.server, made.threadId, "go");
    expect(turn.status).toBe("failed");
    expect(turn.error?.codexErrorInfo).toEqual(info);
  });

  it("hangs in the middle of a message until the turn is interrupted", async () => {
    const { server, threadId } = await stage([[say.message({ text: "Half", finish: false }), say.hang()]]);
    const turnId = await sendPrompt(server, threadId, "go");
    await server.notification("item/agentMessage/delta");
    await server.call("turn/interrupt", { threadId, turnId });
    const ended = await server.notification("turn/completed");
    expect(ended.turn.status).toBe("interrupted");
    expect(server.items(threadId, "agentMessage")).toEqual([]);
  });

  it("stops a slow stream when the reader leaves, and closes at once", async () => {
    const { server, provider, threadId } = await stage([say.message({ text: "a b c d", delayMs: 60_000 })]);
    await sendPrompt(server, threadId, "go");
    await server.notification("item/started", ({ item }) => item.type === "agentMessage");
    await server.close();
    await provider.close();
    expect(provider.requests).toHaveLength(1);
  });

  it("says that it has no step for a request, and remembers it", async () => {
    const made = await stage(whenUser(/^known$/, [say.message("x")]));
    await runTurn(made.server, made.threadId, "unknown");
    expect(made.server.items(made.threadId, "agentMessage")[0]?.text).toContain(
      "The script has no step for it",
    );
    expect(made.provider.unexpected.map((request) => request.lastUserText)).toEqual(["unknown"]);
  });
});

describe("the place in a script", () => {
  it("gives a repeated request the same ids", async () => {
    let tries = 0;
    const half = [say.message({ text: "Half", finish: false }), say.cut()];
    const made = await stage(() => (tries++ === 0 ? half : say.message("Whole")), { retries: 1 });
    await runTurn(made.server, made.threadId, "go");
    const starts = made.server.params("item/started") as { item: ThreadItem }[];
    const messages = starts.flatMap(({ item }) => (item.type === "agentMessage" ? [item.id] : []));
    expect(messages).toHaveLength(2);
    expect(new Set(messages).size).toBe(1);
    expect(made.server.items(made.threadId, "agentMessage")).toMatchObject([{ text: "Whole" }]);
  });

  it("gives every item of a thread its own id, also after compactions", async () => {
    const script = firstOf(
      whenKind("compaction", say.message("Summary.")),
      sequence([call.command("cat a.txt"), say.message("done")]),
    );
    const { server, provider, threadId } = await stage(script);
    const compacted = new Set<string>();
    for (const text of ["one", "two", "three"]) {
      await runTurn(server, threadId, text);
      await server.callOther("thread/compact/start", { threadId });
      const { turnId } = await server.notification(
        "item/completed",
        (params) => params.item.type === "contextCompaction" && !compacted.has(params.item.id),
      );
      for (const item of server.items(threadId, "contextCompaction")) compacted.add(item.id);
      await server.notification("turn/completed", ({ turn }) => turn.id === turnId);
    }
    const ids = server.items(threadId).map((item) => item.id);
    expect(ids).toHaveLength(3 * 4);
    expect(new Set(ids).size).toBe(ids.length);
    expect(provider.unexpected).toEqual([]);
  });

  it("goes on in a thread that another process resumed", async () => {
    const answers = firstOf(
      whenUser(/one/, [say.message("first")]),
      whenUser(/two/, [say.message("second")]),
    );
    const { server, provider, threadId } = await stage(answers);
    await runTurn(server, threadId, "one");
    await server.restart();
    await server.call("thread/resume", {
      threadId,
      approvalPolicy: "on-request",
      config: { ...askMode(server.workspace), ...provider.configArgs() },
    });
    await runTurn(server, threadId, "two");
    expect(server.items(threadId, "agentMessage")).toMatchObject([{ text: "second" }]);
    expect(provider.requests.at(-1)?.history.map((entry) => entry.text)).toEqual(["one", "first", "two"]);
  });

  it("answers an automatic reviewer", async () => {
    const script = firstOf(
      whenKind("autoReview", say.assessment("allow", "Only prints.")),
      sequence([
        call.command({ cmd: "echo hi", escalate: { justification: "To print." } }),
        say.message("done"),
      ]),
    );
    const made = await stage(script, { thread: { approvalsReviewer: "auto_review" } });
    await runTurn(made.server, made.threadId, "go");
    expect(made.server.asked).toEqual([]);
    expect(made.server.items(made.threadId, "commandExecution")).toMatchObject([{ status: "completed" }]);
    expect(made.provider.unexpected).toEqual([]);
  });
});
