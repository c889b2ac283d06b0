// What has to hold at every point: nothing is lost without a mark, nothing runs twice, every prompt is there once.
// Pure. A complaint is a sentence; no complaint, no sentence.

import type { Entry, ItemEntry, ThreadState } from "../../extension/shared/threadState.ts";
import type { Seen } from "./point.ts";
import { commands, hasPrompt, prompts } from "./reference.ts";

export function complaintsOf(seen: Seen): string[] {
  const { same, fresh, goesOn, spoilt, refused, leftBehind } = seen;
  const isBegun = seen.said.some(({ what }) => what === "thread");
  return [
    ...(spoilt === null ? [] : [spoilt]),
    ...(refused === null ? [] : [refused]),
    ...(isBegun ? [] : ["nothing was played"]),
    ...repeated(seen),
    ...leftBehind.map((what) => `left behind: ${what}`),
    ...(fresh
      ? [...promptsOf(seen, fresh, "fresh"), ...actsOf(seen, fresh, "fresh")]
      : forgottenThread(seen)),
    ...(same ? [...promptsOf(seen, same, "same"), ...actsOf(seen, same, "same")] : []),
    ...(fresh ? openEnds(fresh, "fresh") : []),
    ...(same ? openEnds(same, "same") : []),
    ...(goesOn ? [] : ["the thread does not go on"]),
  ];
}

/** Whatever happened, and though one more turn was made. */
function repeated({ ran, said, isChanged }: Seen): string[] {
  const twice = Object.keys(commands).filter((name) => ran.filter((line) => line === name).length > 1);
  const isAllowed = said.some(({ what }) => what === "allowed");
  return [
    ...twice.map((name) => `the ${name} command ran twice`),
    ...(isChanged && !isAllowed ? ["a change was made that nobody allowed"] : []),
  ];
}

type Which = "same" | "fresh";

function promptsOf({ said, queued }: Seen, state: ThreadState, which: Which): string[] {
  return Object.keys(prompts).flatMap((clientId) => {
    const waiting =
      which === "fresh" ? queued : state.messageQueue.messages.map((message) => message.clientId);
    const places = [
      ...state.turns.filter((turn) => hasPrompt(turn, clientId)).map(() => "turn"),
      ...state.outgoing.filter((message) => message.clientId === clientId).map(() => "outgoing"),
      ...waiting.filter((id) => id === clientId).map(() => "queue"),
    ];
    const isTaken = said.some((one) => one.what === "taken" && one.clientId === clientId);
    const unmarked = state.outgoing.find((message) => message.clientId === clientId && !message.notProcessed);
    return [
      ...(places.length > 1
        ? [`${which}: the ${clientId} prompt is there ${places.length} times: ${places.join()}`]
        : []),
      // Until it is taken it is in the composer.
      ...(places.length === 0 && isTaken ? [`${which}: the ${clientId} prompt is lost`] : []),
      ...(unmarked ? [`${which}: the ${clientId} prompt seems to be on its way`] : []),
    ];
  });
}

/** What was on the screen is there, or its like; and says so when it is not what it was. */
function actsOf({ said, ran }: Seen, state: ThreadState, which: Which): string[] {
  const entries = state.turns.flatMap((turn) => turn.entries);
  const items = new Map(
    entries.flatMap((entry) => (entry.kind === "item" ? [[entry.item.id, entry] as const] : [])),
  );
  const drawn = said.flatMap((one) => (one.what === "drawn" ? [one] : []));
  const lost = drawn.flatMap(({ itemId }) => {
    const entry = items.get(itemId);
    if (!entry) return [`${which}: ${itemId} was drawn and is lost`];
    const isText = entry.item.type === "agentMessage" && entry.item.text.trim() !== "";
    return entry.phase === "completed" ||
      (isText && entry.phase === "cutOff") ||
      isMarked(entry, entries, state)
      ? []
      : [`${which}: ${itemId} has no mark`];
  });
  const shown = [...items.values()].map(({ item }) => (item.type === "commandExecution" ? item.command : ""));
  const secret = Object.entries(commands).flatMap(([name, line]) => {
    const isShown = shown.some((command) => command.includes(line.slice(0, 12)) && command.includes(name));
    const isCut = state.turns.some(({ status }) => status === "interrupted");
    return ran.includes(name) && !isShown && !isCut
      ? [`${which}: the ${name} command ran and nothing says so`]
      : [];
  });
  return [...lost, ...secret];
}

/**
 * A note of ours behind it, or one of its turn that all ended there. What went on behind a turn that was over says for
 * itself that it was cut off.
 */
function isMarked(entry: ItemEntry, entries: readonly Entry[], { turns }: ThreadState): boolean {
  const next = entries[entries.indexOf(entry) + 1];
  const turn = turns.find((candidate) => candidate.entries.includes(entry));
  const hasEnd = turn?.entries.some((one) => one.kind === "note" && one.note.type === "serverGone") ?? false;
  const wentOn = entry.phase === "cutOff" && turn?.status === "completed";
  return hasEnd || wentOn || (next?.kind === "note" && next.note.type === "forgotten");
}

/** The server never wrote it down: then all that was taken goes back to the person. */
function forgottenThread({ said, returned }: Seen): string[] {
  const taken = said.flatMap((one) =>
    one.what === "taken" ? [prompts[one.clientId as keyof typeof prompts]] : [],
  );
  return taken
    .filter((text) => !returned.includes(text))
    .map((text) => `the thread and its prompt are lost: ${text}`);
}

function openEnds(state: ThreadState, which: Which): string[] {
  const running = state.turns.filter(({ status }) => status === "inProgress").length;
  const open = state.turns
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.kind === "item" && entry.phase === "running").length;
  return [
    ...(running > 0 ? [`${which}: ${running} turns seem to run`] : []),
    ...(open > 0 ? [`${which}: ${open} items seem to run`] : []),
    ...(state.approvals.length > 0 ? [`${which}: an approval of a dead server is open`] : []),
  ];
}
