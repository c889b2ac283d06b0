// The page's replica of the host's state: a snapshot, then numbered events folded once a frame; words that stream in
// wait longer when drawing them is dear. A gap or a foreign epoch asks for a snapshot once and waits for it. It invents no state
// and knows no component.

import type { HostMessage, Intent, KeptDraft } from "../extension/shared/bridge.ts";
import type { PageEvent } from "../extension/shared/events.ts";
import { reducePage, type PageState } from "../extension/shared/pageState.ts";

/** What components read. Objects that did not change keep their identity. */
export interface View {
  /** null until the first snapshot. */
  readonly state: PageState | null;
  /** The composer's text as the host kept it, from the first snapshot; null before it. */
  readonly keptDraft: KeptDraft | null;
  /** What the host told of prompts, by client id: taken by the server, or still the person's. */
  readonly fates: ReadonlyMap<string, boolean>;
}

export type Reveal = Extract<HostMessage, { type: "reveal" }>;
export type RevealOf<W extends Reveal["what"]> = Extract<Reveal, { what: W }>;

/** Told after each fold, with what was folded, for those who speak about changes instead of states. */
export type FoldListener = (events: readonly PageEvent[], view: View) => void;

export interface Store {
  readonly read: () => View;
  readonly subscribe: (listener: () => void) => () => void;
  readonly onFold: (listener: FoldListener) => () => void;
  /** Whoever shows such a thing; one that came when nobody did yet is told at once. */
  readonly onReveal: <W extends Reveal["what"]>(
    what: W,
    listener: (reveal: RevealOf<W>) => void,
  ) => () => void;
  readonly receive: (message: HostMessage) => void;
}

/** The clock of the page: when things may run, and what they cost. */
export interface Pace {
  /** Milliseconds. */
  readonly now: () => number;
  /** Runs the callback once the frame that is being made was drawn. */
  readonly afterDrawing: (callback: () => void) => void;
  readonly later: (callback: () => void, ms: number) => void;
}

/** After dear flushes streaming rests this many times what they cost, so that keys and scrolling find room. */
const restFactor = 4;
const longestRestMs = 250;
/** What a program prints: nobody reads more than twenty pictures of it a second. */
const outputRestMs = 50;
/** A rest shorter than a frame is no rest. */
const frameMs = 16;

/** `nextFrame` runs its callback once, soon: requestAnimationFrame in a page. */
export function createStore(
  post: (intent: Intent) => void,
  nextFrame: (callback: () => void) => void,
  pace: Pace = pagePace,
): Store {
  return new Replica(post, nextFrame, pace);
}

/** Calls back once, when the first state was drawn: for what only later moments need. */
export function afterFirstDrawing({ subscribe }: Store, callback: () => void): void {
  const stop = subscribe(() => {
    stop();
    requestAnimationFrame(() => pagePace.afterDrawing(callback));
  });
}

const pagePace: Pace = {
  now: () => performance.now(),
  afterDrawing(callback) {
    // A message asked for in a frame's callback comes when the frame was laid out and painted.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      callback();
    });
    port1.start();
    port2.postMessage(null);
  },
  later: (callback, ms) => void setTimeout(callback, ms),
};

class Replica implements Store {
  private view: View = { state: null, keptDraft: null, fates: new Map() };
  /** The last number known; null while a snapshot is on its way: whatever comes is in it or after it. */
  private known: { readonly epoch: number; readonly seq: number } | null = null;
  private queued: PageEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly foldListeners = new Set<FoldListener>();
  private readonly revealListeners = new Map<Reveal["what"], (reveal: Reveal) => void>();
  private unheard: Reveal | null = null;
  private readonly post: (intent: Intent) => void;
  private readonly nextFrame: (callback: () => void) => void;
  private readonly pace: Pace;
  /** Words that stream in are not folded before this time. */
  private restUntilMs = 0;
  private lastCostMs = 0;
  private flushedAtMs = Number.NEGATIVE_INFINITY;
  /** The next frame folds what is queued. */
  private isFrameComing = false;

  constructor(post: (intent: Intent) => void, nextFrame: (callback: () => void) => void, pace: Pace) {
    this.post = post;
    this.nextFrame = nextFrame;
    this.pace = pace;
  }

  readonly read = (): View => this.view;
  readonly subscribe = (listener: () => void): (() => void) => added(this.listeners, listener);
  readonly onFold = (listener: FoldListener): (() => void) => added(this.foldListeners, listener);
  readonly onReveal = <W extends Reveal["what"]>(
    what: W,
    listener: (reveal: RevealOf<W>) => void,
  ): (() => void) => {
    const heard = (reveal: Reveal): void => {
      if (isReveal(reveal, what)) listener(reveal);
    };
    this.revealListeners.set(what, heard);
    const { unheard } = this;
    if (unheard?.what === what) this.reveal(unheard);
    return () => {
      if (this.revealListeners.get(what) === heard) this.revealListeners.delete(what);
    };
  };

  private reveal(reveal: Reveal): void {
    const listener = this.revealListeners.get(reveal.what);
    this.unheard = listener ? null : reveal;
    listener?.(reveal);
  }

  readonly receive = (message: HostMessage): void => {
    switch (message.type) {
      case "snapshot":
        return this.takeSnapshot(message);
      case "events":
        return this.takeEvents(message);
      case "sentAhead":
        if (this.known?.epoch !== message.epoch || this.known.seq !== message.seq) this.askAnew();
        return;
      case "promptFate":
        return this.change({ fates: new Map([...this.view.fates, [message.clientId, message.taken]]) });
      case "reveal":
        this.reveal(message);
        return;
      case "picture":
        // No part of the state: the picture shelf takes it.
        return;
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
      return this.askAnew();
    }
    this.known = { epoch, seq: this.known.seq + events.length };
    if (events.length === 0) return;
    const isFirst = this.queued.length === 0;
    this.queued.push(...events);
    const untilMs = events.every(isOutput) ? this.flushedAtMs + outputRestMs : 0;
    const restMs = Math.max(this.restUntilMs, untilMs) - this.pace.now();
    if (restMs <= frameMs || !events.every(isDelta)) this.flushNextFrame();
    else if (isFirst) this.pace.later(() => this.flushNextFrame(), restMs - frameMs);
  }

  private askAnew(): void {
    this.known = null;
    this.queued = [];
    this.post({ type: "ready" });
  }

  private flushNextFrame(): void {
    if (this.isFrameComing) return;
    this.isFrameComing = true;
    this.nextFrame(() => {
      this.isFrameComing = false;
      this.flush();
    });
  }

  private flush(): void {
    const events = this.queued;
    this.queued = [];
    if (events.length === 0 || !this.view.state) return;
    const startMs = this.pace.now();
    this.flushedAtMs = startMs;
    this.change({ state: reducePage(this.view.state, events) });
    for (const listener of this.foldListeners) listener(events, this.view);
    this.pace.afterDrawing(() => {
      const endMs = this.pace.now();
      const costMs = endMs - startMs;
      // One dear frame may be chance, two are not.
      const dearMs = Math.min(costMs, this.lastCostMs);
      this.lastCostMs = costMs;
      this.restUntilMs = endMs + Math.min(longestRestMs, restFactor * dearMs);
    });
  }

  private change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

function isDelta(event: PageEvent): boolean {
  return "delta" in event.params;
}

function isOutput(event: PageEvent): boolean {
  return event.method === "item/commandExecution/outputDelta";
}

function added<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => set.delete(member);
}

function isReveal<W extends Reveal["what"]>(reveal: Reveal, what: W): reveal is RevealOf<W> {
  return reveal.what === what;
}
