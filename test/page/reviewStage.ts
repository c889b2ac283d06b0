// The review pane in a real Chromium. A test posts what the host would post and reads the intents that the pane
// posted; what a sample holds is answered by itself when the pane asks.

import type { Browser } from "playwright-core";
import type { ReviewIntent, ReviewMemory, ReviewMessage } from "../../extension/shared/reviewBridge.ts";
import { emptyMemory } from "../../extension/shared/reviewBridge.ts";
import type { ReviewSample } from "../gallery/reviewSamples.ts";
import { launchChromium } from "../workbench/chromium.ts";
import { OpenPage, loadPage, type OpenOptions } from "./openPage.ts";
import { servedPage } from "./served.ts";
import type { PageServer } from "./server.ts";

export interface ReviewOpenOptions extends OpenOptions {
  readonly memory?: Partial<ReviewMemory>;
  readonly isRunning?: boolean;
  readonly undoneFiles?: number;
}

export class ReviewStages {
  readonly #server: PageServer;
  readonly #browser: Browser;

  private constructor(server: PageServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<ReviewStages> {
    return new ReviewStages(await servedPage("review"), await launchChromium());
  }

  /** Opens the pane; it has said `ready` and waits for its changes. */
  async open(options: ReviewOpenOptions = {}): Promise<ReviewStage> {
    const window = await loadPage(this.#browser, this.#server.origin, { width: 1_000, ...options });
    const stage = new ReviewStage(window);
    await stage.intent("ready");
    return stage;
  }

  /** Opens the pane on a sample, with the hunks of what is near the eye. */
  async show(sample: ReviewSample, options: ReviewOpenOptions = {}): Promise<ReviewStage> {
    const stage = await this.open(options);
    await stage.show(sample, options);
    return stage;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** One open pane. */
export class ReviewStage extends OpenPage<ReviewMessage, ReviewIntent> {
  #answered = 0;
  #sample: ReviewSample | undefined;

  async show(sample: ReviewSample, options: ReviewOpenOptions = {}): Promise<void> {
    this.#sample = sample;
    await this.post({
      type: "changeSet",
      changes: sample.changes,
      title: sample.title,
      memory: { ...emptyMemory, ...options.memory },
      isRunning: options.isRunning ?? false,
      undoneFiles: options.undoneFiles ?? 0,
    });
    await this.settle();
  }

  /** Answers what the pane asks for of the sample, until it asks for nothing more. */
  async settle(): Promise<void> {
    for (;;) {
      await this.painted();
      const wanted = await this.intentsOf("loadHunks");
      const open = wanted.slice(this.#answered);
      this.#answered = wanted.length;
      if (open.length === 0) return;
      for (const path of open.flatMap(({ paths }) => paths)) await this.post(this.#hunks(path));
    }
  }

  #hunks(path: string): ReviewMessage {
    const hunks = this.#sample?.hunks.get(path);
    if (hunks === undefined) return { type: "noHunks", path, because: "The checkpoint is damaged." };
    return { type: "hunks", path, hunks, isFirst: true, isLast: true };
  }
}

/** The names of all elements of a role, in the order of the document. */
export async function namesOf(
  stage: ReviewStage,
  role: "button" | "region" | "group" | "heading",
): Promise<string[]> {
  const tree = await stage.page.locator("#root").ariaSnapshot();
  return [...tree.matchAll(new RegExp(`- ${role} "((?:[^"\\\\]|\\\\.)*)"`, "g"))].map(
    ([, name]) => name ?? "",
  );
}

/** The name of what has the focus. */
export async function focused({ page }: ReviewStage): Promise<string> {
  return await page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
  );
}
