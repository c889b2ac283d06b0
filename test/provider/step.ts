// The parts of a scripted response, as data: what is streamed, what ends the stream, what replaces it.
// It knows the wire form of server-sent events and nothing of scripts or sockets.
// A response without an ending part is completed by the provider.

import type { ModelRequest } from "./request.ts";

/** One event of the stream; the property `type` is also its event name. */
export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An event and how long to wait before it, in milliseconds. */
export interface Frame {
  readonly event: StreamEvent;
  readonly delayMs?: number;
}

/** Where a step is played. The same request gives the same ids, another request gives others. */
export interface Place {
  readonly callId: string;
  readonly itemId: string;
  readonly request: ModelRequest;
}

/** Tokens as the provider reports them for one response. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export type Step =
  | { readonly kind: "item"; readonly isCall: boolean; readonly frames: (place: Place) => readonly Frame[] }
  | { readonly kind: "usage"; readonly usage: Usage }
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "pause"; readonly ms: number }
  | { readonly kind: "end"; readonly event: (responseId: string) => StreamEvent }
  | { readonly kind: "cut"; readonly afterMs: number }
  | { readonly kind: "hang" }
  | {
      readonly kind: "httpError";
      readonly status: number;
      readonly body: unknown;
      readonly headers: Readonly<Record<string, string>>;
    };

/** One response of the model: its parts in order. */
export type Response = Step | readonly Step[];

export function stepsOf(response: Response): readonly Step[] {
  return "kind" in response ? [response] : response;
}

/** How many tool calls the response makes, each of which brings one output into the next request. */
export function callCount(response: Response): number {
  return stepsOf(response).filter((step) => step.kind === "item" && step.isCall).length;
}

export function encodeEvent(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

export function encodeUsage(usage: Usage): Record<string, unknown> {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
