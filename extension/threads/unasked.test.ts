import { describe, expect, it } from "vitest";
import {
  approvalOf,
  command,
  commandApproval,
  completed,
  elicitation,
  threadId,
  turn,
  turnId,
} from "../../test/samples/events.ts";
import type { ServerNotification, ThreadItem } from "../shared/protocol.ts";
import { calledReadOnly, Unasked, type UnaskedRecord } from "./unasked.ts";

function setUp(ruleFor: (command: string) => Promise<string | null>, record?: UnaskedRecord) {
  const proved: string[][] = [];
  const logged: string[] = [];
  const unasked = new Unasked({
    ruleFor,
    ...(record && { record }),
    onProved: (...proof) => void proved.push(proof),
    log: (line) => void logged.push(line),
  });
  const complete = async (item: ThreadItem): Promise<void> => {
    unasked.handleNotification(completed(item) as ServerNotification);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { unasked, proved, logged, complete };
}

const toolCall = (id: string, change: object = {}): ThreadItem =>
  ({
    type: "mcpToolCall",
    id,
    server: "tiny",
    tool: "echo",
    status: "completed",
    readOnlyHint: true,
    ...change,
  }) as ThreadItem;

describe("what ran unasked", () => {
  const byRule = setUp.bind(null, (line) =>
    Promise.resolve(line === "git status" ? "default.rules:1" : null),
  );

  it("are told of with the rule that allows them, and only then", async () => {
    const { complete, proved } = byRule();
    await complete({ ...command("a", "git status"), status: "completed" });
    await complete({ ...command("b", "make"), status: "completed" });
    await complete({ ...command("c", "git status"), status: "completed", source: "unifiedExecStartup" });
    expect(proved).toEqual([
      [threadId, "a", "default.rules:1"],
      [threadId, "c", "default.rules:1"],
    ]);
  });

  it("are not those that a person was asked about, that were declined, or that the person ran", async () => {
    const { unasked, complete, proved } = byRule();
    unasked.asked({ ...approvalOf(commandApproval(0, "git status")), itemId: "a" });
    await complete({ ...command("a", "git status"), status: "completed" });
    await complete({ ...command("b", "git status"), status: "declined" });
    await complete({ ...command("c", "git status"), status: "completed", source: "userShell" });
    expect(proved).toEqual([]);
  });

  it("are told of again, by the rule of that time, when their history is read", async () => {
    const kept = new Map<string, string>();
    let reads = 0;
    const record: UnaskedRecord = {
      keep: (_thread, itemId, rule) => void kept.set(itemId, rule),
      read: async () => {
        reads++;
        return kept;
      },
    };
    const { complete } = setUp(() => Promise.resolve("default.rules:1"), record);
    await complete({ ...command("a", "git status"), status: "completed" });
    const later = setUp(() => Promise.resolve(null), record);
    const items = [command("a", "git status"), command("b", "git log")];
    const turns = [{ ...turn(turnId, "completed"), items }];
    later.unasked.historyCame(threadId, turns);
    later.unasked.historyCame(threadId, turns);
    await new Promise((resolve) => setImmediate(resolve));
    const proof = [threadId, "a", "default.rules:1"];
    expect(later.proved).toEqual([proof, proof]);
    expect(reads).toBe(1);
  });

  it("are MCP tools that their server calls read-only, unless a card came for them", async () => {
    const { unasked, complete, proved } = setUp(() => Promise.resolve(null));
    const schema = { type: "object", properties: {} } as const;
    const meta = { codex_approval_kind: "mcp_tool_call", tool_name: "echo", tool_params: {} };
    const card = approvalOf(
      elicitation(7, { mode: "form", message: "Run it?", requestedSchema: schema, _meta: meta } as never),
    );
    await complete(toolCall("a"));
    unasked.asked(card);
    // The same request on a card made anew.
    unasked.asked(card);
    await complete(toolCall("b"));
    await complete(toolCall("c"));
    await complete(toolCall("d", { readOnlyHint: null }));
    await complete(toolCall("e", { status: "failed" }));
    expect(proved).toEqual([
      [threadId, "a", calledReadOnly],
      [threadId, "c", calledReadOnly],
    ]);
  });

  it("are not told of when the rules cannot be read", async () => {
    const { complete, proved, logged } = setUp(() => Promise.reject(new Error("EACCES")));
    await complete({ ...command("a", "git status"), status: "completed" });
    expect(proved).toEqual([]);
    expect(logged).toHaveLength(1);
  });
});
