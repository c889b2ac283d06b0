// Server requests that wait for a person. Each is answered at most once, by a choice that was offered on a card
// built here from the stored request; the key of a card names the server process, the request and what was
// shown, so that an answer meant for one card can never reach another. Late or unknown answers are dropped.

import { createHash } from "node:crypto";
import {
  askOf,
  choicesOf,
  decisionOf,
  isAllowing,
  isDecidable,
  type Approval,
  type ApprovalRequest,
  type ChoiceId,
} from "../shared/approvals.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { ItemEntry } from "../shared/threadState.ts";

/** Sends the one reply of a server request; false when it was answered before. */
export interface ReplyOnce {
  result(value: unknown): boolean;
  error(code: number, message: string): boolean;
}

interface Pending {
  readonly request: ApprovalRequest;
  readonly reply: ReplyOnce;
  readonly generation: number;
  /** The thread on whose page the card stands, and its turn: the parent's for a sub-agent. */
  readonly shownIn: { threadId: string; turnId: string };
  readonly openedAtMs: number;
  approval: Approval;
}

export type AnswerOutcome = "sent" | "unknown" | "notOffered" | "notDecidable" | "alreadyAnswered";

export interface PendingRequestsOptions {
  readonly findItem: (threadId: string, itemId: string) => ItemEntry | undefined;
  readonly emit: (threadId: string, event: ThreadEvent) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export class PendingRequests {
  readonly #options: PendingRequestsOptions;
  readonly #pending = new Map<string, Pending>();

  constructor(options: PendingRequestsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** The open approvals shown in a thread, oldest first. */
  shownIn(threadId: string): Approval[] {
    return [...this.#pending.values()]
      .filter((pending) => pending.shownIn.threadId === threadId)
      .map((pending) => pending.approval);
  }

  /** The live approval with this key, or undefined. */
  find(key: string): Approval | undefined {
    return [...this.#pending.values()].find((pending) => pending.approval.key === key)?.approval;
  }

  /** Takes a request in and shows its card. */
  add(
    request: ApprovalRequest,
    reply: ReplyOnce,
    generation: number,
    shownIn: { threadId: string; turnId: string },
  ): Approval {
    const openedAtMs = this.#options.now();
    const approval = this.#card(request, generation, shownIn, openedAtMs);
    this.#pending.set(idOf(generation, request), {
      request,
      reply,
      generation,
      shownIn,
      openedAtMs,
      approval,
    });
    this.#emitOpened(shownIn.threadId, approval);
    return approval;
  }

  /** An item changed or arrived: cards that show it are made anew, under a new key. */
  itemChanged(threadId: string, itemId: string): void {
    for (const pending of this.#pending.values()) {
      const { params } = pending.request;
      if (params.threadId !== threadId || params.itemId !== itemId) continue;
      const approval = this.#card(pending.request, pending.generation, pending.shownIn, pending.openedAtMs);
      if (approval.key === pending.approval.key) continue;
      pending.approval = approval;
      this.#emitOpened(pending.shownIn.threadId, approval);
    }
  }

  /** Answers the live card with this key by a choice that it offered. Nothing is sent in any other case. */
  answer(key: string, choiceId: ChoiceId): AnswerOutcome {
    const entry = [...this.#pending].find(([, pending]) => pending.approval.key === key);
    if (!entry) return "unknown";
    const [id, pending] = entry;
    const choice = pending.approval.choices.find((offered) => offered.id === choiceId);
    if (!choice) return "notOffered";
    if (isAllowing(choice.id) && !isDecidable(pending.approval.ask)) return "notDecidable";
    this.#pending.delete(id);
    if (!pending.reply.result(decisionOf(pending.request, choice))) return "alreadyAnswered";
    const atMs = this.#options.now();
    this.#options.emit(pending.shownIn.threadId, {
      method: "lectern/approvalAnswered",
      params: { key, choice: choice.id, atMs },
    });
    return "sent";
  }

  /** The server says that a request is settled: its card closes, here or where it was shown for a sub-agent. */
  resolved(event: Extract<ThreadEvent, { method: "serverRequest/resolved" }>, generation: number): void {
    const id = `${generation}.${String(event.params.requestId)}`;
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#options.emit(pending.shownIn.threadId, event);
  }

  /** Every request of that server process and of earlier ones is void: nothing was and nothing will be sent. */
  serverGone(generation: number): void {
    for (const [id, pending] of this.#pending) {
      if (pending.generation <= generation) this.#pending.delete(id);
    }
  }

  #emitOpened(threadId: string, approval: Approval): void {
    this.#options.emit(threadId, { method: "lectern/approvalOpened", params: { approval } });
  }

  #card(
    request: ApprovalRequest,
    generation: number,
    shownIn: { threadId: string; turnId: string },
    openedAtMs: number,
  ): Approval {
    const { params } = request;
    const item = this.#options.findItem(params.threadId, params.itemId)?.item;
    const stored = item?.type === "fileChange" || item?.type === "commandExecution" ? item : undefined;
    const ask = askOf(request, stored);
    const choices = choicesOf(request);
    const shown = createHash("sha256")
      .update(JSON.stringify([ask, choices]))
      .digest("hex")
      .slice(0, 16);
    return {
      key: `${idOf(generation, request)}.${shown}`,
      requestId: request.id,
      threadId: params.threadId,
      turnId: shownIn.turnId,
      itemId: params.itemId,
      openedAtMs,
      ask,
      choices,
    };
  }
}

function idOf(generation: number, request: ApprovalRequest): string {
  return `${generation}.${String(request.id)}`;
}
