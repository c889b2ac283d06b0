// Short ways to write states of the page: what is not said is as in a quiet, ready, signed-in window.

import type { ParentView } from "../../extension/shared/agents.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ApprovalRequest, StoredItem } from "../../extension/shared/approvals/ask.ts";
import { initialHostState, type HostState } from "../../extension/shared/hostState.ts";
import type { PageState } from "../../extension/shared/pageState.ts";
import type {
  FileUpdateChange,
  ItemOf,
  ItemType,
  ThreadItem,
  UserInput,
} from "../../extension/shared/protocol.ts";
import {
  emptyThread,
  type Entry,
  type ItemEntry,
  type Note,
  type ThreadState,
  type TurnState,
} from "../../extension/shared/threadState.ts";
import { approvalOf } from "../samples/events.ts";

export const cwd = "/home/ada/shop-api";
/** 2 June 2026, 11:02 UTC. */
export const noon = Date.UTC(2026, 5, 2, 11, 2);

export const readyHost: HostState = {
  ...initialHostState,
  trusted: true,
  folder: { name: "shop-api", path: cwd },
  server: { phase: "ready", version: "0.169.0", pinned: true, untested: false },
  account: { phase: "signedIn", label: "ada@example.org" },
};

export function host(change: Partial<HostState> = {}): HostState {
  return { ...readyHost, ...change };
}

export function thread(turns: readonly TurnState[], change: Partial<ThreadState> = {}): ThreadState {
  return {
    ...emptyThread("thread-1", cwd),
    name: "Make checkout retry safe",
    preview: "Payments sometimes run twice",
    model: "gpt-6.1-sol",
    effort: "medium",
    status: turns.some((turn) => turn.status === "inProgress")
      ? { type: "active", activeFlags: [] }
      : { type: "idle" },
    tokenUsage: usage(84_320, 272_000),
    permissions: { mode: "ask", autoReview: false, origin: "default", afterTurnId: null },
    turns,
    ...change,
  };
}

function usage(used: number, window: number): NonNullable<ThreadState["tokenUsage"]> {
  const tokens = {
    totalTokens: used,
    inputTokens: used,
    cachedInputTokens: 0,
    cacheWriteInputTokens: 0,
    outputTokens: 0,
    reasoningOutputTokens: 0,
  };
  return { total: tokens, last: tokens, modelContextWindow: window };
}

export function page(threadState: ThreadState | null, hostState: HostState = readyHost): PageState {
  return { host: hostState, thread: threadState };
}

export function turn(turnId: string, entries: readonly Entry[], change: Partial<TurnState> = {}): TurnState {
  return {
    turnId,
    rootTurnId: null,
    status: "completed",
    error: null,
    retrying: null,
    // What runs began a little while ago: its clock is shown.
    startedAtMs: change.status === "inProgress" ? Date.now() - 4_000 : noon,
    completedAtMs: noon + 24_000,
    entries,
    diff: null,
    changes: null,
    plan: null,
    sensitive: [],
    ...change,
  };
}

export function entry(item: ThreadItem, change: Partial<ItemEntry> = {}): ItemEntry {
  return {
    kind: "item",
    item,
    phase: "completed",
    startedAtMs: noon,
    completedAtMs: noon + 6_000,
    stdin: [],
    progress: null,
    unasked: null,
    ...change,
  };
}

let count = 0;

export function note(content: Note, atMs = noon): Entry {
  return { kind: "note", id: `note-${++count}`, atMs, note: content };
}

/** An item of a type with fields that say nothing, and those given. */
function item<T extends ItemType>(
  type: T,
  fields: Omit<Partial<ItemOf<T>>, "type">,
  rest: object,
): ThreadItem {
  return { type, id: `${type}-${++count}`, ...rest, ...fields } as unknown as ThreadItem;
}

export const text = (words: string): UserInput => ({ type: "text", text: words, text_elements: [] });

export const user = (words: string, ...others: UserInput[]): ItemEntry =>
  entry(item("userMessage", { content: [text(words), ...others] }, { clientId: null }));

export const agent = (words: string, change: Partial<ItemEntry> = {}): ItemEntry =>
  entry(
    item(
      "agentMessage",
      { text: words },
      { moderation: null, phase: null, memoryCitation: null, delivery: null, questions: null },
    ),
    change,
  );

export const reasoning = (words: string, change: Partial<ItemEntry> = {}): ItemEntry =>
  entry(item("reasoning", { summary: words === "" ? [] : [words] }, { content: [] }), change);

export const command = (
  line: string,
  fields: Partial<ItemOf<"commandExecution">> = {},
  change: Partial<ItemEntry> = {},
): ItemEntry =>
  entry(
    item(
      "commandExecution",
      { command: line, ...fields },
      {
        pluginId: null,
        scriptPath: null,
        cwd,
        processId: null,
        source: "agent",
        status: "completed",
        commandActions: [],
        aggregatedOutput: "",
        exitCode: 0,
        durationMs: 9_800,
      },
    ),
    change,
  );

export const files = (
  changes: FileUpdateChange[],
  status: ItemOf<"fileChange">["status"] = "completed",
  change: Partial<ItemEntry> = {},
): ItemEntry => entry(item("fileChange", { changes, status }, {}), change);

export const update = (path: string, diff: string, movePath: string | null = null): FileUpdateChange => ({
  path: `${cwd}/${path}`,
  kind: { type: "update", move_path: movePath },
  diff,
});
export const add = (path: string, content: string): FileUpdateChange => ({
  path: `${cwd}/${path}`,
  kind: { type: "add" },
  diff: content,
});
export const remove = (path: string, content: string): FileUpdateChange => ({
  path: `${cwd}/${path}`,
  kind: { type: "delete" },
  diff: content,
});

export const other = <T extends ItemType>(
  type: T,
  fields: Omit<Partial<ItemOf<T>>, "type">,
  change: Partial<ItemEntry> = {},
): ItemEntry => entry(item(type, fields, {}), change);

export const running: Partial<ItemEntry> = {
  phase: "running",
  startedAtMs: Date.now() - 4_000,
  completedAtMs: null,
};
export const cutOff: Partial<ItemEntry> = { phase: "cutOff", completedAtMs: null };

type CommandParams = Extract<ApprovalRequest, { method: "item/commandExecution/requestApproval" }>["params"];

/** An approval as the host builds it from a request of the server. */
export function commandApproval(key: string, params: Partial<CommandParams>): Approval {
  const request = {
    method: "item/commandExecution/requestApproval",
    id: 0,
    params: {
      threadId: "thread-1",
      turnId: "turn-1",
      itemId: "item-1",
      kind: "command",
      command: "pnpm test",
      cwd,
      ...params,
    },
  } as unknown as ApprovalRequest;
  return approval(key, request, undefined);
}

export function fileApproval(key: string, stored: StoredItem | undefined, itemId = "item-1"): Approval {
  const params = { threadId: "thread-1", turnId: "turn-1", itemId, reason: null, grantRoot: null };
  const request = { method: "item/fileChange/requestApproval", id: 1, params } as unknown as ApprovalRequest;
  return approval(key, request, stored);
}

/** An approval for any request, with those parameters that every request has. */
export function askApproval(
  key: string,
  method: ApprovalRequest["method"],
  params: object,
  item?: StoredItem,
): Approval {
  const common = { threadId: "thread-1", turnId: "turn-1", itemId: "item-1" };
  const request = { method, id: key, params: { ...common, ...params } } as unknown as ApprovalRequest;
  return approval(key, request, item);
}

function approval(key: string, request: ApprovalRequest, item: StoredItem | undefined): Approval {
  return { ...approvalOf(request, { key, ...(item ? { item } : {}) }), openedAtMs: noon };
}

/** The page while it shows the thread of an agent. */
export function agentPage(threadState: ThreadState, change: Partial<ParentView> = {}): PageState {
  const parent = {
    threadId: "thread-1",
    title: "Make checkout retry safe",
    runningTurnId: null,
    approvals: [],
    othersWaiting: 0,
    ...change,
  };
  const agentOf = { parentThreadId: parent.threadId, name: "counter", unread: null };
  return { ...page({ ...threadState, threadId: "agent-1", agent: threadState.agent ?? agentOf }), parent };
}
