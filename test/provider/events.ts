// Builders for what a model says and for how a response ends. Tool calls are in calls.ts.
// Each gives a step and holds no state, so one step may be played any number of times.

import type { Frame, Place, Step, Usage } from "./step.ts";

export interface MessageOptions {
  readonly text: string;
  /** Number of pieces, or the pieces themselves; 0: only the finished item. Default: a piece a word. */
  readonly deltas?: number | readonly string[];
  readonly phase?: "commentary" | "final_answer";
  /** Wait before each piece, in milliseconds. */
  readonly delayMs?: number;
  /** False: the item never ends, for a stream that is cut or hangs in the middle. */
  readonly finish?: boolean;
  /** Instead of the id that follows from the request. */
  readonly id?: string;
}

/** An assistant message, streamed piece by piece. */
export function message(options: string | MessageOptions): Step {
  const { text, deltas, phase, delayMs, finish, id } =
    typeof options === "string" ? { text: options } : options;
  const pieces = piecesOf(text, deltas);
  return item((place) => {
    const itemId = id ?? place.itemId;
    const base = { type: "message", role: "assistant", id: itemId, ...(phase && { phase }) };
    return [
      ...(pieces.length > 0 ? [added({ ...base, content: [] })] : []),
      ...pieces.map((delta) => ({
        event: { type: "response.output_text.delta", item_id: itemId, delta },
        ...(delayMs !== undefined && { delayMs }),
      })),
      ...(finish === false ? [] : [done({ ...base, content: [{ type: "output_text", text }] })]),
    ];
  });
}

export interface ReasoningOptions {
  /** One entry a section; the server shows them only when `model_reasoning_summary` is set. */
  readonly summary: readonly string[];
  /** Raw text, which reaches a client only with `show_raw_agent_reasoning`. */
  readonly raw?: string;
  readonly delayMs?: number;
}

/** A reasoning item, its summary (and raw text) streamed word by word. */
export function reasoning({ summary, raw, delayMs }: ReasoningOptions): Step {
  const delay = delayMs === undefined ? {} : { delayMs };
  return item(({ itemId }) => {
    const base = { type: "reasoning", id: itemId };
    const content = raw === undefined ? {} : { content: [{ type: "reasoning_text", text: raw }] };
    const sections = summary.flatMap((text, index): Frame[] => [
      { event: { type: "response.reasoning_summary_part.added", item_id: itemId, summary_index: index } },
      ...words(text).map((delta) => ({
        event: {
          type: "response.reasoning_summary_text.delta",
          item_id: itemId,
          summary_index: index,
          delta,
        },
        ...delay,
      })),
    ]);
    const rawFrames = words(raw ?? "").map((delta) => ({
      event: { type: "response.reasoning_text.delta", item_id: itemId, content_index: 0, delta },
      ...delay,
    }));
    const parts = summary.map((text) => ({ type: "summary_text", text }));
    return [
      added({ ...base, summary: [] }),
      ...sections,
      ...rawFrames,
      done({ ...base, summary: parts, ...content, encrypted_content: "scripted" }),
    ];
  });
}

export type WebAction =
  | { readonly type: "search"; readonly query: string; readonly queries?: readonly string[] }
  | { readonly type: "open_page"; readonly url: string }
  | { readonly type: "find_in_page"; readonly url: string; readonly pattern: string };

/** A web search that the provider made itself: nothing is searched, and the server does not ask again. */
export function webSearch(action: string | WebAction): Step {
  const made = typeof action === "string" ? { type: "search", query: action, queries: [action] } : action;
  return item(({ itemId }) => [
    added({ type: "web_search_call", id: itemId, status: "in_progress" }),
    done({ type: "web_search_call", id: itemId, status: "completed", action: made }),
  ]);
}

/** The answer of an automatic reviewer to an autoReview request. */
export function assessment(outcome: "allow" | "deny", rationale: string): Step {
  const risk_level = outcome === "allow" ? "low" : "high";
  const user_authorization = outcome === "allow" ? "high" : "low";
  return message({ text: JSON.stringify({ risk_level, user_authorization, outcome, rationale }), deltas: 0 });
}

/** What the response is said to have cost. Without it a small fixed usage is reported. */
export function usage(tokens: Partial<Usage>): Step {
  const none = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  return { kind: "usage", usage: { ...none, ...tokens } };
}

/** Response headers, such as `openai-model` or the `x-codex-primary-*` rate limits. */
export function headers(values: Readonly<Record<string, string>>): Step {
  return { kind: "headers", headers: values };
}

/** Silence within the stream, in milliseconds. */
export function pause(ms: number): Step {
  return { kind: "pause", ms };
}

/** An HTTP error in place of a stream. A text becomes `{error:{message,type,code}}`. */
export function httpError(status: number, body: unknown, extra: Readonly<Record<string, string>> = {}): Step {
  const full = typeof body === "string" ? { error: { message: body, type: "scripted", code: null } } : body;
  return { kind: "httpError", status, body: full, headers: extra };
}

/** Ends the stream with `response.failed`; codes are in the server's vocabulary, such as cyber_policy. */
export function failed(code: string, text: string): Step {
  return {
    kind: "end",
    event: (id) => ({ type: "response.failed", response: { id, error: { code, message: text } } }),
  };
}

/** Ends the stream with `response.incomplete`. */
export function incomplete(reason: string): Step {
  return {
    kind: "end",
    event: (id) => ({ type: "response.incomplete", response: { id, incomplete_details: { reason } } }),
  };
}

/** Destroys the connection. The wait lets the server read what was sent before. */
export function cut(afterMs = 250): Step {
  return { kind: "cut", afterMs };
}

/** Says nothing more and keeps the connection open until the reader leaves. */
export function hang(): Step {
  return { kind: "hang" };
}

/** A step of one item that is no tool call. */
function item(frames: (place: Place) => readonly Frame[]): Step {
  return { kind: "item", isCall: false, frames };
}

function added(value: Record<string, unknown>): Frame {
  return { event: { type: "response.output_item.added", item: value } };
}

function done(value: Record<string, unknown>): Frame {
  return { event: { type: "response.output_item.done", item: value } };
}

/** Splits a text into pieces that join to it again; never inside a character. */
export function piecesOf(text: string, deltas: number | readonly string[] | undefined): readonly string[] {
  if (deltas === undefined) return words(text);
  if (typeof deltas !== "number") {
    if (deltas.join("") !== text) throw new Error("The given pieces do not join to the text.");
    return deltas;
  }
  const characters = Array.from(text);
  const count = Math.min(deltas, characters.length);
  const bound = (index: number): number => Math.round((index * characters.length) / count);
  return Array.from({ length: count }, (_, i) => characters.slice(bound(i), bound(i + 1)).join(""));
}

function words(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? (text === "" ? [] : [text]);
}
