// Plays a recorded story to the modules that hold threads, as if its server spoke now: the lines go through
// Incoming, PendingRequests and ThreadStore; what Threads adds of its own is read from our recorded calls.
// It knows no server. Times are those of the recording.

import { echoMismatch, type PolicyEcho } from "../../extension/policy/policy.ts";
import { defaultMode, termsOf } from "../../extension/policy/modes.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { initialValue } from "../../extension/shared/approvals/form.ts";
import type { AnswerDetails } from "../../extension/shared/approvals/reply.ts";
import { permissionsOf } from "../../extension/shared/permissions.ts";
import type { ThreadEvent } from "../../extension/shared/events.ts";
import type { CallMethod, ParamsOf, ResultOf, Turn, v2 } from "../../extension/shared/protocol.ts";
import { findItem, type ThreadState } from "../../extension/shared/threadState.ts";
import { Incoming } from "../../extension/threads/incoming.ts";
import { PendingRequests, type ReplyOnce } from "../../extension/threads/pendingRequests.ts";
import { ThreadStore } from "../../extension/threads/threadStore.ts";
import { isNotification, isRequest, type FixtureEntry, type WireLine } from "../record/fixture.ts";

/** One request of the server, with what was recorded as its reply and what our modules reply now. */
export interface Answered {
  readonly method: string;
  readonly recorded: unknown[];
  readonly made: unknown[];
}

export interface Replayed {
  /** Every event of the story's own thread, in order. */
  readonly events: readonly ThreadEvent[];
  readonly state: ThreadState;
  readonly requests: readonly Answered[];
  /** The thread as the server read it back, oldest turn first. */
  readonly history: readonly Turn[];
}

const atMs = 1_700_000_000_000;

export function replay(entries: readonly FixtureEntry[]): Replayed {
  const replaying = new Replaying();
  for (const entry of entries) replaying.take(entry);
  return replaying.result();
}

class Replaying {
  readonly #store = new ThreadStore();
  readonly #pending: PendingRequests;
  readonly #incoming: Incoming;
  readonly #events: ThreadEvent[] = [];
  readonly #calls = new Map<WireLine["id"], WireLine>();
  readonly #requests = new Map<string, Answered>();
  #threadId = "";
  #generation = 1;
  #history: readonly Turn[] = [];

  constructor() {
    const emit = (threadId: string, event: ThreadEvent): void => void this.#store.append(threadId, event);
    this.#pending = new PendingRequests({
      findItem: (threadId, itemId) => {
        const state = this.#store.get(threadId);
        return state && findItem(state, itemId);
      },
      emit,
      now: () => atMs,
    });
    const own = (): string[] => [this.#threadId];
    this.#incoming = new Incoming({ store: this.#store, pending: this.#pending, now: () => atMs, own });
    this.#store.onEvent((threadId, event) => {
      if (threadId === this.#threadId) this.#events.push(event);
    });
  }

  take(entry: FixtureEntry): void {
    if ("history" in entry) this.#history = entry.history;
    else if ("gone" in entry) this.#gone();
    else if (entry.dir === "out") this.#sent(entry.line);
    else this.#received(entry.line);
  }

  result(): Replayed {
    const state = this.#store.get(this.#threadId);
    if (!state) throw new Error("The story has no thread.");
    const requests = [...this.#requests.values()];
    return { events: this.#events, state, requests, history: this.#history };
  }

  #gone(): void {
    this.#pending.serverGone(this.#generation++);
    this.#calls.clear();
    this.#append({ method: "lectern/serverGone", params: { atMs } });
  }

  #sent(line: WireLine): void {
    if (line.method === undefined) return this.#replied(line);
    this.#calls.set(line.id, line);
    if (isCallOf(line, "turn/start")) this.#promptSent(line.params, null);
    if (isCallOf(line, "turn/steer")) this.#promptSent(line.params, line.params.expectedTurnId);
  }

  #promptSent(params: ParamsOf<"turn/start"> | ParamsOf<"turn/steer">, steers: string | null): void {
    const { clientUserMessageId, input } = params;
    const clientId = clientUserMessageId ?? "";
    this.#append({ method: "lectern/messageSent", params: { clientId, input, atMs, steers } });
  }

  /** Our recorded reply: the same choice is made again, and what is replied now is noted beside it. */
  #replied(line: WireLine): void {
    this.#requests.get(this.#keyOf(line))?.recorded.push(line.result ?? line.error);
    const approvals = this.#store.get(this.#threadId)?.approvals ?? [];
    const approval = approvals.find(({ requestId }) => requestId === line.id);
    if (!approval) return;
    const { choice, details } = answerIn(approval, line.result);
    const decision = this.#pending.decide(approval.key, choice, details);
    if (typeof decision === "string") throw new Error(`The recorded answer is none of ours: ${decision}`);
    this.#pending.send(decision);
  }

  #received(line: WireLine): void {
    if (isNotification(line)) return this.#incoming.handleNotification(line, this.#generation);
    if (!isRequest(line)) return this.#answered(line);
    const answered: Answered = { method: line.method, recorded: [], made: [] };
    this.#requests.set(this.#keyOf(line), answered);
    const note = (value: unknown): boolean => answered.made.push(value) > 0;
    const reply: ReplyOnce = { result: note, error: (code, message) => note({ code, message }) };
    this.#incoming.handleRequest(line, reply, this.#generation);
  }

  #keyOf({ id }: WireLine): string {
    return `${this.#generation}.${String(id)}`;
  }

  #answered(answer: WireLine): void {
    const call = this.#calls.get(answer.id);
    this.#calls.delete(answer.id);
    if (call === undefined) throw new Error(`An answer to no call: ${String(answer.id)}`);
    if (isCallOf(call, "thread/start"))
      this.#took(answer.result as ResultOf["thread/start"], call.params.cwd);
    if (isCallOf(call, "thread/resume"))
      this.#took(answer.result as ResultOf["thread/resume"], call.params.cwd);
    if (isCallOf(call, "thread/queue/list")) {
      const count = (answer.result as ResultOf["thread/queue/list"]).data.length;
      this.#append({ method: "lectern/queueRead", params: { count } });
    }
    if (isCallOf(call, "turn/start") || isCallOf(call, "turn/steer")) {
      const clientId = call.params.clientUserMessageId ?? "";
      if (answer.error) return this.#append({ method: "lectern/messageRejected", params: { clientId } });
      const turnId = isCallOf(call, "turn/start")
        ? (answer.result as ResultOf["turn/start"]).turn.id
        : (answer.result as ResultOf["turn/steer"]).turnId;
      this.#append({ method: "lectern/messageAcknowledged", params: { clientId, turnId } });
    }
  }

  #took(answer: v2.ThreadStartResponse | v2.ThreadResumeResponse, cwd: string | null | undefined): void {
    const { thread, model, reasoningEffort: effort } = answer;
    this.#threadId = thread.id;
    this.#store.open(thread.id, answer.cwd);
    const echo: PolicyEcho = answer;
    const asked = permissionsOf(defaultMode, false);
    const blocked = echoMismatch(termsOf(asked, true), { cwd: cwd ?? "" }, echo);
    const { name, preview, historyMode } = thread;
    const permissions = blocked === null ? { ...asked, origin: "default" as const, afterTurnId: null } : null;
    this.#append({
      method: "lectern/opened",
      params: { name, preview, cwd: answer.cwd, historyMode, model, effort, permissions, blocked },
    });
    const page = "initialTurnsPage" in answer ? answer.initialTurnsPage : null;
    if (!page) return;
    const params = { turns: page.data.toReversed(), olderCursor: page.nextCursor };
    this.#append({ method: "lectern/historyLoaded", params });
  }

  #append(event: ThreadEvent): void {
    this.#store.append(this.#threadId, event);
  }
}

function isCallOf<M extends CallMethod>(
  line: WireLine,
  method: M,
): line is WireLine & { readonly params: ParamsOf<M> } {
  return line.method === method;
}

/** The choice that makes this recorded reply. */
function answerIn(
  { ask, choices }: Approval,
  result: unknown,
): { choice: ChoiceId; details: AnswerDetails | null } {
  const { decision, action, answers, permissions } = result as Record<string, unknown>;
  if (ask.kind === "questions") return questionsAnswered(ask, answers as Answers);
  if (ask.kind === "permissions") {
    const isGranted = Object.keys(permissions as object).length > 0;
    const details = { kind: "grants" as const, granted: ask.grants.map((_, index) => index) };
    return isGranted ? { choice: "accept", details } : { choice: "decline", details: null };
  }
  if (ask.kind === "mcpForm" && action === "accept")
    return { choice: "accept", details: { kind: "form", values: ask.fields.map(initialValue) } };
  const chosen = typeof decision === "object" ? "acceptWithRule" : (decision ?? action);
  const choice = choices.find(({ id }) => id === chosen)?.id;
  if (choice === undefined)
    throw new Error(`A recorded answer that is not offered: ${JSON.stringify(result)}`);
  return { choice, details: null };
}

type Answers = v2.ToolRequestUserInputResponse["answers"];

function questionsAnswered(
  { questions }: Extract<Ask, { kind: "questions" }>,
  answers: Answers,
): { choice: ChoiceId; details: AnswerDetails | null } {
  const given = Object.values(answers);
  if (given.length < questions.length) return { choice: "decline", details: null };
  const details = questions.map(({ options }, index) => {
    const words = given[index]?.answers ?? [];
    const option = options.findIndex(({ label }) => words.includes(label));
    const text = words.find((word) => word !== options[option]?.label) ?? "";
    return { option: option < 0 ? null : option, text };
  });
  return { choice: "accept", details: { kind: "answers", answers: details } };
}
