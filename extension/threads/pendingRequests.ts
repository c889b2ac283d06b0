// Server requests that wait for a person. Each is answered at most once, by a choice that was offered on a card
// built here from the stored request; the key of a card names the server process, the request and what was
// shown, so that an answer meant for one card can never reach another. Late or unknown answers are dropped.
// Always: what was decided is on record before the reply goes out, and an answer that cannot go out brings its card
// back.

import { createHash } from "node:crypto";
import type { Approval } from "../shared/approvals/approval.ts";
import { askOf, isDecidable, type ApprovalRequest } from "../shared/approvals/ask.ts";
import { choicesOf, isAllowing, type ChoiceId } from "../shared/approvals/choices.ts";
import { replyOf, toldOf, type AnswerDetails, type ApprovalReply } from "../shared/approvals/reply.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { ItemEntry, VoidReason } from "../shared/threadState.ts";

/** Sends the one reply of a server request; false when it was answered before. */
export interface ReplyOnce {
  result(value: unknown): boolean;
  error(code: number, message: string): boolean;
}

/** Where a card stands: the asking thread, or for a sub-agent the thread that it works for. */
export interface Place {
  readonly threadId: string;
  /** "" when none is known. */
  readonly turnId: string;
  /** The name of the sub-agent that asks (outside text); null: the thread itself. */
  readonly agent: string | null;
}

/** What is to be kept of an approval. `told` holds no secret that a person typed. */
export type ApprovalRecord = { readonly key: string; readonly threadId: string } & (
  | { readonly type: "approvalShown"; readonly approval: Approval; readonly generation: number }
  | { readonly type: "approvalAnswered"; readonly choice: ChoiceId; readonly told: string }
  | { readonly type: "approvalVoid"; readonly because: VoidReason }
);

interface Pending {
  readonly request: ApprovalRequest;
  readonly reply: ReplyOnce;
  readonly generation: number;
  readonly place: Place;
  readonly openedAtMs: number;
  approval: Approval;
  /** A person decided; the reply is about to go out. */
  isDecided: boolean;
  /** Answers that came to nothing: each card after one has a key of its own. */
  failed: number;
}

export type AnswerOutcome =
  | "sent"
  | "unknown"
  | "notOffered"
  | "notDecidable"
  | "notFitting"
  | "notSent"
  | "alreadyAnswered";

/** What the card that comes back says of the answer that it did not get. */
const problemWords: { readonly [O in AnswerOutcome]?: string } = {
  notOffered: "That answer is not offered here. Nothing was sent.",
  notDecidable: "What is asked for is not known in full yet, so it cannot be allowed. Nothing was sent.",
  notFitting: "Your answer did not fit what is asked, so it was not sent.",
  notSent: "Your answer could not be sent to the app-server.",
};

/** A decision that was taken and not yet sent. */
export interface Decision {
  readonly approval: Approval;
  readonly choice: ChoiceId;
  readonly told: string;
  readonly reply: ApprovalReply;
}

export interface PendingRequestsOptions {
  readonly findItem: (threadId: string, itemId: string) => ItemEntry | undefined;
  readonly emit: (threadId: string, event: ThreadEvent) => void;
  /** Whether commands that a saved rule allows run outside the sandbox in a thread; not known: they do not. */
  readonly rulesRunOutside?: (threadId: string) => boolean;
  /** Keeps what happened to an approval; resolves when it is kept. It never rejects. */
  readonly record?: (record: ApprovalRecord) => Promise<void>;
  /** A reply went out. */
  readonly onSent?: (decision: Decision) => void;
  /** Approvals opened or closed. Told after the event that says so to the thread. */
  readonly onChange?: () => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export class PendingRequests {
  readonly #options: PendingRequestsOptions;
  readonly #pending = new Map<string, Pending>();
  /** Answers that went out and that the server has not settled yet. */
  readonly #unsettled = new Map<string, Pending>();

  constructor(options: PendingRequestsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** All open approvals with the thread in which each stands, oldest first. */
  get open(): { threadId: string; approval: Approval }[] {
    return [...this.#pending.values()].map(({ place, approval }) => ({ threadId: place.threadId, approval }));
  }

  /** The open approvals shown in a thread, oldest first. */
  shownIn(threadId: string): Approval[] {
    return this.open.filter((open) => open.threadId === threadId).map(({ approval }) => approval);
  }

  /** The live approval with this key, or undefined. */
  find(key: string): Approval | undefined {
    return this.#entry(key)?.[1].approval;
  }

  /** Takes a request in and shows its card. */
  add(request: ApprovalRequest, reply: ReplyOnce, generation: number, place: Place): Approval {
    const asked = { request, reply, generation, place, openedAtMs: this.#options.now(), failed: 0 };
    const pending = { ...asked, approval: this.#card(asked, null), isDecided: false };
    this.#pending.set(idOf(generation, request), pending);
    this.#show(pending);
    return pending.approval;
  }

  /**
   * An item changed or arrived: cards that show it are made anew, under a new key. A decision whose reply is not out
   * yet was about what was shown before: it is dropped, and the person is asked again.
   */
  itemChanged(threadId: string, itemId: string): void {
    for (const pending of this.#pending.values()) {
      if (pending.approval.threadId !== threadId || pending.approval.itemId !== itemId) continue;
      const approval = this.#card(pending, pending.approval.problem);
      if (approval.key === pending.approval.key) continue;
      pending.approval = approval;
      pending.isDecided = false;
      this.#show(pending);
    }
  }

  /**
   * Answers the live card with this key by a choice that it offered. Nothing is sent in any other case, and a live
   * card comes back, under a new key, with the reason. Between the decision and the reply the record is kept and
   * `before` runs (it must not throw).
   */
  async answer(
    key: string,
    choice: ChoiceId,
    details: AnswerDetails | null = null,
    before?: (decision: Decision) => Promise<void>,
  ): Promise<AnswerOutcome> {
    const decision = this.decide(key, choice, details);
    if (typeof decision === "string") return this.#failed(key, decision);
    const { approval, told } = decision;
    await this.#record(approval, { type: "approvalAnswered", choice, told });
    await before?.(decision);
    return this.#failed(key, this.send(decision));
  }

  /** The person must not wait for an answer that is nowhere: the card is theirs again. */
  #failed(key: string, outcome: AnswerOutcome): AnswerOutcome {
    const problem = problemWords[outcome];
    const pending = this.#entry(key)?.[1];
    // One that is decided waits for its own reply, whatever else was tried on it.
    if (problem === undefined || !pending || (pending.isDecided && outcome !== "notSent")) return outcome;
    pending.failed++;
    pending.isDecided = false;
    pending.approval = this.#card(pending, problem);
    this.#show(pending);
    return outcome;
  }

  /** The first half of an answer: the card is taken, no second answer will be. */
  decide(key: string, choiceId: ChoiceId, details: AnswerDetails | null): Decision | AnswerOutcome {
    const pending = this.#entry(key)?.[1];
    if (!pending) return "unknown";
    const { approval, request } = pending;
    const choice = approval.choices.find((offered) => offered.id === choiceId);
    if (!choice) return "notOffered";
    if (isAllowing(choice.id) && !isDecidable(approval.ask)) return "notDecidable";
    if (pending.isDecided) return "alreadyAnswered";
    const reply = replyOf(request, choice, details);
    if (!reply) return "notFitting";
    pending.isDecided = true;
    return { approval, choice: choice.id, told: toldOf(approval.ask, choice, details), reply };
  }

  /** The second half: the one reply. The request may be void by now; then nothing is sent. */
  send(decision: Decision): AnswerOutcome {
    const { approval, choice, told, reply } = decision;
    const entry = this.#entry(approval.key);
    if (!entry) return "unknown";
    const [id, pending] = entry;
    if (!isWritten(pending.reply, reply)) return "notSent";
    this.#pending.delete(id);
    this.#unsettled.set(id, pending);
    this.#options.onSent?.(decision);
    this.#options.emit(pending.place.threadId, {
      method: "lectern/approvalAnswered",
      params: { key: approval.key, choice, told, atMs: this.#options.now() },
    });
    this.#options.onChange?.();
    return "sent";
  }

  /** The server says that a request is settled: its card closes, here or where it was shown for a sub-agent. */
  resolved(event: Extract<ThreadEvent, { method: "serverRequest/resolved" }>, generation: number): void {
    const id = `${generation}.${String(event.params.requestId)}`;
    this.#unsettled.delete(id);
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    void this.#record(pending.approval, { type: "approvalVoid", because: "resolved" });
    this.#options.emit(pending.place.threadId, event);
    this.#options.onChange?.();
  }

  /**
   * Every request of that server process and of earlier ones is void: nothing was and nothing will be sent. Where an
   * answer went out that the server did not settle, nobody knows whether it was read.
   */
  serverGone(generation: number): void {
    for (const [id, { generation: of, approval, place }] of this.#unsettled) {
      if (of > generation) continue;
      this.#unsettled.delete(id);
      void this.#record(approval, { type: "approvalVoid", because: "answerLost" });
      const params = { approval, atMs: this.#options.now() };
      this.#options.emit(place.threadId, { method: "lectern/answerLost", params });
    }
    for (const [id, pending] of this.#pending) {
      if (pending.generation > generation) continue;
      this.#pending.delete(id);
      void this.#record(pending.approval, { type: "approvalVoid", because: "serverGone" });
    }
    this.#options.onChange?.();
  }

  #entry(key: string): [string, Pending] | undefined {
    return [...this.#pending].find(([, pending]) => pending.approval.key === key);
  }

  #show({ place, approval, generation }: Pending): void {
    void this.#record(approval, { type: "approvalShown", approval, generation });
    this.#options.emit(place.threadId, { method: "lectern/approvalOpened", params: { approval } });
    this.#options.onChange?.();
  }

  async #record(approval: Approval, what: RecordOf<ApprovalRecord["type"]>): Promise<void> {
    const { key, threadId } = approval;
    await this.#options.record?.({ ...what, key, threadId });
  }

  #card(asked: Omit<Pending, "approval" | "isDecided">, problem: string | null): Approval {
    const { request, generation, place, openedAtMs, failed } = asked;
    const { threadId, itemId } = subjectsOf(request);
    const item = itemId === null ? undefined : this.#options.findItem(threadId, itemId)?.item;
    const stored = item?.type === "fileChange" || item?.type === "commandExecution" ? item : undefined;
    const ask = askOf(request, stored);
    const rulesRunOutside = this.#options.rulesRunOutside?.(threadId) ?? false;
    const choices = choicesOf(request, { rulesRunOutside });
    const shown = createHash("sha256")
      .update(JSON.stringify([ask, choices, failed]))
      .digest("hex")
      .slice(0, 16);
    const { turnId, agent } = place;
    const key = `${idOf(generation, request)}.${shown}`;
    return { key, requestId: request.id, threadId, turnId, itemId, agent, openedAtMs, problem, ask, choices };
  }
}

/** A reply that cannot be written is none: the request stays open. */
function isWritten(reply: ReplyOnce, value: unknown): boolean {
  try {
    return reply.result(value);
  } catch {
    return false;
  }
}

type RecordOf<T extends ApprovalRecord["type"]> = T extends ApprovalRecord["type"]
  ? Omit<Extract<ApprovalRecord, { type: T }>, "key" | "threadId">
  : never;

function idOf(generation: number, request: ApprovalRequest): string {
  return `${generation}.${String(request.id)}`;
}

/** The thread and the item that a request names. The old form has call ids, which are item ids too. */
function subjectsOf({ params }: ApprovalRequest): { threadId: string; itemId: string | null } {
  if ("conversationId" in params) return { threadId: params.conversationId, itemId: params.callId };
  return { threadId: params.threadId, itemId: "itemId" in params ? params.itemId : null };
}
