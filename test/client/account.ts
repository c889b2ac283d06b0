// The readable account of a thread: prints what a state holds that was not printed yet. It knows states, no
// events and no server, so a live turn, a resumed thread and a recorded one are told by the same lines.
// Text from outside is made visible before it is printed; nothing in it reaches the terminal as a command.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { questionOf, subjectOf } from "../../extension/shared/approvals/words.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemEntry, ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import { type Growth, type ItemWords, noteWords, wordsOf } from "./itemWords.ts";

interface ToldItem {
  entry: ItemEntry;
  head: string;
  /** How much of the body is out, as the server gave it. */
  body: string;
  ended: boolean;
}

interface ToldTurn {
  readonly number: number;
  turn: TurnState | undefined;
  retrying: string | null;
  plan: string;
  ended: boolean;
  readonly items: Map<string, ToldItem>;
  readonly notes: Set<string>;
}

export class Account {
  readonly #write: (text: string) => void;
  readonly #turns = new Map<string, ToldTurn>();
  readonly #approvals = new Set<string>();
  /** The item whose text was printed last, and whether its line is still open. */
  #speaker: string | undefined;
  #lineIsOpen = false;

  /** `write` gets pieces of text, not always whole lines. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Prints what is new in the state. Call it as often as you like with later states of the same thread. */
  show(state: ThreadState): void {
    for (const turn of state.turns) this.#showTurn(turn, state.cwd);
    for (const approval of state.approvals) this.#showApproval(approval, state.cwd);
  }

  /** A line of the client's own. */
  line(text: string): void {
    this.#closeLine();
    this.#speaker = undefined;
    this.#write(`${safe(text)}\n`);
  }

  /** Ends a half line, for somebody else prints next. */
  pause(): void {
    this.#closeLine();
  }

  #showTurn(turn: TurnState, cwd: string): void {
    const told = this.#turnTold(turn.turnId);
    if (told.turn === turn) return;
    told.turn = turn;
    for (const entry of turn.entries) {
      if (entry.kind === "item") this.#showItem(told, entry, cwd);
      else if (!told.notes.has(entry.id)) {
        told.notes.add(entry.id);
        this.line(`  ! ${noteWords(entry.note)}`);
      }
    }
    this.#showPlan(told, turn);
    if (turn.retrying !== told.retrying && turn.retrying !== null) this.line(`  ~ ${turn.retrying}`);
    told.retrying = turn.retrying;
    this.#showEnd(told, turn);
  }

  #turnTold(turnId: string): ToldTurn {
    const known = this.#turns.get(turnId);
    if (known) return known;
    const number = this.#turns.size + 1;
    const told: ToldTurn = {
      number,
      turn: undefined,
      retrying: null,
      plan: "",
      ended: false,
      items: new Map(),
      notes: new Set(),
    };
    this.#turns.set(turnId, told);
    this.line(`turn ${number}`);
    return told;
  }

  #showItem(told: ToldTurn, entry: ItemEntry, cwd: string): void {
    const { id } = entry.item;
    const known = told.items.get(id);
    if (known?.entry === entry) return;
    const words = wordsOf(entry, cwd);
    const item = known ?? { entry, head: "", body: "", ended: false };
    told.items.set(id, item);
    item.entry = entry;
    if (item.head !== words.head) this.#printHead(id, words.head);
    item.head = words.head;
    this.#printBody(id, item, words);
    if (entry.phase === "running" || item.ended) return;
    item.ended = true;
    if (words.end !== undefined) {
      this.#speak(id, item.head);
      this.#closeLine();
      this.#write(`    = ${safe(words.end)}\n`);
    }
  }

  #printHead(id: string, head: string): void {
    this.#closeLine();
    this.#speaker = id;
    this.#write(`  * ${safe(head)}\n`);
  }

  #printBody(id: string, item: ToldItem, words: ItemWords): void {
    const isOver = item.entry.phase !== "running";
    if (!words.body.startsWith(item.body)) {
      // A retry began anew, or the whole output holds what was not streamed.
      this.line("    (from the beginning)");
      item.body = "";
    }
    const fresh = words.body.slice(item.body.length);
    const piece = isOver ? fresh : fresh.slice(0, cutAt(fresh, words.growth));
    item.body += piece;
    if (piece === "") return;
    this.#speak(id, item.head);
    this.#printText(piece);
  }

  /** Others may have spoken meanwhile: says again whose text follows. */
  #speak(id: string, head: string): void {
    if (this.#speaker === id) return;
    this.#closeLine();
    this.#speaker = id;
    this.#write(`  … ${safe(head)}\n`);
  }

  #printText(text: string): void {
    const lines = neutraliseToText(text, "prose").split("\n");
    for (const [index, line] of lines.entries()) {
      const isLast = index === lines.length - 1;
      if (isLast && line === "") return;
      this.#write(`${this.#lineIsOpen ? "" : "    | "}${line}${isLast ? "" : "\n"}`);
      this.#lineIsOpen = isLast;
    }
  }

  #showPlan(told: ToldTurn, turn: TurnState): void {
    const plan = (turn.plan ?? []).map(({ step, status }) => `    [${status}] ${step}`).join("\n");
    if (plan === told.plan) return;
    told.plan = plan;
    this.line("  # plan");
    for (const step of plan.split("\n")) this.line(step);
  }

  #showEnd(told: ToldTurn, turn: TurnState): void {
    if (told.ended || turn.status === "inProgress") return;
    told.ended = true;
    const why = turn.error ? `: ${turn.error.message}` : "";
    this.line(`turn ${told.number} ${turn.status}${why}`);
  }

  #showApproval(approval: Approval, cwd: string): void {
    if (this.#approvals.has(approval.key)) return;
    this.#approvals.add(approval.key);
    const { ask } = approval;
    this.line(`  ? ${questionOf(ask)}`);
    this.line(`    ${subjectOf(ask, cwd)}`);
    if ("reason" in ask && ask.reason !== null) this.line(`    because: ${ask.reason}`);
    if (ask.kind === "command")
      for (const permission of ask.permissions) this.line(`    wants: ${permission}`);
  }

  #closeLine(): void {
    if (this.#lineIsOpen) this.#write("\n");
    this.#lineIsOpen = false;
  }
}

/** Up to where a growing text may be printed: words and lines are made visible as a whole. */
function cutAt(text: string, growth: Growth): number {
  switch (growth) {
    case "words":
      return Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n")) + 1;
    case "lines":
      return text.lastIndexOf("\n") + 1;
    case "whole":
      return 0;
  }
}

/** One line for a terminal. */
function safe(text: string): string {
  return neutraliseToText(text, "code").replaceAll("\n", " ⏎ ").trimEnd();
}
