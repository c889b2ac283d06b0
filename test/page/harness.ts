// The page of a thread in a real Chromium. A test posts what the host would post and reads the intents that the page
// posted.

import type { Browser } from "playwright-core";
import type { HostMessage, Intent } from "../../extension/shared/bridge.ts";
import type { PageEvent } from "../../extension/shared/events.ts";
import type { PageState } from "../../extension/shared/pageState.ts";
import { launchChromium } from "../workbench/chromium.ts";
import { OpenPage, loadPage, type OpenOptions } from "./openPage.ts";
import { servedPage } from "./served.ts";
import type { PageServer } from "./server.ts";

/** A bundled page, its server and a browser, which test files may share without seeing each other. */
export class PageStage {
  readonly #server: PageServer;
  readonly #browser: Browser;

  private constructor(server: PageServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<PageStage> {
    return new PageStage(await servedPage("main"), await launchChromium());
  }

  /** Opens the page; it has said `ready` and waits for a snapshot. */
  async open(options: OpenOptions = {}): Promise<Stage> {
    const stage = new Stage(await loadPage(this.#browser, this.#server.origin, options));
    await stage.intent("ready");
    return stage;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** One open page. */
export class Stage extends OpenPage<HostMessage, Intent> {
  #epoch = 0;
  #seq = 0;

  /** Gives the page its state and waits until it is painted. */
  async show(state: PageState, draft = ""): Promise<void> {
    const kept = { text: draft, revision: draft === "" ? 0 : 1 };
    this.#epoch++;
    this.#seq = 0;
    await this.post({ type: "snapshot", epoch: this.#epoch, seq: 0, state, draft: kept });
    // What shows threads comes in a file of its own.
    await this.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    await this.painted();
  }

  /** Posts events with the right numbers and waits until they are painted. */
  async tell(...events: PageEvent[]): Promise<void> {
    await this.post({ type: "events", epoch: this.#epoch, seq: this.#seq + 1, events });
    this.#seq += events.length;
  }
}
