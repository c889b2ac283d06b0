// What the page keeps for its next load: the unsent text, the scroll position, what is unfolded. Small, checked
// when read back, written at most a few times a second. It knows nothing of the host's state.

import type { Host } from "./host.ts";

interface Kept {
  readonly draft: string;
  readonly scroll: ScrollPlace | null;
  readonly unfolded: readonly string[];
}

/** Where a thread was left, in CSS pixels from the top. */
export interface ScrollPlace {
  readonly threadId: string;
  readonly top: number;
}

const writeAfterMs = 250;
/** More than anyone unfolds; keeps the state small. */
const mostUnfolded = 200;

export class Memory {
  private kept: Kept;
  private readonly host: Host;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(host: Host) {
    this.host = host;
    this.kept = keptFrom(host.getState());
  }

  get draft(): string {
    return this.kept.draft;
  }

  keepDraft(draft: string): void {
    this.keep({ draft });
  }

  scrollOf(threadId: string): number | null {
    return this.kept.scroll?.threadId === threadId ? this.kept.scroll.top : null;
  }

  /** null: at the end, where every thread opens. */
  keepScroll(scroll: ScrollPlace | null): void {
    this.keep({ scroll });
  }

  isUnfolded(id: string): boolean {
    return this.kept.unfolded.includes(id);
  }

  toggle(id: string): void {
    const others = this.kept.unfolded.filter((known) => known !== id);
    const unfolded =
      others.length < this.kept.unfolded.length ? others : [...others, id].slice(-mostUnfolded);
    this.keep({ unfolded });
    for (const listener of this.listeners) listener();
  }

  /** Told when something was folded or unfolded. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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
  const { draft, scroll, unfolded } = fields;
  return {
    draft: typeof draft === "string" ? draft : "",
    scroll: isPlace(scroll) ? { threadId: scroll.threadId, top: scroll.top } : null,
    unfolded: Array.isArray(unfolded) ? unfolded.filter((id) => typeof id === "string") : [],
  };
}

function isPlace(value: unknown): value is ScrollPlace {
  if (typeof value !== "object" || value === null) return false;
  return (
    "threadId" in value &&
    typeof value.threadId === "string" &&
    "top" in value &&
    typeof value.top === "number"
  );
}
