// (state, events) -> state. Host and page fold the same events with this; history is folded by the same lines
// as live traffic. Pure: no clock, no ids of its own making. Untouched turns and items keep their identity.
// Facts it answers for: items may never complete, complete after their turn, or start twice (facts §3).

import type { ThreadEvent } from "./events.ts";
import { answerLost, approvalAnswered, serverGone, voidApproval, ranUnasked } from "./foldApprovals.ts";
import { guardianWarned, hookTold, reviewTold } from "./foldGuards.ts";
import { acknowledged, changeOutgoing, dropOutgoing } from "./foldOutgoing.ts";
import { remarked } from "./foldRemarks.ts";
import { elsewhereRead, heldHere } from "./foldElsewhere.ts";
import { forgotten } from "./foldForgotten.ts";
import { isOfRevertedTurn, reverted } from "./foldRevert.ts";
import { turnCompleted, turnsFromHistory, turnTold } from "./foldTurns.ts";
import type { ItemOf, NotificationOf, ThreadItem } from "./protocol.ts";
import { type ItemDraft, newEntry, ThreadDraft, type TurnDraft } from "./threadDraft.ts";
import type { Entry, ThreadState } from "./threadState.ts";

/** The server cuts a thread's preview at about this length (facts §8). */
const previewChars = 300;

/** Folds the events, in order, into the state. The state given is not changed. */
export function reduceThread(state: ThreadState, events: Iterable<ThreadEvent>): ThreadState {
  const draft = new ThreadDraft(state);
  for (const event of events) fold(draft, event);
  return draft.current;
}

function fold(draft: ThreadDraft, event: ThreadEvent): void {
  if (isOfRevertedTurn(draft, event)) return;
  switch (event.method) {
    case "item/started":
      return itemStarted(draft, event);
    case "item/completed":
      return itemCompleted(draft, event);
    case "item/agentMessage/delta":
    case "item/plan/delta":
    case "item/commandExecution/outputDelta":
    case "item/reasoning/summaryTextDelta":
    case "item/reasoning/textDelta":
      return deltaCame(draft, event);
    case "item/reasoning/summaryPartAdded":
      return withItem(draft, event.params, (item) => {
        if (item.type === "reasoning") item.summary = padded(item.summary, event.params.summaryIndex, "");
      });
    case "item/fileChange/patchUpdated":
      return withItem(draft, event.params, (item) => {
        if (item.type === "fileChange") item.changes = event.params.changes;
      });
    case "item/commandExecution/terminalInteraction": {
      const entry = itemOfAnyTurn(draft, event.params);
      if (entry) entry.stdin = [...entry.stdin, event.params.stdin];
      return;
    }
    case "item/mcpToolCall/progress": {
      const entry = draft.item(draft.turn(event.params.turnId), event.params.itemId);
      if (entry) entry.progress = event.params.message;
      return;
    }
    case "turn/started":
      return void turnTold(draft, event.params.turn);
    case "turn/completed":
      return turnCompleted(draft, event);
    case "turn/diff/updated":
      draft.turn(event.params.turnId).diff = event.params.diff;
      return;
    case "turn/plan/updated":
      draft.turn(event.params.turnId).plan = event.params.plan;
      return;
    case "error":
      return errorTold(draft, event);
    case "model/rerouted": {
      const { turnId, fromModel: from, toModel: to } = event.params;
      return draft.note(turnId, timeOf(event), { type: "rerouted", from, to });
    }
    case "hook/started":
    case "hook/completed":
      return hookTold(draft, event, timeOf(event));
    case "item/autoApprovalReview/started":
    case "item/autoApprovalReview/completed":
      return reviewTold(draft, event);
    case "guardianWarning":
      return guardianWarned(draft, event, timeOf(event));
    case "autoApprovalReview/strictReviewRequired":
    case "thread/goal/updated":
    case "thread/goal/cleared":
    case "model/verification":
    case "model/safetyBuffering/updated":
    case "modelProvider/authRecoveryStarted":
    case "modelProvider/authRecoveryCompleted":
      return remarked(draft, event, timeOf(event));
    case "warning":
      return draft.note(null, timeOf(event), { type: "warning", text: event.params.message });
    case "thread/status/changed":
      return draft.set("status", event.params.status);
    case "thread/name/updated":
      return draft.set("name", event.params.threadName ?? null);
    case "thread/settings/updated":
      draft.set("model", event.params.threadSettings.model);
      return draft.set("effort", event.params.threadSettings.effort);
    case "thread/tokenUsage/updated":
      return draft.set("tokenUsage", event.params.tokenUsage);
    case "serverRequest/resolved": {
      const open = draft.current.approvals.find((approval) => approval.requestId === event.params.requestId);
      if (open) voidApproval(draft, open, timeOf(event), "resolved");
      return;
    }
    case "lectern/opened": {
      const { name, preview, cwd, historyMode, model, effort, permissions, blocked } = event.params;
      draft.set("name", name);
      draft.set("preview", preview);
      draft.set("cwd", cwd);
      draft.set("historyMode", historyMode);
      draft.set("model", model);
      draft.set("effort", effort);
      draft.set("permissions", permissions);
      draft.set("switchingTo", null);
      return draft.set("blocked", blocked);
    }
    case "lectern/permissions": {
      const { permissions, switchingTo, blocked } = event.params;
      draft.set("permissions", permissions);
      draft.set("switchingTo", switchingTo);
      return draft.set("blocked", blocked);
    }
    case "lectern/agentOpened":
      for (const [key, value] of Object.entries(event.params))
        draft.set(key as keyof typeof event.params, value);
      return;
    case "lectern/historyLoaded":
      draft.prepend(turnsFromHistory(event.params.turns.filter((turn) => !draft.hasTurn(turn.id))));
      return draft.set("olderCursor", event.params.olderCursor);
    case "lectern/reverted":
      return reverted(draft, event.params.beforeTurnId);
    case "lectern/messageSent": {
      const { clientId, input, atMs: sentAtMs, steers } = event.params;
      const message = {
        clientId,
        input,
        sentAtMs,
        steers,
        acknowledged: false,
        turnId: null,
        notProcessed: null,
      };
      return draft.set("outgoing", [...draft.current.outgoing, message]);
    }
    case "lectern/messageAcknowledged":
      return acknowledged(draft, event.params);
    case "lectern/messageLost": {
      const { clientId, because } = event.params;
      const lost = { acknowledged: true, notProcessed: because } as const;
      return changeOutgoing(draft, (message) => (message.clientId === clientId ? lost : undefined));
    }
    case "lectern/messageRejected":
      return dropOutgoing(draft, event.params.clientId);
    case "lectern/commandsRead":
      return draft.set("commands", event.params.commands);
    case "lectern/elsewhere":
      return draft.set("elsewhere", event.params);
    case "lectern/elsewhereRead":
      return elsewhereRead(draft, event.params);
    case "lectern/historyDropped":
      draft.dropTurnsFrom(0);
      return draft.set("olderCursor", null);
    case "lectern/heldHere":
      return heldHere(draft);
    case "lectern/forgotten":
      return forgotten(draft, event.params);
    case "lectern/ranUnasked":
      return ranUnasked(draft, event.params);
    case "lectern/sensitiveChanged": {
      const turn = draft.turn(event.params.turnId);
      turn.sensitive = [...new Set([...turn.sensitive, event.params.path])];
      return;
    }
    case "lectern/turnChanges":
      if (draft.hasTurn(event.params.turnId)) draft.turn(event.params.turnId).changes = event.params.changes;
      return;
    case "lectern/queueChanged":
      return draft.set("messageQueue", event.params.queue);
    case "lectern/queueRead":
      return draft.set("queued", event.params.count);
    case "lectern/approvalOpened": {
      const { approval } = event.params;
      const others = draft.current.approvals.filter((open) => open.requestId !== approval.requestId);
      return draft.set("approvals", [...others, approval]);
    }
    case "lectern/approvalAnswered":
      return approvalAnswered(draft, event.params);
    case "lectern/answerLost":
      return answerLost(draft, event.params.approval, event.params.atMs);
    case "lectern/serverGone":
      // What happens elsewhere does not end with our server.
      if (draft.current.elsewhere !== null) return;
      return serverGone(draft, event.params.atMs);
  }
}

/** When the server sent it: a sibling of `params` that the generated types leave out (facts §1); 0 when unknown. */
function timeOf(event: ThreadEvent): number {
  const { emittedAtMs } = event as { emittedAtMs?: unknown };
  return typeof emittedAtMs === "number" ? emittedAtMs : 0;
}

function itemStarted(draft: ThreadDraft, event: NotificationOf<"item/started">): void {
  const { item, turnId, startedAtMs } = event.params;
  const turn = draft.turn(turnId);
  const known = draft.item(turn, item.id);
  if (item.type === "userMessage") promptSeen(draft, item);
  if (!known) endEarlierText(draft, turn, item);
  if (item.type === "exitedReviewMode") dropVerdict(turn);
  const entry = newEntry(item, "running");
  entry.startedAtMs = startedAtMs;
  draft.put(turn, entry);
}

/** The server has the prompt: its item takes the place of ours, and the first one titles the thread, as the server does. */
function promptSeen(draft: ThreadDraft, item: ItemOf<"userMessage">): void {
  dropOutgoing(draft, item.clientId);
  if (draft.current.preview !== "") return;
  const first = item.content.find((input) => input.type === "text");
  if (first) draft.set("preview", first.text.slice(0, previewChars));
}

/**
 * A new message while an earlier one still streams: after a retry the earlier one was its failed try and goes;
 * after a steer it was cut off and stays.
 */
function endEarlierText(draft: ThreadDraft, turn: TurnDraft, item: ThreadItem): void {
  if (item.type !== "agentMessage" && item.type !== "reasoning" && item.type !== "userMessage") return;
  const retried = turn.retrying !== null && item.type !== "userMessage";
  for (let index = turn.entries.length - 1; index >= 0; index--) {
    const entry = turn.entries[index];
    if (entry?.kind !== "item" || entry.phase !== "running") continue;
    if (entry.item.type !== "agentMessage" && entry.item.type !== "reasoning") continue;
    if (!retried) draft.own(turn, index, entry).phase = "cutOff";
    else if (entry.item.type === item.type) turn.entries.splice(index, 1);
  }
  if (retried) turn.retrying = null;
}

/** The reviewer's message is its verdict as raw JSON; it never completes, and this item tells it in words. */
function dropVerdict(turn: TurnDraft): void {
  turn.entries = turn.entries.filter(
    (entry) => entry.kind !== "item" || entry.item.type !== "agentMessage" || entry.phase !== "running",
  );
}

function itemCompleted(draft: ThreadDraft, event: NotificationOf<"item/completed">): void {
  const { item, turnId, completedAtMs } = event.params;
  const turn = draft.turn(turnId);
  const known = draft.item(turn, item.id);
  if (item.type === "userMessage") promptSeen(draft, item);
  const entry = newEntry(item, "completed");
  entry.startedAtMs = known?.startedAtMs ?? null;
  entry.completedAtMs = completedAtMs;
  entry.stdin = known?.stdin ?? [];
  // What was streamed is better than nothing when the last word has no output.
  if (item.type === "commandExecution" && item.aggregatedOutput === null && known?.item.type === item.type) {
    entry.item = { ...item, aggregatedOutput: known.item.aggregatedOutput };
  }
  draft.put(turn, entry);
}

type Delta = Extract<ThreadEvent, { params: { itemId: string; delta: string } }>;

function deltaCame(draft: ThreadDraft, event: Delta): void {
  withItem(draft, event.params, (item) => {
    switch (event.method) {
      case "item/agentMessage/delta":
        if (item.type === "agentMessage") item.text += event.params.delta;
        return;
      case "item/plan/delta":
        if (item.type === "plan") item.text += event.params.delta;
        return;
      case "item/commandExecution/outputDelta":
        if (item.type === "commandExecution")
          item.aggregatedOutput = (item.aggregatedOutput ?? "") + event.params.delta;
        return;
      case "item/reasoning/summaryTextDelta":
        if (item.type === "reasoning")
          item.summary = padded(item.summary, event.params.summaryIndex, event.params.delta);
        return;
      case "item/reasoning/textDelta":
        if (item.type === "reasoning")
          item.content = padded(item.content, event.params.contentIndex, event.params.delta);
        return;
    }
  });
}

/** The list with `text` appended at `index`, grown by empty strings where needed. */
function padded(list: readonly string[], index: number, text: string): string[] {
  const result = [...list];
  while (result.length <= index) result.push("");
  result[index] += text;
  return result;
}

function withItem(
  draft: ThreadDraft,
  at: { turnId: string; itemId: string },
  change: (item: ThreadItem) => void,
): void {
  const entry = draft.item(draft.turn(at.turnId), at.itemId);
  if (entry) change(entry.item);
}

/** What is typed into a terminal is told under the turn that types; the terminal may be an earlier turn's. */
function itemOfAnyTurn(draft: ThreadDraft, at: { turnId: string; itemId: string }): ItemDraft | undefined {
  const isIt = (entry: Entry): boolean => entry.kind === "item" && entry.item.id === at.itemId;
  const owner = draft.current.turns.findLast(({ entries }) => entries.some(isIt));
  return owner && draft.item(draft.turn(owner.turnId), at.itemId);
}

function errorTold(draft: ThreadDraft, event: NotificationOf<"error">): void {
  const turn = draft.turn(event.params.turnId);
  if (event.params.willRetry) turn.retrying = event.params.error.message;
  else turn.error = event.params.error;
}
