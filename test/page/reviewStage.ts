// The real review pane in a real Chromium: the fake stands only where VS Code begins. A test posts what the host would
// post and reads the intents that the pane posted; what a sample holds is answered by itself when the pane asks.

import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { ReviewIntent, ReviewMemory, ReviewMessage } from "../../extension/shared/reviewBridge.ts";
import { emptyMemory } from "../../extension/shared/reviewBridge.ts";
import { buildReviewPage } from "../../build.mjs";
import type { ReviewSample } from "../gallery/reviewSamples.ts";
import { launchChromium } from "../workbench/chromium.ts";
import { isOwnFile, standInForVsCode, type OpenOptions } from "./harness.ts";
import { servePage, type PageServer } from "./server.ts";
import { themes } from "./themes.ts";

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
    const folder = join(import.meta.dirname, "..", "..", ".build", "review-page");
    await buildReviewPage(folder);
    return new ReviewStages(await servePage(folder, "review"), await launchChromium());
  }

  /** Opens the pane; it has said `ready` and waits for its changes. */
  async open(options: ReviewOpenOptions = {}): Promise<ReviewStage> {
    const { width = 1_000, height = 800, theme = "dark", kept, forcedColors = "none" } = options;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      reducedMotion: "reduce",
      forcedColors,
      locale: "en-GB",
      timezoneId: "UTC",
    });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.addInitScript(standInForVsCode, { theme: themes[theme], kept: kept ?? null });
    await page.goto(this.#server.origin);
    const stage = new ReviewStage(page, requests, this.#server.origin);
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
export class ReviewStage {
  readonly page: Page;
  readonly #requests: string[];
  readonly #origin: string;
  #answered = 0;
  #sample: ReviewSample | undefined;

  constructor(page: Page, requests: string[], origin: string) {
    this.page = page;
    this.#requests = requests;
    this.#origin = origin;
  }

  /** Posts one host message as it is and waits until its effect is painted. */
  async post(message: ReviewMessage): Promise<void> {
    await this.page.evaluate((json) => window.postMessage(JSON.parse(json), "*"), JSON.stringify(message));
    await this.painted();
  }

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

  async painted(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) {
        await new Promise<void>((painted) => requestAnimationFrame(() => painted()));
      }
    });
  }

  async intents(): Promise<readonly ReviewIntent[]> {
    return (await this.page.evaluate(() => window.lecternTest.posted)) as unknown as ReviewIntent[];
  }

  async intentsOf<T extends ReviewIntent["type"]>(type: T): Promise<Extract<ReviewIntent, { type: T }>[]> {
    const all = await this.intents();
    return all.filter((intent): intent is Extract<ReviewIntent, { type: T }> => intent.type === type);
  }

  /** Waits for the first intent of a type. */
  async intent<T extends ReviewIntent["type"]>(type: T): Promise<Extract<ReviewIntent, { type: T }>> {
    await this.page.waitForFunction(
      (wanted) => window.lecternTest.posted.some((intent) => intent.type === wanted),
      type as string,
    );
    const [first] = await this.intentsOf(type);
    if (!first) throw new Error(`no intent ${type}`);
    return first;
  }

  /** What VS Code would keep for the next load. */
  async kept(): Promise<unknown> {
    return await this.page.evaluate(() => window.lecternTest.kept);
  }

  /** Reports of the content policy: each means that something forbidden was tried. */
  async reports(): Promise<string[]> {
    return await this.page.evaluate(() => window.lecternTest.reports);
  }

  strangeRequests(): string[] {
    return this.#requests.filter((address) => !isOwnFile(address, this.#origin));
  }

  async close(): Promise<void> {
    await this.page.context().close();
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
