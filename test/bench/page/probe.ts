// What the bench puts into the page before the page's own script: the stand-in for VS Code, and the hands that post
// host messages frame by frame and note when frames and paints come. It runs inside the browser, so it is one
// function that reaches nothing outside of itself. It knows host messages and times, no component.

import type { HostMessage, Intent } from "../../../extension/shared/bridge.ts";
import type { PageEvent } from "../../../extension/shared/events.ts";

export interface ProbeInput {
  readonly variables: Readonly<Record<string, string>>;
  readonly bodyClasses: readonly string[];
  /** A host message as JSON, posted as soon as the page says `ready`; null: it has to wait. */
  readonly answer: string | null;
}

/** `window.lecternBench`. All times in milliseconds. */
export interface Probe {
  readonly intents: Intent["type"][];
  /** Posts one message. */
  readonly post: (message: HostMessage) => void;
  /** Posts one batch of events with the right numbers. */
  readonly tell: (events: readonly PageEvent[]) => void;
  /** Resolves when what was posted before is on screen. */
  readonly painted: () => Promise<void>;
  /** One batch a frame; resolves when the last one is painted. */
  readonly feed: (batches: readonly (readonly PageEvent[])[]) => Promise<void>;
  /** One batch each `everyMs` of the clock, late ones together with the next; resolves when all are posted. */
  readonly pace: (batches: readonly (readonly PageEvent[])[], everyMs: number) => Promise<void>;
  /** The gaps between frames until the promise settles. */
  readonly gapsDuring: (work: Promise<unknown>) => Promise<number[]>;
  readonly wait: (ms: number) => Promise<void>;
  /** From now on notes, for each key, the time from the key to the paint after it. */
  readonly noteKeys: () => void;
  readonly keyMs: number[];
}

declare global {
  interface Window {
    lecternBench: Probe;
    /** What a test has started and not yet waited for. */
    lecternRunning?: Promise<unknown>;
    /** Batches that a test has put here before it measures. */
    lecternHanded?: (readonly PageEvent[])[];
  }
}

export function installProbe({ variables, bodyClasses, answer }: ProbeInput): void {
  let numbers = { epoch: 0, seq: 0 };
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- nothing outside goes into the browser
  const frame = (): Promise<number> => new Promise((came) => requestAnimationFrame(came));
  const probe: Probe = {
    intents: [],
    keyMs: [],
    wait: (ms) => new Promise((over) => setTimeout(over, ms)),
    post(message) {
      if (message.type === "snapshot") numbers = { epoch: message.epoch, seq: message.seq };
      window.postMessage(message, "*");
    },
    tell(events) {
      probe.post({ type: "events", epoch: numbers.epoch, seq: numbers.seq + 1, events });
      numbers.seq += events.length;
    },
    async painted() {
      for (let frames = 0; frames < 3; frames++) await frame();
    },
    async feed(batches) {
      for (const batch of batches) {
        probe.tell(batch);
        await frame();
      }
      await probe.painted();
    },
    async pace(batches, everyMs) {
      const startMs = performance.now();
      for (let at = 0; at < batches.length;) {
        const due = Math.min(batches.length, Math.floor((performance.now() - startMs) / everyMs) + 1);
        if (due > at) probe.tell(batches.slice(at, due).flat());
        at = due;
        await probe.wait(everyMs);
      }
    },
    async gapsDuring(work) {
      const ending = { over: false };
      void work.finally(() => (ending.over = true));
      const gaps: number[] = [];
      for (let before = await frame(); !ending.over;) {
        const now = await frame();
        gaps.push(now - before);
        before = now;
      }
      return gaps;
    },
    noteKeys() {
      const paint = new MessageChannel();
      const pressed: number[] = [];
      paint.port1.addEventListener("message", () => {
        const now = performance.now();
        for (const atMs of pressed.splice(0)) probe.keyMs.push(now - atMs);
      });
      paint.port1.start();
      document.addEventListener(
        "keydown",
        (event) => {
          pressed.push(event.timeStamp);
          // The task behind the next frame's callbacks runs when that frame has been drawn.
          if (pressed.length === 1) requestAnimationFrame(() => paint.port2.postMessage(null));
        },
        { capture: true },
      );
    },
  };
  const acquireVsCodeApi = () => ({
    postMessage(intent: Intent) {
      probe.intents.push(intent.type);
      if (intent.type === "ready" && answer !== null) probe.post(JSON.parse(answer) as HostMessage);
    },
    getState: () => undefined,
    setState: () => undefined,
  });
  Object.assign(window, { lecternBench: probe, acquireVsCodeApi });
  const bodyCame = new MutationObserver(() => {
    if (!document.body) return;
    bodyCame.disconnect();
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
    style.setProperty("background", "var(--vscode-sideBar-background)");
    document.body.classList.add(...bodyClasses);
  });
  bodyCame.observe(document, { childList: true, subtree: true });
}
