// All pages of the window: the side bar's one and one an editor tab. It brings each event to the pages that it
// concerns, and says which page was used last and where a thread is shown. Knows no vscode and no server.
// Always: the side bar's page is there; what is brought up goes where its thread is shown, else to the side bar.

import type { PageEvent } from "../shared/events.ts";

/** What is needed of a page here. */
export interface Page {
  readonly threadId: string | undefined;
  threadEvent(threadId: string, event: PageEvent): void;
  revealApproval(threadId: string, approvalKey: string, pick: "allow" | "deny" | null): void;
  show(threadId: string | undefined): void;
}

/** Where a page stands in the window. */
export interface Place<P extends Page> {
  readonly page: P;
  readonly isVisible: boolean;
  /** Brings it to the front. */
  open(): Promise<void>;
}

export interface ChatPagesOptions<P extends Page> {
  readonly sideBar: Place<P>;
  /** The thread that a person opened and for which this one works. */
  readonly rootOf: (threadId: string) => string;
  readonly isWindowFocused: () => boolean;
}

export class ChatPages<P extends Page> {
  readonly sideBar: Place<P>;
  readonly #options: ChatPagesOptions<P>;
  /** The one that was used last comes last. */
  #places: Place<P>[];
  readonly #listeners = new Set<() => void>();

  constructor(options: ChatPagesOptions<P>) {
    this.#options = options;
    this.sideBar = options.sideBar;
    this.#places = [options.sideBar];
  }

  get all(): readonly Place<P>[] {
    return this.#places;
  }

  /** The place that the person used last. */
  get active(): Place<P> {
    return this.#places.at(-1) ?? this.sideBar;
  }

  /** A tab came. */
  add(place: Place<P>): void {
    this.#places.push(place);
    this.changed();
  }

  /** A tab was closed. */
  remove(place: Place<P>): void {
    this.#places = this.#places.filter((other) => other !== place);
    this.changed();
  }

  /** The person did something there. */
  used(place: Place<P>): void {
    if (this.active === place || !this.#places.includes(place)) return;
    this.#places = [...this.#places.filter((other) => other !== place), place];
  }

  /** Told when pages came, went, came into sight, went out of it or show another thread. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Something of that kind happened. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  threadEvent(threadId: string, event: PageEvent): void {
    for (const { page } of this.#places) page.threadEvent(threadId, event);
  }

  /** Where the thread, or else an agent that works for it, is shown: rather where one can see it. */
  placeOf(threadId: string): Place<P> | undefined {
    const latest = this.#places.toReversed();
    const exact = latest.filter(({ page }) => page.threadId === threadId);
    const family = [...exact, ...latest.filter(({ page }) => this.#shows(page, threadId))];
    return exact.find(({ isVisible }) => isVisible) ?? family.find(({ isVisible }) => isVisible) ?? family[0];
  }

  isShown(threadId: string): boolean {
    return this.#places.some(({ page }) => this.#shows(page, threadId));
  }

  /** Whether the person can see the thread now. */
  isWatched(threadId: string): boolean {
    return (
      this.#options.isWindowFocused() &&
      this.#places.some(({ page, isVisible }) => isVisible && this.#shows(page, threadId))
    );
  }

  /** The place that was used last, while one can see it; else the side bar. */
  get current(): Place<P> {
    return this.active.isVisible ? this.active : this.sideBar;
  }

  /** Brings up the place where the thread is shown; when none does, `other` shows it from now on. */
  async show(threadId: string, other: Place<P> = this.sideBar): Promise<void> {
    const place = this.placeOf(threadId) ?? other;
    if (place.page.threadId !== threadId) place.page.show(threadId);
    await this.#bringUp(place);
  }

  /** Brings an approval up where its thread is shown, else in the side bar. */
  async revealApproval(threadId: string, key: string, pick: "allow" | "deny" | null): Promise<void> {
    const place = this.placeOf(threadId) ?? this.sideBar;
    await this.#bringUp(place);
    place.page.revealApproval(threadId, key, pick);
  }

  async #bringUp(place: Place<P>): Promise<void> {
    this.used(place);
    await place.open();
  }

  #shows(page: P, threadId: string): boolean {
    const shown = page.threadId;
    return shown !== undefined && (shown === threadId || this.#options.rootOf(shown) === threadId);
  }
}
