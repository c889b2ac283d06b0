// The page's replica of the host's state: a snapshot, then numbered events folded once a frame. A gap or a
// foreign epoch asks for a snapshot once and waits for it. It invents no state and knows no component.

import type { HostMessage, Intent } from "../extension/shared/bridge.ts";
import type { PageEvent } from "../extension/shared/events.ts";
import { reducePage, type PageState } from "../extension/shared/pageState.ts";

/** What components read. Objects that did not change keep their identity. */
export interface View {
  /** null until the first snapshot. */
  readonly state: PageState | null;
  /** The composer's text as the host kept it, from the first snapshot; null before it. */
  readonly keptDraft: string | null;
  /** What the host told of prompts, by client id: taken by the server, or still the person's. */
  readonly fates: ReadonlyMap<string, boolean>;
}

export type Reveal = Extract<HostMessage, { type: "reveal" }>["what"];

/** Told after each fold, with what was folded, for those who speak about changes instead of states. */
export type FoldListener = (events: readonly PageEvent[], view: View) => void;

export interface Store {
  readonly read: () => View;
  readonly subscribe: (listener: () => void) => () => void;
  readonly onFold: (listener: FoldListener) => () => void;
  readonly onReveal: (listener: (what: Reveal) => void) => () => void;
  readonly receive: (message: HostMessage) => void;
}

/** `nextFrame` runs its callback once, soon: requestAnimationFrame in a page. */
export function createStore(
  post: (intent: Intent) => void,
  nextFrame: (callback: () => void) => void,
): Store {
  return new Replica(post, nextFrame);
}

class Replica implements Store {
  private view: View = { state: null, keptDraft: null, fates: new Map() };
  /** The last number known; null while a snapshot is on its way: whatever comes is in it or after it. */
  private known: { readonly epoch: number; readonly seq: number } | null = null;
  private queued: PageEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly foldListeners = new Set<FoldListener>();
  private readonly revealListeners = new Set<(what: Reveal) => void>();
  private readonly post: (intent: Intent) => void;
  private readonly nextFrame: (callback: () => void) => void;

  constructor(post: (intent: Intent) => void, nextFrame: (callback: () => void) => void) {
    this.post = post;
    this.nextFrame = nextFrame;
  }

  readonly read = (): View => this.view;
  readonly subscribe = (listener: () => void): (() => void) => added(this.listeners, listener);
  readonly onFold = (listener: FoldListener): (() => void) => added(this.foldListeners, listener);
  readonly onReveal = (listener: (what: Reveal) => void): (() => void) =>
    added(this.revealListeners, listener);

  readonly receive = (message: HostMessage): void => {
    switch (message.type) {
      case "snapshot":
        return this.takeSnapshot(message);
      case "events":
        return this.takeEvents(message);
      case "promptFate":
        return this.change({ fates: new Map([...this.view.fates, [message.clientId, message.taken]]) });
      case "reveal":
        for (const listener of this.revealListeners) listener(message.what);
    }
  };

  private takeSnapshot({ epoch, seq, state, draft }: Extract<HostMessage, { type: "snapshot" }>): void {
    this.known = { epoch, seq };
    this.queued = [];
    this.change({ state, keptDraft: this.view.keptDraft ?? draft });
  }

  private takeEvents({ epoch, seq, events }: Extract<HostMessage, { type: "events" }>): void {
    if (!this.known) return;
    if (epoch !== this.known.epoch || seq !== this.known.seq + 1) {
      this.known = null;
      this.queued = [];
      this.post({ type: "ready" });
      return;
    }
    this.known = { epoch, seq: this.known.seq + events.length };
    if (this.queued.length === 0 && events.length > 0) this.nextFrame(() => this.flush());
    this.queued.push(...events);
  }

  private flush(): void {
    const events = this.queued;
    this.queued = [];
    if (events.length === 0 || !this.view.state) return;
    this.change({ state: reducePage(this.view.state, events) });
    for (const listener of this.foldListeners) listener(events, this.view);
  }

  private change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

function added<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => set.delete(member);
}
