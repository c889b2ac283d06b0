// The pictures of files that the host has sent, until there are too many bytes of them. Each is asked for once at a
// time. It draws nothing, and what it holds are only addresses of bytes or the reason why there are none.

import {
  pictureKey,
  type HostMessage,
  type Intent,
  type LoadedPicture,
} from "../../extension/shared/bridge.ts";

export type PictureIntent = Parameters<typeof pictureKey>[0];

/** Of base64: about 30 MB of pictures. */
const mostChars = 40_000_000;

export class PictureShelf {
  private readonly post: (intent: Intent) => void;
  private readonly held = new Map<string, LoadedPicture>();
  private readonly asked = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private chars = 0;

  constructor(post: (intent: Intent) => void) {
    this.post = post;
  }

  get(key: string): LoadedPicture | undefined {
    return this.held.get(key);
  }

  ask(intent: PictureIntent): void {
    const key = pictureKey(intent);
    if (this.held.has(key) || this.asked.has(key)) return;
    this.asked.add(key);
    this.post(intent);
  }

  receive({ key, picture }: Extract<HostMessage, { type: "picture" }>): void {
    this.asked.delete(key);
    this.drop(key);
    this.held.set(key, picture);
    this.chars += sizeOf(picture);
    for (const old of this.held.keys()) {
      if (this.chars <= mostChars || old === key) break;
      this.drop(old);
    }
    for (const listener of this.listeners) listener();
  }

  /** Item ids and paths mean other files in another thread, and the host may have lost what was asked for. */
  clear(): void {
    this.held.clear();
    this.asked.clear();
    this.chars = 0;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private drop(key: string): void {
    const picture = this.held.get(key);
    if (!picture) return;
    this.held.delete(key);
    this.chars -= sizeOf(picture);
  }
}

function sizeOf(picture: LoadedPicture): number {
  return "url" in picture ? picture.url.length : picture.problem.length;
}
