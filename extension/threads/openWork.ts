// What is under way in threads, written down before it is on its way or shown: prompts, and what began to act. After a
// crash, of the server or of this host, what the server forgot is told from here, with a mark; nothing runs again.
// Knows records and history, no files. Always: a word leaves only when the server's history was seen to have it, when
// a later turn came to its end, or when the person took it back. A disk that fails holds nothing up.

import type { ThreadEvent } from "../shared/events.ts";
import type { NotificationOf, ServerNotification, ThreadItem, Turn, UserInput } from "../shared/protocol.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { isAllowing } from "../shared/approvals/choices.ts";
import type { ApprovalRecord } from "./pendingRequests.ts";
import { recoverItems, recoverPrompts } from "./recoverWork.ts";
import { StreamedTexts } from "./streamedTexts.ts";
import {
  foldRecords,
  keptBody,
  recordsOf,
  type KeptItem,
  type OpenRecords,
  type WorkRecord,
} from "./workRecords.ts";

/** Where the records lie. Nothing of it throws: a disk that fails is told of elsewhere. */
export interface KeptWork {
  /** In order; empty when there are none. */
  read(threadId: string): WorkRecord[];
  /** It outlives this process when the call returns. */
  append(threadId: string, record: WorkRecord): void;
  /** Resolves when all of the thread outlives a crash of the machine too. */
  sync(threadId: string): Promise<void>;
  /** Puts these in the place of all. */
  replace(threadId: string, records: readonly WorkRecord[]): void;
  /** Another process may write them from now on. */
  release(threadId: string): void;
}

export interface OpenWorkOptions {
  readonly kept: KeptWork;
  /** Whether the message waits in our queue, which tells it then. */
  readonly isQueued: (threadId: string, clientId: string) => boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** What was forgotten of one thread: the oldest go first. */
const mostKept = 100;

type TextEvent =
  | NotificationOf<"item/agentMessage/delta">
  | NotificationOf<"item/commandExecution/outputDelta">;
type ItemEvent = NotificationOf<"item/started"> | NotificationOf<"item/completed">;

export class OpenWork {
  readonly #options: OpenWorkOptions;
  readonly #open = new Map<string, OpenRecords>();
  readonly #texts = new StreamedTexts();
  /** Turns whose stream was cut: what it had begun to say is said again. */
  readonly #retrying = new Set<string>();
  /** The item of each approval that is shown. */
  readonly #asked = new Map<string, { threadId: string; itemId: string }>();

  constructor(options: OpenWorkOptions) {
    this.#options = options;
  }

  /** Resolves when the prompt is safe: only then may it go out. */
  async promptGoes(
    threadId: string,
    clientId: string,
    prompt: { readonly input: readonly UserInput[]; readonly steers: string | null },
  ): Promise<void> {
    const value = { ...prompt, atMs: this.#options.now(), turnId: null };
    this.#of(threadId).prompts.set(clientId, value);
    this.#options.kept.append(threadId, { kind: "prompt", id: clientId, value });
    await this.#options.kept.sync(threadId);
  }

  /** The text is the person's again: it was not taken, or they let it go. */
  promptReturned(threadId: string, clientId: string): void {
    if (!this.#of(threadId).prompts.delete(clientId)) return;
    this.#options.kept.append(threadId, { kind: "promptDone", id: clientId });
    this.#tidy(threadId);
  }

  /** What the server says, before it is shown. */
  told(notification: ServerNotification): void {
    switch (notification.method) {
      case "item/started":
      case "item/completed":
        return this.#itemTold(notification);
      case "item/agentMessage/delta":
      case "item/commandExecution/outputDelta":
        return this.#textGrew(notification);
      case "error":
        if (notification.params.willRetry) this.#retrying.add(notification.params.turnId);
        return;
      case "turn/completed":
        return this.#turnEnded(notification.params.threadId, notification.params.turn.id);
      case "thread/deleted":
        return this.forget(notification.params.threadId);
      default:
        return;
    }
  }

  /** What happens to an approval, before it is shown or answered. */
  approval(record: ApprovalRecord): void {
    if (record.type === "approvalShown") {
      const { itemId, threadId } = record.approval;
      if (itemId === null) return;
      this.#asked.set(record.key, { threadId, itemId });
      return this.#changeItem(threadId, itemId, { asked: true });
    }
    const about = this.#asked.get(record.key);
    this.#asked.delete(record.key);
    if (!about || record.type !== "approvalAnswered") return;
    const decided = isAllowing(record.choice) ? "allowed" : "denied";
    this.#changeItem(about.threadId, about.itemId, { decided });
  }

  /** Whether something of the thread is under way, or was when the host ended. */
  has(threadId: string): boolean {
    const { prompts, items } = this.#of(threadId);
    return prompts.size + items.size > 0;
  }

  /** The thread is no more. */
  forget(threadId: string): void {
    this.#replace(threadId, foldRecords([]));
    this.release(threadId);
  }

  /** The person drops these turns from the thread. */
  dropTurns(threadId: string, turnIds: readonly string[]): void {
    const open = this.#of(threadId);
    for (const [id, { turnId }] of open.prompts)
      if (turnId !== null && turnIds.includes(turnId)) open.prompts.delete(id);
    for (const [id, { turnId }] of open.items) if (turnIds.includes(turnId)) open.items.delete(id);
    this.#replace(threadId, open);
  }

  /**
   * A page of history came: what it has is forgotten here; what it should have and has not is told by the events that
   * are returned. `state` holds the page already.
   */
  recover(threadId: string, page: readonly Turn[], state: ThreadState): ThreadEvent[] {
    const open = this.#of(threadId);
    if (open.prompts.size + open.items.size === 0) return [];
    const before = open.prompts.size + open.items.size;
    const events = [
      ...recoverItems(open, page, state),
      ...recoverPrompts(open, page, state, (clientId) => this.#options.isQueued(threadId, clientId)),
    ];
    if (open.prompts.size + open.items.size !== before) this.#replace(threadId, open);
    return events;
  }

  /** Prompts that no server took, in the person's words: for a thread that the server forgot as a whole. */
  lostPrompts(threadId: string): string[] {
    return [...this.#of(threadId).prompts.values()].map(({ input }) => textOf(input));
  }

  /** The thread is let go of, here or by the server: what is kept is read anew next time. */
  release(threadId: string): void {
    this.#open.delete(threadId);
    this.#options.kept.release(threadId);
  }

  releaseAll(): void {
    this.#asked.clear();
    this.#retrying.clear();
    this.#texts.clear();
    for (const threadId of this.#open.keys()) this.release(threadId);
  }

  #itemTold({ method, params }: ItemEvent): void {
    const { item, threadId, turnId } = params;
    if (item.type === "userMessage") {
      const prompt = this.#of(threadId).prompts.get(item.clientId ?? "");
      if (prompt && item.clientId !== null && prompt.turnId !== turnId)
        this.#put(threadId, { kind: "prompt", id: item.clientId, value: { ...prompt, turnId } });
      return;
    }
    if (method === "item/started") this.#dropSuperseded(threadId, turnId, item.type);
    const body = keptBody(item);
    if (!body) return;
    if (method === "item/completed") this.#texts.end(item.id);
    else this.#texts.begin(item.id, "");
    const known = this.#of(threadId).items.get(item.id);
    const value: KeptItem = {
      turnId,
      item: body,
      beganAtMs: known?.beganAtMs ?? (method === "item/started" ? params.startedAtMs : params.completedAtMs),
      endedAtMs: method === "item/completed" ? params.completedAtMs : null,
      asked: known?.asked ?? false,
      decided: known?.decided ?? null,
      isCutOff: false,
    };
    this.#put(threadId, { kind: "item", id: item.id, value });
  }

  #textGrew({ method, params }: TextEvent): void {
    const { threadId, itemId, delta } = params;
    const text = this.#texts.add(itemId, delta, this.#options.now());
    const known = text === undefined ? undefined : this.#of(threadId).items.get(itemId);
    if (!known) return;
    const part = method === "item/agentMessage/delta" ? { text } : { aggregatedOutput: text };
    this.#changeItem(threadId, itemId, { item: { ...known.item, ...part } });
  }

  /**
   * A message that never ends and that nobody wants back: the failed try of one that is streamed again, or a
   * reviewer's verdict, which is told in words (facts §3 and §8).
   */
  #dropSuperseded(threadId: string, turnId: string, began: ThreadItem["type"]): void {
    const isRetry = began === "agentMessage" && this.#retrying.delete(turnId);
    if (!isRetry && began !== "exitedReviewMode") return;
    for (const [id, kept] of this.#of(threadId).items) {
      if (kept.turnId !== turnId || kept.endedAtMs !== null || kept.item.type !== "agentMessage") continue;
      this.#of(threadId).items.delete(id);
      this.#options.kept.append(threadId, { kind: "itemDone", id });
    }
  }

  #changeItem(threadId: string, id: string, change: Partial<KeptItem>): void {
    const known = this.#of(threadId).items.get(id);
    if (known) this.#put(threadId, { kind: "item", id, value: { ...known, ...change } });
  }

  /** What ended in earlier turns is in the history; what never ended stays, for the history will not have it. */
  #turnEnded(threadId: string, turnId: string): void {
    const open = this.#of(threadId);
    if (open.prompts.size + open.items.size === 0) return;
    for (const [id, prompt] of open.prompts)
      if (prompt.turnId !== null && prompt.turnId !== turnId) open.prompts.delete(id);
    for (const [id, item] of open.items) {
      if (item.turnId !== turnId && item.endedAtMs !== null) open.items.delete(id);
      else if (item.turnId === turnId && item.endedAtMs === null)
        open.items.set(id, { ...item, isCutOff: true });
    }
    this.#retrying.delete(turnId);
    this.#replace(threadId, open);
  }

  #put(threadId: string, record: Extract<WorkRecord, { value: unknown }>): void {
    const { prompts, items } = this.#of(threadId);
    if (record.kind === "prompt") prompts.set(record.id, record.value);
    else items.set(record.id, record.value);
    this.#options.kept.append(threadId, record);
    if (items.size > 2 * mostKept) this.#replace(threadId, { prompts, items });
  }

  #replace(threadId: string, open: OpenRecords): void {
    for (const kept of [open.prompts, open.items])
      for (const id of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(id);
      }
    this.#open.set(threadId, open);
    this.#options.kept.replace(threadId, recordsOf(open));
  }

  /** Where nothing is open nothing lies about. */
  #tidy(threadId: string): void {
    const open = this.#of(threadId);
    if (open.prompts.size + open.items.size === 0) this.#replace(threadId, open);
  }

  #of(threadId: string): OpenRecords {
    const known = this.#open.get(threadId) ?? foldRecords(this.#options.kept.read(threadId));
    this.#open.set(threadId, known);
    return known;
  }
}

function textOf(input: readonly UserInput[]): string {
  return input.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}
