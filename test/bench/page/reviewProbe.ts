// What the bench puts into the review pane before the pane's own script: the stand-in for VS Code, which answers the
// pane as the host does, with hunks in parts, and the hands that note when what is on screen. It runs inside the browser,
// so it is one function that reaches nothing outside of itself.

import type { ReviewMessage } from "../../../extension/shared/reviewBridge.ts";

export interface ReviewProbeInput {
  readonly variables: Readonly<Record<string, string>>;
  readonly bodyClasses: readonly string[];
}

type HunksMessage = Extract<ReviewMessage, { type: "hunks" }>;

/** `window.lecternReview`. Times in milliseconds. */
export interface ReviewProbe {
  /** What a test has put here before it measures. */
  handed?: {
    readonly changeSet: ReviewMessage;
    readonly parts: Readonly<Record<string, readonly HunksMessage[]>>;
  };
  /** From the change set to the paint of the first lines. */
  readonly open: () => Promise<number>;
  /** Resolves when all parts that were asked for have been posted and painted. */
  readonly settled: () => Promise<void>;
  /** The gaps between frames while it scrolls so many pixels a frame; 0: while nothing happens. */
  readonly gaps: (frames: number, pixels: number) => Promise<number[]>;
  /** Nodes of the document, texts included. */
  readonly nodes: () => number;
}

declare global {
  interface Window {
    lecternReview: ReviewProbe;
  }
}

export function installReviewProbe({ variables, bodyClasses }: ReviewProbeInput): void {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing outside goes into the browser
  const frame = (): Promise<number> => new Promise((came) => requestAnimationFrame(came));
  const waiting: HunksMessage[] = [];
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing outside goes into the browser
  const main = (): HTMLElement => document.querySelector("main") ?? document.body;
  const pump = (): void => {
    const part = waiting.shift();
    if (!part) return;
    window.postMessage(part, "*");
    setTimeout(pump);
  };
  const probe: ReviewProbe = {
    async open() {
      const start = performance.now();
      window.postMessage(probe.handed?.changeSet, "*");
      while (document.querySelectorAll(".lines .code").length < 20) await frame();
      const painted = new Promise<number>((came) => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => came(performance.now()));
        port1.start();
        requestAnimationFrame(() => port2.postMessage(null));
      });
      return (await painted) - start;
    },
    async settled() {
      while (waiting.length > 0) await frame();
      for (let frames = 0; frames < 20; frames++) await frame();
    },
    async gaps(frames, pixels) {
      const gaps: number[] = [];
      let before = await frame();
      for (let count = 0; count < frames; count++) {
        main().scrollTop += pixels;
        const now = await frame();
        gaps.push(now - before);
        before = now;
      }
      return gaps;
    },
    nodes() {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      let nodes = 1;
      while (walker.nextNode()) nodes++;
      return nodes;
    },
  };
  const acquireVsCodeApi = () => ({
    postMessage(intent: { type: string; paths?: readonly string[] }) {
      if (intent.type !== "loadHunks") return;
      const idle = waiting.length === 0;
      for (const path of intent.paths ?? []) waiting.push(...(probe.handed?.parts[path] ?? []));
      if (idle) setTimeout(pump);
    },
    getState: () => undefined,
    setState: () => undefined,
  });
  Object.assign(window, { lecternReview: probe, acquireVsCodeApi });
  const bodyCame = new MutationObserver(() => {
    if (!document.body) return;
    bodyCame.disconnect();
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
    document.body.classList.add(...bodyClasses);
  });
  bodyCame.observe(document, { childList: true, subtree: true });
}
