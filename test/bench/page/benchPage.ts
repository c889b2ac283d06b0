// One open page under measurement: host messages go in, times come out. It finds things by role and name alone, so
// that it holds whatever the page is made of.

import type { CDPSession, Page } from "playwright-core";
import { noDraft, type HostMessage } from "../../../extension/shared/bridge.ts";
import type { PageEvent } from "../../../extension/shared/events.ts";
import type { PageState } from "../../../extension/shared/pageState.ts";

/** What one message to the page carries: a frame's worth. */
export type Batch = readonly PageEvent[];

export class BenchPage {
  readonly page: Page;
  readonly #session: CDPSession;
  #epoch = 0;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.#session = session;
  }

  static async of(page: Page): Promise<BenchPage> {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    return new BenchPage(page, session);
  }

  /** Gives the page its whole state and waits until it is painted. */
  async show(state: PageState): Promise<void> {
    await this.post({ type: "snapshot", epoch: ++this.#epoch, seq: 0, state, draft: noDraft });
    // What shows threads comes in a file of its own.
    await this.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    await this.page.evaluate(() => window.lecternBench.painted());
  }

  async post(message: HostMessage): Promise<void> {
    await this.page.evaluate(async (json) => {
      window.lecternBench.post(JSON.parse(json) as HostMessage);
      await window.lecternBench.painted();
    }, JSON.stringify(message));
  }

  /** One batch a frame, as fast as the page takes them; resolves when the last one is painted. */
  async feed(batches: readonly Batch[]): Promise<void> {
    await this.hand(batches);
    await this.feedHanded();
  }

  /** Puts batches into the page for `feedHanded`, so that a measurement does not count how they came there. */
  async hand(batches: readonly Batch[]): Promise<void> {
    await this.page.evaluate((json) => {
      window.lecternHanded = JSON.parse(json) as Batch[];
    }, JSON.stringify(batches));
  }

  async feedHanded(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.lecternBench.feed(window.lecternHanded?.splice(0) ?? []);
    });
    await this.#lostNothing();
  }

  /** Resolves when the words are somewhere in the page's text. */
  async shows(words: string): Promise<void> {
    await this.page.evaluate(async (words) => {
      const { painted, wait } = window.lecternBench;
      const lastMs = performance.now() + 10_000;
      while (!document.body.textContent.includes(words)) {
        if (performance.now() > lastMs) throw new Error(`"${words}" is not on screen.`);
        await wait(10);
      }
      await painted();
    }, words);
  }

  /** Begins to post one batch each `everyMs`; `paced` waits for the end. */
  async startPace(batches: readonly Batch[], everyMs: number): Promise<void> {
    await this.page.evaluate(
      ({ json, everyMs }) => {
        window.lecternRunning = window.lecternBench.pace(JSON.parse(json) as Batch[], everyMs);
      },
      { json: JSON.stringify(batches), everyMs },
    );
  }

  async paced(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.lecternRunning;
    });
    await this.#lostNothing();
  }

  /** The gaps between frames, in milliseconds, while batches are posted one each `everyMs`. */
  async gapsWhile(batches: readonly Batch[], everyMs: number): Promise<number[]> {
    return await this.page.evaluate(
      ({ json, everyMs }) => {
        const { gapsDuring, pace } = window.lecternBench;
        return gapsDuring(pace(JSON.parse(json) as Batch[], everyMs));
      },
      { json: JSON.stringify(batches), everyMs },
    );
  }

  /** The gaps between frames, in milliseconds, while nothing is asked of the page. */
  async idleGaps(ms: number): Promise<number[]> {
    return await this.page.evaluate((ms) => {
      const { gapsDuring, wait } = window.lecternBench;
      return gapsDuring(wait(ms));
    }, ms);
  }

  /** Processor time of the page's main thread during the work, in milliseconds. Waiting does not count. */
  async threadMs(work: () => Promise<void>): Promise<number> {
    const before = await this.#threadTime();
    await work();
    return (await this.#threadTime()) - before;
  }

  /** The pixels between the end of what the transcript holds and what it shows. Throws where there is no transcript. */
  async pixelsFromEnd(): Promise<number> {
    return await this.page.getByRole("log", { name: "Transcript" }).evaluate((log) => {
      const inside = [log, ...log.querySelectorAll("*")];
      const scroller =
        inside.find(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1) ?? log;
      return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** A page that missed an event asks for the state again, and shows nothing meanwhile: no time of it would count. */
  async #lostNothing(): Promise<void> {
    const asked = await this.page.evaluate(
      () => window.lecternBench.intents.filter((intent) => intent === "ready").length,
    );
    if (asked > 1) throw new Error("The page did not take the events that were posted to it.");
  }

  async #threadTime(): Promise<number> {
    const { metrics } = await this.#session.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "ThreadTime")?.value;
    if (seconds === undefined) throw new Error("This Chromium does not tell the main thread's time.");
    return seconds * 1_000;
  }
}
