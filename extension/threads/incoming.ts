// The way of what the server says into the store: notifications fold into their thread, requests become a card
// or are answered at once. It makes no calls. Sub-agents' threads are never announced by the server (facts §8):
// they are kept too, so that an approval finds its item, and their cards stand in the thread they work for.

import { agentsNamedIn } from "../shared/agents.ts";
import type { ApprovalRequest } from "../shared/approvals/ask.ts";
import type { ServerNotification, ServerRequest } from "../shared/protocol.ts";
import { isThreadNotification, serverRequestRoutes } from "../shared/routes.ts";
import { runningTurn } from "../shared/threadState.ts";
import type { PendingRequests, Place, ReplyOnce } from "./pendingRequests.ts";
import { answerAtOnce, threadOfRequest } from "./refusals.ts";
import type { ThreadStore } from "./threadStore.ts";

export interface IncomingOptions {
  readonly store: ThreadStore;
  readonly pending: PendingRequests;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** The threads that this client started or resumed itself. */
  readonly own: () => Iterable<string>;
}

export class Incoming {
  readonly #options: IncomingOptions;

  constructor(options: IncomingOptions) {
    this.#options = options;
  }

  handleNotification(notification: ServerNotification, generation: number): void {
    if (!isThreadNotification(notification)) return;
    const { store, pending } = this.#options;
    if (notification.method === "serverRequest/resolved") return pending.resolved(notification, generation);
    const { threadId } = notification.params;
    if (threadId === null) return;
    store.open(threadId, "");
    store.append(threadId, notification);
    const itemId = changedItem(notification);
    if (itemId !== undefined) pending.itemChanged(threadId, itemId);
  }

  handleRequest(request: ServerRequest, reply: ReplyOnce, generation: number): void {
    if (!isApproval(request)) return answerAtOnce(request, reply, this.#options.now());
    const threadId = threadOfRequest(request);
    const turnId = "turnId" in request.params ? request.params.turnId : null;
    this.#options.store.open(threadId, "");
    this.#options.pending.add(request, reply, generation, this.#placeOf(threadId, turnId));
  }

  /** Where a card or note of a thread stands: a sub-agent's in the thread whose turn runs on its behalf. */
  #placeOf(threadId: string, turnId: string | null): Place {
    const own = [...this.#options.own()];
    const itself = { threadId, turnId: turnId ?? this.#runningTurnId(threadId) ?? "", agent: null };
    if (own.includes(threadId)) return itself;
    const busy = own.filter((parent) => this.#runningTurnId(parent) !== undefined);
    const parent = busy.find((candidate) => this.#mentions(candidate, threadId)) ?? busy[0];
    if (parent === undefined) return itself;
    const agent = this.#agentName(parent, threadId);
    return { threadId: parent, turnId: this.#runningTurnId(parent) ?? "", agent };
  }

  #mentions(parent: string, child: string): boolean {
    const state = this.#options.store.get(parent);
    return state !== undefined && agentsNamedIn(state).has(child);
  }

  /** The path that the parent's model gave it, else the name that was read with its thread, else its task; or "". */
  #agentName(parent: string, child: string): string {
    const entries = (this.#options.store.get(parent)?.turns ?? []).flatMap((turn) => turn.entries);
    for (const entry of entries) {
      if (entry.kind !== "item" || entry.item.type !== "subAgentActivity") continue;
      if (entry.item.agentThreadId === child && entry.item.agentPath !== "") return entry.item.agentPath;
    }
    const state = this.#options.store.get(child);
    return state?.agent?.name || beginningOf(state?.preview ?? "");
  }

  #runningTurnId(threadId: string): string | undefined {
    const state = this.#options.store.get(threadId);
    return state && runningTurn(state)?.turnId;
  }
}

const taskChars = 60;

function beginningOf(task: string): string {
  const line = task.replace(/\s+/g, " ").trim();
  return line.length > taskChars ? `${line.slice(0, taskChars)}…` : line;
}

function isApproval(request: ServerRequest): request is ApprovalRequest {
  return serverRequestRoutes[request.method] === "approval";
}

function changedItem(notification: ServerNotification): string | undefined {
  switch (notification.method) {
    case "item/started":
    case "item/completed":
      return notification.params.item.id;
    case "item/fileChange/patchUpdated":
      return notification.params.itemId;
    default:
      return undefined;
  }
}
