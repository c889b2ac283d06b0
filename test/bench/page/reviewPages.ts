// Review panes under measurement: the shipped pane, served under the real content policy, one fresh page a measurement,
// with a change of so many lines handed to it.

import { join } from "node:path";
import type { Page } from "playwright-core";
import { buildReviewPage } from "../../../build.mjs";
import type { ReviewMessage } from "../../../extension/shared/reviewBridge.ts";
import { emptyMemory } from "../../../extension/shared/reviewBridge.ts";
import { partsOf } from "../../../extension/view/reviewChannel.ts";
import { longSample } from "../../gallery/reviewSamples.ts";
import { servePage, type PageServer } from "../../page/server.ts";
import { themes } from "../../page/themes.ts";
import { projectRoot } from "../../workbench/project.ts";
import { installReviewProbe, type ReviewProbe } from "./reviewProbe.ts";
import type { BenchStage, FramePace } from "./stage.ts";

/** As an editor tab on a small screen. */
const viewport = { width: 1_000, height: 800 };

export class ReviewPages {
  readonly #stage: BenchStage;
  readonly #server: PageServer;
  readonly #samples = new Map<string, string>();

  private constructor(stage: BenchStage, server: PageServer) {
    this.#stage = stage;
    this.#server = server;
  }

  static async start(stage: BenchStage): Promise<ReviewPages> {
    const folder = join(projectRoot, ".build", "bench", "review-page");
    await buildReviewPage(folder);
    return new ReviewPages(stage, await servePage(folder, "review"));
  }

  /** A pane that waits for a change of so many changed lines in so many files. */
  async open(pace: FramePace, lines: number, files: number): Promise<Page> {
    const browser = await this.#stage.browser(pace);
    const context = await browser.newContext({ viewport, locale: "en-GB" });
    const page = await context.newPage();
    const { variables, bodyClasses } = themes.dark;
    await page.addInitScript(installReviewProbe, { variables, bodyClasses });
    await page.goto(this.#server.origin);
    await page.waitForSelector(".review-empty");
    await page.evaluate(
      (json) => {
        window.lecternReview.handed = JSON.parse(json) as NonNullable<ReviewProbe["handed"]>;
      },
      this.#sample(lines, files),
    );
    return page;
  }

  /** Milliseconds from the change set to the paint of its first lines, in a fresh page. */
  async openMs(lines: number, files: number): Promise<number> {
    const page = await this.open("free", lines, files);
    const ms = await page.evaluate(() => window.lecternReview.open());
    await page.context().close();
    return ms;
  }

  async stop(): Promise<void> {
    await this.#server.close();
  }

  /** As the host would send it. */
  #sample(lines: number, files: number): string {
    const key = `${lines} ${files}`;
    const known = this.#samples.get(key);
    if (known !== undefined) return known;
    const { changes, hunks, title } = longSample(lines, files);
    const changeSet: ReviewMessage = {
      type: "changeSet",
      changes,
      title,
      memory: emptyMemory,
      isRunning: false,
      undoneFiles: 0,
    };
    const parts = [...hunks].map(([path, all]) => {
      const cut = partsOf(all);
      const messages = cut.map((part, index) => ({
        type: "hunks",
        path,
        hunks: part,
        isFirst: index === 0,
        isLast: index === cut.length - 1,
      }));
      return [path, messages] as const;
    });
    const json = JSON.stringify({ changeSet, parts: Object.fromEntries(parts) });
    this.#samples.set(key, json);
    return json;
  }
}
