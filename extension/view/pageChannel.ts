// The way from the host to one page: a snapshot, then numbered events, at most one post a frame (an approval does
// not wait for it). A page that
// was hidden, reloaded or lost a message says `ready` and is rebuilt by the same snapshot. Knows no vscode.

import type { HostMessage, KeptDraft, LoadedPicture, Reveal } from "../shared/bridge.ts";
import { Gathered, type PageEvent } from "../shared/events.ts";
import { boundedForSnapshot, type PageState } from "../shared/pageState.ts";

export interface PageChannelOptions {
  /** Resolves false when the page did not take the message (hidden view: it is lost). */
  readonly post: (message: HostMessage) => PromiseLike<boolean>;
  readonly state: () => PageState;
  readonly draft: () => KeptDraft;
  /** Calls back once, about a frame later. */
  readonly nextFrame: (callback: () => void) => void;
}

let epochs = 0;

export class PageChannel {
  readonly #options: PageChannelOptions;
  #epoch = 0;
  /** Number of the last event that was posted. */
  #seq = 0;
  #waiting = new Gathered();
  #connected = false;
  /** A page that is being loaded has its state under way. */
  #isAhead = false;
  #frameAsked = false;
  #posting = false;
  /** Waits for a page that is not there yet. */
  #revealing: Reveal | undefined;
  #disposed = false;

  constructor(options: PageChannelOptions) {
    this.#options = options;
  }

  /** Sends the whole state to a page that is still being loaded: VS Code keeps it until the page can take it. */
  sendAhead(): void {
    if (this.#connected) return;
    this.#snapshot();
    this.#isAhead = true;
  }

  /** The page asks for the whole state. */
  ready(): void {
    const isAhead = this.#isAhead && this.#connected;
    this.#isAhead = false;
    if (!isAhead) return this.#snapshot();
    this.#flush();
    this.#post({ type: "sentAhead", epoch: this.#epoch, seq: this.#seq });
  }

  /** Sends the whole state to a page that is there; one that is not asks by itself. */
  refresh(): void {
    if (this.#connected) this.#snapshot();
  }

  #snapshot(): void {
    this.#epoch = ++epochs;
    this.#seq = 0;
    this.#waiting = new Gathered();
    this.#connected = true;
    const { state, draft } = this.#options;
    const message = { epoch: this.#epoch, seq: 0, state: boundedForSnapshot(state()), draft: draft() };
    this.#post({ type: "snapshot", ...message });
    if (this.#revealing) this.reveal(this.#revealing);
  }

  /** Takes an event that was folded into the state already. */
  event(event: PageEvent): void {
    if (!this.#connected) return;
    this.#waiting.add(event);
    // A person's answer is waited for: that is worth a post of its own.
    if (event.method === "lectern/approvalOpened" && !this.#posting) this.#flush();
    else this.#askFrame();
  }

  /** After everything that happened so far; a page that is not there gets it with its snapshot. */
  reveal(reveal: Reveal): void {
    this.#revealing = this.#connected ? undefined : reveal;
    if (!this.#connected) return;
    this.#flush();
    this.#post(reveal);
  }

  picture(key: string, picture: LoadedPicture): void {
    this.#post({ type: "picture", key, picture });
  }

  /** Tells a prompt's fate after the events that show it. */
  promptFate(clientId: string, taken: boolean): void {
    this.#flush();
    this.#post({ type: "promptFate", clientId, taken });
  }

  /** The page is gone or hidden: nothing is kept for it. */
  disconnect(): void {
    this.#connected = false;
    this.#waiting = new Gathered();
  }

  dispose(): void {
    this.#disposed = true;
    this.disconnect();
  }

  #askFrame(): void {
    if (this.#frameAsked || this.#posting) return;
    this.#frameAsked = true;
    this.#options.nextFrame(() => {
      this.#frameAsked = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#connected || this.#waiting.size === 0) return;
    const events = this.#waiting.take();
    const seq = this.#seq + 1;
    this.#seq += events.length;
    this.#post({ type: "events", epoch: this.#epoch, seq, events });
  }

  /** One post at a time: the page's own pace is the brake. */
  #post(message: HostMessage): void {
    if (this.#disposed) return;
    this.#posting = message.type === "events";
    const settled = (taken: boolean): void => {
      if (message.type === "events") this.#posting = false;
      if (!taken && (message.type === "snapshot" || message.type === "events")) this.disconnect();
      if (this.#waiting.size > 0) this.#askFrame();
    };
    this.#options.post(message).then(settled, () => settled(false));
  }
}
