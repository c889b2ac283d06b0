// A small world round the host's approvals: servers that ask, change items, settle and die; a record that is kept in
// any order; a page that lags behind; a person who clicks on what the page shows; and a page that forges. It notes
// whatever must never happen. Everything inside is the shipped code; only the edges are played.

import { isDeepStrictEqual } from "node:util";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ApprovalRequest, Ask } from "../../extension/shared/approvals/ask.ts";
import { isAllowing, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { AnswerDetails } from "../../extension/shared/approvals/reply.ts";
import { parseIntent } from "../../extension/shared/bridge.ts";
import { Gathered, type ThreadEvent } from "../../extension/shared/events.ts";
import type { ServerNotification, ServerRequest, Turn, TurnStatus } from "../../extension/shared/protocol.ts";
import { reduceThread } from "../../extension/shared/reduceThread.ts";
import { findItem, type ThreadState } from "../../extension/shared/threadState.ts";
import { Incoming } from "../../extension/threads/incoming.ts";
import {
  type ApprovalRecord,
  PendingRequests,
  type ReplyOnce,
} from "../../extension/threads/pendingRequests.ts";
import { ThreadStore } from "../../extension/threads/threadStore.ts";
import { turn } from "../samples/events.ts";
import { expectedReply } from "./approvalRequests.ts";

/** Own threads; each has a page of its own. */
export const ownThreads = ["A", "B"] as const;

/** A request of a server and what became of it. */
interface Asked {
  readonly request: ServerRequest;
  readonly generation: number;
  /** Whether the server still waits for the reply. */
  isOpen: boolean;
  /** The key of its live card. */
  key: string | null;
  /** The valid gesture on its live card that nothing has voided since. */
  gesture: Gesture | null;
  readonly replies: unknown[];
}

interface Gesture {
  readonly key: string;
  readonly choice: ChoiceId;
  readonly details: AnswerDetails | null;
  readonly ask: Ask;
}

interface Page {
  state: ThreadState;
  gathered: Gathered;
}

export class ApprovalWorld {
  readonly store = new ThreadStore();
  readonly pending: PendingRequests;
  readonly violations: string[] = [];
  /** Every key that any card ever had. */
  readonly keys: string[] = [];
  generation = 1;
  /** So many of the next replies cannot be written. */
  brokenWrites = 0;
  /** Cards that were answered along with others. */
  together = 0;
  /** Cards that came back with a reason. */
  returned = 0;
  readonly #incoming: Incoming;
  readonly #asked: Asked[] = [];
  readonly #pages = new Map<string, Page>();
  #unkept: { readonly record: ApprovalRecord; readonly keep: () => void }[] = [];
  /** Keys whose answer is on record. */
  readonly #kept = new Set<string>();
  #nextId = 0;

  constructor() {
    const { store } = this;
    this.pending = new PendingRequests({
      findItem: (threadId, itemId) => {
        const state = store.get(threadId);
        return state && findItem(state, itemId);
      },
      emit: (threadId, event) => {
        this.#noteEvent(event);
        store.append(threadId, event);
      },
      record: (record) =>
        new Promise((resolve) => {
          this.#unkept.push({ record, keep: resolve });
        }),
      now: () => 5,
    });
    this.#incoming = new Incoming({ store, pending: this.pending, now: () => 5, own: () => ownThreads });
    store.onEvent((threadId, event) => this.#pages.get(threadId)?.gathered.add(event));
    for (const threadId of ownThreads) {
      store.open(threadId, "/work");
      this.reload(threadId);
      this.hear({ method: "turn/started", params: { threadId, turn: turnOf(threadId, "inProgress") } });
    }
  }

  /** Ids that a request of the present server can have next: from 0 on in each. */
  takeId(): number {
    return this.#nextId++;
  }

  hear(notification: ServerNotification): void {
    this.#incoming.handleNotification(notification, this.generation);
  }

  /** The server asks. */
  ask(request: ServerRequest): void {
    const asked: Asked = {
      request,
      generation: this.generation,
      isOpen: true,
      key: null,
      gesture: null,
      replies: [],
    };
    this.#asked.push(asked);
    this.#incoming.handleRequest(request, this.#replyTo(asked), this.generation);
  }

  /** The server settles a request by itself: a stopped turn, another client, or after our own reply. */
  settle(asked: Asked): void {
    asked.isOpen = false;
    const threadId = threadOf(asked.request);
    this.hear({ method: "serverRequest/resolved", params: { threadId, requestId: asked.request.id } });
    asked.gesture = null;
  }

  /** A last word of the server before, of which nobody should take notice. */
  hearLate(requestId: number): void {
    for (const threadId of ownThreads) {
      const late = { method: "serverRequest/resolved" as const, params: { threadId, requestId } };
      this.#incoming.handleNotification(late, this.generation - 1);
    }
  }

  get openRequests(): Asked[] {
    return this.#asked.filter(({ isOpen }) => isOpen);
  }

  /** How many replies to cards went out. */
  get replyCount(): number {
    return this.#asked.filter(({ request, replies }) => !isPlain(request) && replies.length > 0).length;
  }

  /** Requests that were answered and not settled yet by their server. */
  get answeredRequests(): Asked[] {
    return this.#asked.filter(
      ({ isOpen, generation, replies }) => isOpen && generation === this.generation && replies.length > 0,
    );
  }

  /** The server dies and another one starts, whose ids begin at 0 again. */
  restart(): void {
    for (const asked of this.#asked) {
      asked.isOpen = false;
      asked.gesture = null;
    }
    // What `Threads.serverGone` does.
    this.pending.serverGone(this.generation);
    for (const threadId of this.store.ids)
      this.store.append(threadId, { method: "lectern/serverGone", params: { atMs: 5 } });
    this.generation++;
    this.#nextId = 0;
  }

  get unkeptCount(): number {
    return this.#unkept.length;
  }

  /** The record at this place is kept now. */
  keep(place: number): void {
    const [kept] = this.#unkept.splice(place, 1);
    if (kept?.record.type === "approvalAnswered") this.#kept.add(kept.record.key);
    kept?.keep();
  }

  /** The page takes in what waits for it, as it comes over the bridge. */
  flush(threadId: string): void {
    const page = this.#page(threadId);
    page.state = reduceThread(page.state, copyOf(page.gathered.take()) as ThreadEvent[]);
  }

  reload(threadId: string): void {
    const state = this.store.get(threadId);
    if (state) this.#pages.set(threadId, { state: copyOf(state), gathered: new Gathered() });
  }

  /** The cards that the page of a thread shows. */
  shown(threadId: string): readonly Approval[] {
    return this.#page(threadId).state.approvals;
  }

  /** A person's gesture on a card that the page shows. */
  click(card: Approval, choice: ChoiceId, details: AnswerDetails | null): void {
    const asked = this.#asked.find(({ key, isOpen }) => isOpen && key === card.key);
    const isFirst = asked !== undefined && asked.gesture === null && asked.replies.length === 0;
    const isBlind = card.ask.kind === "fileChange" && card.ask.changes === null;
    if (isFirst && !(isBlind && isAllowing(choice)))
      asked.gesture = { key: card.key, choice, details, ask: card.ask };
    this.send({ type: "answer", approvalKey: card.key, choice, details });
  }

  /** A message of the page, whatever it is. */
  send(message: unknown): void {
    const intent = parseIntent(copyOf(message));
    if (intent?.type !== "answer") return;
    this.pending.answer(intent.approvalKey, intent.choice, intent.details).catch((error: unknown) => {
      this.violations.push(`an answer threw: ${String(error)}`);
    });
  }

  /** Lets everything come to its end and notes what is missing. */
  async settleAll(): Promise<void> {
    do {
      while (this.#unkept.length > 0) this.keep(this.#unkept.length - 1);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#unkept.length > 0);
    for (const { request, gesture, replies, generation } of this.#asked) {
      const name = `${generation}.${String(request.id)} ${request.method}`;
      if (gesture && replies.length === 0) this.violations.push(`${name} was decided and never answered`);
      if (replies.length > 1) this.violations.push(`${name} was answered ${replies.length} times`);
    }
    for (const threadId of ownThreads) {
      this.flush(threadId);
      const shown = this.shown(threadId).map(({ key }) => key);
      const open = this.pending.shownIn(threadId).map(({ key }) => key);
      if (!isDeepStrictEqual(shown.toSorted(), open.toSorted()))
        this.violations.push(`the page of ${threadId} shows ${shown.join()} while ${open.join()} are open`);
    }
  }

  #page(threadId: string): Page {
    const page = this.#pages.get(threadId);
    if (!page) throw new Error(`There is no page of ${threadId}.`);
    return page;
  }

  /** A card came up: it is the live one of its request from now on, and a decision about the one before is void. */
  #noteEvent(event: ThreadEvent): void {
    if (event.method !== "lectern/approvalOpened") return;
    const { key, requestId } = event.params.approval;
    const asked = this.#asked.find(({ request, generation }) => {
      return generation === this.generation && request.id === requestId;
    });
    if (!asked) return void this.violations.push(`a card of no request: ${key}`);
    if (
      this.keys.includes(key) &&
      asked.key !== key &&
      this.#asked.some((one) => one !== asked && one.key === key)
    )
      this.violations.push(`the key ${key} was used for two requests`);
    if (event.params.approval.problem !== null) this.returned++;
    asked.key = key;
    asked.gesture = null;
    this.keys.push(key);
  }

  #replyTo(asked: Asked): ReplyOnce {
    const take = (value: unknown): boolean => {
      if (!isPlain(asked.request) && this.brokenWrites > 0) {
        this.brokenWrites--;
        this.#afterBroken(asked);
        return false;
      }
      asked.replies.push(value);
      this.#checkReply(asked, value);
      return true;
    };
    return { result: take, error: (code, message) => take({ code, message }) };
  }

  /** What could not be written is no reply: once this step is over, the person has a new card for it. */
  #afterBroken(asked: Asked): void {
    const { key } = asked;
    queueMicrotask(() => {
      if (asked.key === key && asked.isOpen) this.violations.push(`${String(key)} was not written and stays`);
    });
  }

  #checkReply(asked: Asked, value: unknown): void {
    const { request, generation, gesture, isOpen } = asked;
    const name = `${generation}.${String(request.id)} ${request.method}`;
    const fault = (what: string): void =>
      void this.violations.push(`${name}: ${what}: ${JSON.stringify(value)}`);
    if (generation !== this.generation) return fault("a reply to a dead server");
    if (!isOpen) return fault("a reply to a settled request");
    if (isPlain(request)) {
      if (/accept|approved|"success":true/.test(JSON.stringify(value)))
        fault("an acceptance that nobody gave");
      return;
    }
    if (!gesture || gesture.key !== asked.key) return fault("a reply without a gesture on the live card");
    if (!this.#kept.has(gesture.key)) fault("a reply before its record");
    const expected = expectedReply(request as ApprovalRequest, gesture.choice, gesture.details);
    if (!isDeepStrictEqual(copyOf(value), copyOf(expected)))
      fault(`a reply that is not ${JSON.stringify(expected)}`);
    this.#checkSubject(asked, gesture, fault);
  }

  /** What is allowed is what the person saw: not a word of it has changed since. */
  #checkSubject({ request }: Asked, { ask, choice }: Gesture, fault: (what: string) => void): void {
    if (request.method !== "item/fileChange/requestApproval" || !isAllowing(choice)) return;
    const state = this.store.get(request.params.threadId);
    const item = state && findItem(state, request.params.itemId)?.item;
    const changes = item?.type === "fileChange" ? item.changes : null;
    if (ask.kind !== "fileChange" || !isDeepStrictEqual(ask.changes, changes))
      fault("an acceptance of changes that were not on the card");
  }
}

export function turnOf(threadId: string, status: TurnStatus): Turn {
  return turn(`turn-${threadId}`, status);
}

function isPlain({ method }: ServerRequest): boolean {
  return !/requestApproval|requestUserInput|elicitation|Approval$/.test(method);
}

function threadOf({ params }: ServerRequest): string {
  if ("threadId" in params) return params.threadId;
  return "conversationId" in params ? params.conversationId : "A";
}

/** As it is after the way over the bridge. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value ?? null)) as T;
}
