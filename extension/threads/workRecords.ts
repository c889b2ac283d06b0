// What is written down of work under way: prompts on their way, and commands, changes and tool calls that began.
// Records are whole values under an id, so that the last one of an id counts; folding them is all there is to reading.
// Always: an item is kept small, and one that is shown again is made anew from fields that were checked.

import type { FileUpdateChange, ThreadItem, UserInput } from "../shared/protocol.ts";

/** A prompt of this client, whole: it is what a person wrote, and they may want to send it again. */
export interface KeptPrompt {
  readonly input: readonly UserInput[];
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly steers: string | null;
  /** The turn in which the server showed it; null until it did. */
  readonly turnId: string | null;
}

export interface KeptItem {
  readonly turnId: string;
  readonly item: KeptBody;
  /** Unix milliseconds. */
  readonly beganAtMs: number;
  readonly endedAtMs: number | null;
  /** A person was asked about it. */
  readonly asked: boolean;
  readonly decided: "allowed" | "denied" | null;
  /** Its turn was over before it was. */
  readonly isCutOff: boolean;
}

/** An item as it is kept: its own fields, with long texts cut. */
export type KeptBody = Readonly<Record<string, unknown>> & { readonly type: string };

export type WorkRecord =
  | { readonly kind: "prompt"; readonly id: string; readonly value: KeptPrompt }
  | { readonly kind: "item"; readonly id: string; readonly value: KeptItem }
  | { readonly kind: "promptDone" | "itemDone"; readonly id: string };

/** What is open in one thread, by id, oldest first. */
export interface OpenRecords {
  readonly prompts: Map<string, KeptPrompt>;
  readonly items: Map<string, KeptItem>;
}

export function foldRecords(records: Iterable<WorkRecord>): OpenRecords {
  const open: OpenRecords = { prompts: new Map(), items: new Map() };
  for (const record of records) {
    if (record.kind === "prompt") open.prompts.set(record.id, record.value);
    else if (record.kind === "item") open.items.set(record.id, record.value);
    else if (record.kind === "promptDone") open.prompts.delete(record.id);
    else open.items.delete(record.id);
  }
  return open;
}

export function recordsOf({ prompts, items }: OpenRecords): WorkRecord[] {
  return [
    ...[...prompts].map(([id, value]) => ({ kind: "prompt", id, value }) as const),
    ...[...items].map(([id, value]) => ({ kind: "item", id, value }) as const),
  ];
}

const keptChanges = 100;
const keptDiffChars = 2_000;
const keptOutputChars = 2_000;
const keptMessageChars = 16_000;

/** The item as it is kept; undefined for one that neither acts nor says anything. */
export function keptBody(item: ThreadItem): KeptBody | undefined {
  switch (item.type) {
    case "commandExecution": {
      const { type, command, cwd, source, status, exitCode, durationMs } = item;
      const aggregatedOutput = item.aggregatedOutput?.slice(-keptOutputChars) ?? null;
      return { type, command, cwd, source, status, exitCode, durationMs, aggregatedOutput };
    }
    case "fileChange": {
      const { type, status } = item;
      const changes = item.changes
        .slice(0, keptChanges)
        .map(({ path, kind, diff }) => ({ path, kind, diff: diff.slice(0, keptDiffChars) }));
      return { type, status, changes };
    }
    case "agentMessage": {
      const { type, text, phase } = item;
      return { type, text: text.slice(0, keptMessageChars), phase };
    }
    case "mcpToolCall": {
      const { type, server, tool, status, arguments: given } = item;
      return { type, server, tool, status, arguments: given };
    }
    default:
      return undefined;
  }
}

/** The item again; undefined when what was kept is no whole one. */
export function itemFrom(id: string, { item: kept }: KeptItem): ThreadItem | undefined {
  switch (kept.type) {
    case "commandExecution":
      return commandFrom(id, kept);
    case "fileChange": {
      const status = oneOf(kept["status"], ["inProgress", "completed", "failed", "declined"] as const);
      const changes = Array.isArray(kept["changes"]) ? kept["changes"].filter(isChange) : [];
      return status && { type: "fileChange", id, changes, status };
    }
    case "agentMessage":
      return messageFrom(id, kept);
    case "mcpToolCall":
      return toolCallFrom(id, kept);
    default:
      return undefined;
  }
}

function commandFrom(id: string, kept: KeptBody): ThreadItem | undefined {
  const { command, cwd } = kept;
  const status = oneOf(kept["status"], ["inProgress", "completed", "failed", "declined"] as const);
  const source =
    oneOf(kept["source"], ["userShell", "unifiedExecStartup", "unifiedExecInteraction"] as const) ?? "agent";
  if (typeof command !== "string" || typeof cwd !== "string" || status === undefined) return undefined;
  return {
    type: "commandExecution",
    id,
    pluginId: null,
    scriptPath: null,
    command,
    cwd,
    processId: null,
    source,
    status,
    commandActions: [],
    aggregatedOutput: stringOr(kept["aggregatedOutput"]),
    exitCode: numberOr(kept["exitCode"]),
    durationMs: numberOr(kept["durationMs"]),
  };
}

function messageFrom(id: string, kept: KeptBody): ThreadItem | undefined {
  const { text } = kept;
  if (typeof text !== "string" || text === "") return undefined;
  const phase = oneOf(kept["phase"], ["commentary", "final_answer"] as const) ?? null;
  const none = { moderation: null, memoryCitation: null, delivery: null, questions: null };
  return { type: "agentMessage", id, text, phase, ...none };
}

function toolCallFrom(id: string, kept: KeptBody): ThreadItem | undefined {
  const { server, tool } = kept;
  const status = oneOf(kept["status"], ["inProgress", "completed", "failed"] as const);
  if (typeof server !== "string" || typeof tool !== "string" || status === undefined) return undefined;
  const none = { appContext: null, pluginId: null, result: null, error: null, durationMs: null };
  const given = (kept["arguments"] ?? null) as Extract<ThreadItem, { type: "mcpToolCall" }>["arguments"];
  return {
    type: "mcpToolCall",
    id,
    server,
    tool,
    status,
    arguments: given,
    mcpAppUi: null,
    readOnlyHint: null,
    ...none,
  };
}

function isChange(value: unknown): value is FileUpdateChange {
  if (typeof value !== "object" || value === null) return false;
  const { path, kind, diff } = value as Record<string, unknown>;
  if (typeof kind !== "object" || kind === null || !("type" in kind)) return false;
  const isKnown = kind.type === "add" || kind.type === "delete" || kind.type === "update";
  return isKnown && typeof path === "string" && typeof diff === "string";
}

function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}

function stringOr(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOr(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** The record that a line holds; undefined for one that this version does not know. */
export function workRecordFrom(value: unknown): WorkRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, id, value: held } = value as Record<string, unknown>;
  if (typeof id !== "string") return undefined;
  if (kind === "promptDone" || kind === "itemDone") return { kind, id };
  if (typeof held !== "object" || held === null) return undefined;
  if (kind === "prompt" && isPrompt(held)) return { kind, id, value: held };
  if (kind === "item" && isItem(held)) return { kind, id, value: held };
  return undefined;
}

function isPrompt(value: object): value is KeptPrompt {
  const { input, atMs, steers, turnId } = value as Record<string, unknown>;
  return (
    Array.isArray(input) && input.every(isText) && typeof atMs === "number" && isId(steers) && isId(turnId)
  );
}

function isText(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && typeof part.type === "string";
}

function isItem(value: object): value is KeptItem {
  const { turnId, item, beganAtMs, endedAtMs, asked, isCutOff } = value as Record<string, unknown>;
  const isBody = typeof item === "object" && item !== null && "type" in item && typeof item.type === "string";
  const areTimes = typeof beganAtMs === "number" && (endedAtMs === null || typeof endedAtMs === "number");
  return (
    isBody &&
    areTimes &&
    typeof turnId === "string" &&
    typeof asked === "boolean" &&
    typeof isCutOff === "boolean"
  );
}

function isId(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
