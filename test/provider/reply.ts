// One HTTP answer of the scripted model: plays the steps of a response in order, as fast as the reader takes
// them, and stops at once when the reader leaves. It decides nothing.

import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ModelRequest } from "./request.ts";
import {
  encodeEvent,
  encodeUsage,
  type Place,
  type Response,
  type Step,
  stepsOf,
  type StreamEvent,
  type Usage,
} from "./step.ts";

const defaultUsage: Usage = {
  inputTokens: 1_000,
  cachedInputTokens: 200,
  outputTokens: 50,
  reasoningTokens: 10,
};

export class Reply {
  private readonly out: ServerResponse;
  private readonly left = new AbortController();

  constructor(out: ServerResponse) {
    this.out = out;
    out.once("close", () => {
      this.left.abort();
    });
  }

  json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.out.writeHead(status, { "content-type": "application/json", ...headers });
    this.out.end(JSON.stringify(body));
  }

  /** Plays the response. Resolves when it is out, or when the reader left. */
  async play(request: ModelRequest, response: Response): Promise<void> {
    const steps = stepsOf(response);
    const refusal = steps.find((step) => step.kind === "httpError");
    if (refusal) {
      this.json(refusal.status, refusal.body, refusal.headers);
      return;
    }
    // Item ids must differ over the life of a thread and be the same in a retry: the input grows with every
    // item, and only a compaction makes it shorter.
    const place = `${request.window > 0 ? `w${request.window}-` : ""}${request.inputCount}`;
    try {
      await this.stream(request, place, steps);
    } catch (error) {
      if (!this.left.signal.aborted) throw error;
    }
  }

  private async stream(request: ModelRequest, place: string, steps: readonly Step[]): Promise<void> {
    const responseId = `resp-${place}`;
    const extra = steps.flatMap((step) => (step.kind === "headers" ? [step.headers] : []));
    this.out.writeHead(200, Object.assign({ "content-type": "text/event-stream" }, ...extra));
    await this.send({ type: "response.created", response: { id: responseId } });
    for (const [position, step] of steps.entries()) {
      const id = `${place}-${position}`;
      await this.playStep(step, { callId: `call-${id}`, itemId: `item-${id}`, request }, responseId);
      if (step.kind === "end" || step.kind === "cut" || step.kind === "hang") return;
    }
    const usage = encodeUsage(steps.findLast((step) => step.kind === "usage")?.usage ?? defaultUsage);
    await this.send({ type: "response.completed", response: { id: responseId, usage } });
    this.out.end();
  }

  private async playStep(step: Step, place: Place, responseId: string): Promise<void> {
    switch (step.kind) {
      case "item":
        for (const frame of step.frames(place)) {
          await this.wait(frame.delayMs ?? 0);
          await this.send(frame.event);
        }
        break;
      case "pause":
        await this.wait(step.ms);
        break;
      case "end":
        await this.send(step.event(responseId));
        this.out.end();
        break;
      case "cut":
        await this.wait(step.afterMs);
        this.out.destroy();
        break;
      case "hang":
        if (!this.left.signal.aborted) await once(this.left.signal, "abort");
        break;
      case "usage":
      case "headers":
      case "httpError":
        // These shape the response as a whole and were read before the first event.
        break;
    }
  }

  private async wait(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.left.signal });
  }

  private async send(event: StreamEvent): Promise<void> {
    this.left.signal.throwIfAborted();
    if (!this.out.write(encodeEvent(event))) await once(this.out, "drain", { signal: this.left.signal });
  }
}
