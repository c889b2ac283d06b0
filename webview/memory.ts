// What the page keeps for its next load: which page it is, the unsent text, where threads were left, what is unfolded, how much
// detail is shown. Small, checked when read back, written at most a few times a second. It knows nothing of the
// host's state.

import type { KeptDraft } from "../extension/shared/bridge.ts";
import type { Host } from "./host.ts";
import type { Density } from "./items/density.ts";

interface Kept {
  /** The host's id of this page, by which it knows a tab again after a reload of the window. */
  readonly page: string;
  readonly draft: string;
  /** Grows with each change of the draft: of this copy and the host's the greater one is the newer. */
  readonly revision: number;
  readonly edit: MessageEdit | null;
  /** A prompt whose fate was not heard of yet: its text is the draft too. */
  readonly sending: SentPrompt | null;
  /** The one that was left last comes last. */
  readonly places: readonly ScrollPlace[];
  readonly unfolded: readonly string[];
  readonly density: Density;
  /** What was entered on open cards, by their keys, oldest first. Checked by whoever reads it. */
  readonly entered: readonly (readonly [key: string, value: unknown])[];
}

/** The draft is an earlier message, to be sent in its place. */
export interface MessageEdit {
  readonly threadId: string;
  readonly itemId: string;
  /** The draft that was put aside for it. */
  readonly before: string;
}

export interface SentPrompt {
  readonly clientId: string;
  readonly text: string;
}

/** Where a thread was left. */
export interface ScrollPlace {
  readonly threadId: string;
  /** CSS pixels from the top, for when the row is not there. */
  readonly top: number;
  /** The row at the upper edge, by its key. */
  readonly row?: string | undefined;
  /** How many CSS pixels of that row were above the edge. */
  readonly above?: number | undefined;
}

const writeAfterMs = 250;
/** More than anyone unfolds; keeps the state small. */
const mostUnfolded = 200;
const mostPlaces = 30;
/** Cards whose entries are kept, and how many characters of each at most. */
const mostEntered = 8;
const mostEnteredChars = 50_000;
const densities: readonly Density[] = ["compact", "commands", "everything"];

export class Memory {
  private kept: Kept;
  private readonly host: Host;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(host: Host, page: string) {
    this.host = host;
    const kept = keptFrom(host.getState());
    this.kept = { ...kept, page };
    if (kept.page !== page) host.setState(this.kept);
  }

  get draft(): string {
    return this.kept.draft;
  }

  get revision(): number {
    return this.kept.revision;
  }

  keepDraft(draft: string): void {
    this.keep({ draft, revision: this.kept.revision + 1 });
  }

  /** The host's copy is the newer one: what was being edited or sent here is of the past. */
  takeDraft({ text, revision }: KeptDraft): void {
    this.keep({ draft: text, revision, sending: null });
    this.keepEdit(null);
  }

  /** The draft was changed here since it was loaded: it is newer than the host's copy. */
  outrun({ revision }: KeptDraft): void {
    if (revision >= this.kept.revision) this.keep({ revision: revision + 1 });
  }

  get edit(): MessageEdit | null {
    return this.kept.edit;
  }

  keepEdit(edit: MessageEdit | null): void {
    if (edit === this.kept.edit) return;
    this.keep({ edit });
    this.tell();
  }

  get sending(): SentPrompt | null {
    return this.kept.sending;
  }

  /** At once: the window may go while the prompt is on its way. */
  keepSending(sending: SentPrompt | null): void {
    if (sending === null && this.kept.sending === null) return;
    this.keep({ sending });
    this.write();
  }

  placeOf(threadId: string): ScrollPlace | null {
    return this.kept.places.find((place) => place.threadId === threadId) ?? null;
  }

  /** null: at the end, where every thread opens. */
  keepPlace(threadId: string, place: Omit<ScrollPlace, "threadId"> | null): void {
    const others = this.kept.places.filter((known) => known.threadId !== threadId);
    if (!place && others.length === this.kept.places.length) return;
    this.keep({ places: place ? [...others, { threadId, ...place }].slice(-mostPlaces) : others });
  }

  get density(): Density {
    return this.kept.density;
  }

  keepDensity(density: Density): void {
    this.keep({ density });
    this.tell();
  }

  enteredOf(key: string): unknown {
    return this.kept.entered.find(([known]) => known === key)?.[1];
  }

  /** Too much is not kept at all: a part would pass for the whole. */
  keepEntered(key: string, value: unknown): void {
    const others = this.kept.entered.filter(([known]) => known !== key);
    const isSmall = JSON.stringify(value).length <= mostEnteredChars;
    this.keep({ entered: isSmall ? [...others, [key, value] as const].slice(-mostEntered) : others });
  }

  forgetEntered(key: string): void {
    this.keep({ entered: this.kept.entered.filter(([known]) => known !== key) });
  }

  isUnfolded(id: string): boolean {
    return this.kept.unfolded.includes(id);
  }

  toggle(id: string): void {
    const others = this.kept.unfolded.filter((known) => known !== id);
    const unfolded =
      others.length < this.kept.unfolded.length ? others : [...others, id].slice(-mostUnfolded);
    this.keep({ unfolded });
    this.tell();
  }

  /** Told when something was folded or unfolded, another density was chosen, or an edit begun or left. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    this.timer ??= setTimeout(() => this.write(), writeAfterMs);
  }

  /** Writes at once what is still to be written: for the moment before the page goes. */
  write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.host.setState(this.kept);
  }
}

function keptFrom(state: unknown): Kept {
  const fields = typeof state === "object" && state !== null ? (state as Record<string, unknown>) : {};
  const { page, draft, revision, edit, sending, places, unfolded, density, entered } = fields;
  return {
    page: typeof page === "string" ? page : "",
    draft: typeof draft === "string" ? draft : "",
    revision: Number.isSafeInteger(revision) ? (revision as number) : 0,
    edit: editFrom(edit),
    sending: sentFrom(sending),
    places: Array.isArray(places) ? places.map(placeFrom).filter((place) => place !== null) : [],
    unfolded: Array.isArray(unfolded) ? unfolded.filter((id) => typeof id === "string") : [],
    density: densities.find((known) => known === density) ?? "commands",
    entered: Array.isArray(entered) ? entered.filter(isEntered).slice(-mostEntered) : [],
  };
}

function isEntered(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

function sentFrom(value: unknown): SentPrompt | null {
  if (typeof value !== "object" || value === null) return null;
  const { clientId, text } = value as Record<string, unknown>;
  return typeof clientId === "string" && typeof text === "string" ? { clientId, text } : null;
}

function editFrom(value: unknown): MessageEdit | null {
  if (typeof value !== "object" || value === null) return null;
  const { threadId, itemId, before } = value as Record<string, unknown>;
  const isWhole = typeof threadId === "string" && typeof itemId === "string" && typeof before === "string";
  return isWhole ? { threadId, itemId, before } : null;
}

function placeFrom(value: unknown): ScrollPlace | null {
  if (typeof value !== "object" || value === null) return null;
  const { threadId, top, row, above } = value as Record<string, unknown>;
  if (typeof threadId !== "string" || typeof top !== "number") return null;
  if (typeof row !== "string" || typeof above !== "number") return { threadId, top };
  return { threadId, top, row, above };
}
