// The real page in a real Chromium: the fake stands only where VS Code begins, at `acquireVsCodeApi` and in the
// theme's variables. A test posts what the host would post and reads the intents that the page posted.

import type { Browser, Page } from "playwright-core";
import type { HostMessage, Intent } from "../../extension/shared/bridge.ts";
import type { PageEvent } from "../../extension/shared/events.ts";
import type { PageState } from "../../extension/shared/pageState.ts";
import { launchChromium } from "../workbench/chromium.ts";
import { bundlePage } from "./bundle.ts";
import { servePage, type PageServer } from "./server.ts";
import { themes, type ThemeName } from "./themes.ts";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier load of the page had kept. */
  readonly kept?: unknown;
  /** Chromium's own answer to the media features. */
  readonly forcedColors?: "active" | "none";
}

declare global {
  interface Window {
    lecternTest: { posted: Intent[]; kept: unknown; reports: string[] };
  }
}

/** A bundled page, its server and a browser; one for a test file. */
export class PageStage {
  readonly #server: PageServer;
  readonly #browser: Browser;

  private constructor(server: PageServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  static async start(): Promise<PageStage> {
    const server = await servePage(await bundlePage());
    return new PageStage(server, await launchChromium());
  }

  /** Opens the page; it has said `ready` and waits for a snapshot. */
  async open(options: OpenOptions = {}): Promise<Stage> {
    const { width = 400, height = 800, theme = "dark", kept, forcedColors = "none" } = options;
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
    const stage = new Stage(page, requests, this.#server.origin);
    await stage.intent("ready");
    return stage;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** One open page. */
export class Stage {
  readonly page: Page;
  readonly #requests: string[];
  readonly #origin: string;
  #epoch = 0;
  #seq = 0;

  constructor(page: Page, requests: string[], origin: string) {
    this.page = page;
    this.#requests = requests;
    this.#origin = origin;
  }

  /** Posts one host message as it is and waits until its effect is painted. */
  async post(message: HostMessage): Promise<void> {
    // As text, because the type of a message is deeper than the types of evaluate can follow.
    await this.page.evaluate((json) => window.postMessage(JSON.parse(json), "*"), JSON.stringify(message));
    await this.painted();
  }

  /** Gives the page its state and waits until it is painted. */
  async show(state: PageState, draft = ""): Promise<void> {
    this.#epoch++;
    this.#seq = 0;
    await this.post({ type: "snapshot", epoch: this.#epoch, seq: 0, state, draft });
    // What shows threads comes in a file of its own.
    await this.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    await this.painted();
  }

  /** Posts events with the right numbers and waits until they are painted. */
  async tell(...events: PageEvent[]): Promise<void> {
    await this.post({ type: "events", epoch: this.#epoch, seq: this.#seq + 1, events });
    this.#seq += events.length;
  }

  async painted(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) {
        await new Promise<void>((painted) => requestAnimationFrame(() => painted()));
      }
    });
  }

  /** Everything the page has posted. */
  async intents(): Promise<Intent[]> {
    return await this.page.evaluate(() => window.lecternTest.posted);
  }

  async intentsOf<T extends Intent["type"]>(type: T): Promise<Extract<Intent, { type: T }>[]> {
    const all = await this.intents();
    return all.filter((intent): intent is Extract<Intent, { type: T }> => intent.type === type);
  }

  /** Waits for the first intent of a type. */
  async intent<T extends Intent["type"]>(type: T): Promise<Extract<Intent, { type: T }>> {
    await this.page.waitForFunction(
      (wanted) => window.lecternTest.posted.some((intent) => intent.type === wanted),
      type,
    );
    const [first] = await this.intentsOf(type);
    if (!first) throw new Error(`no intent ${type}`);
    return first;
  }

  /** What the page keeps for its next load. */
  async kept(): Promise<unknown> {
    return await this.page.evaluate(() => window.lecternTest.kept);
  }

  /** Reports of the content policy: each means that something forbidden was tried. */
  async reports(): Promise<string[]> {
    return await this.page.evaluate(() => window.lecternTest.reports);
  }

  /** Requests to anything but the page's own files. */
  strangeRequests(): string[] {
    return this.#requests.filter((address) => !isOwnFile(address, this.#origin));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Whether the address is one of a page's own files. */
export function isOwnFile(address: string, origin: string): boolean {
  const own =
    /^\/(?:vscode\.css|(?:main|review)\.(?:js|css)|chunk-[\w-]+\.js|[\w-]+-[A-Z\d]{8}\.js|codicon\.ttf|favicon\.ico)?$/;
  const url = new URL(address);
  return url.origin === origin && own.test(url.pathname);
}

/** What `standInForVsCode` needs. */
export interface StandIn {
  readonly theme: (typeof themes)[ThemeName];
  readonly kept: unknown;
}

/** Runs in a page before its own script. */
export function standInForVsCode({ theme, kept }: StandIn): void {
  window.lecternTest = { posted: [], kept, reports: [] };
  document.addEventListener("securitypolicyviolation", (event) => {
    window.lecternTest.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (intent: Intent) => void window.lecternTest.posted.push(intent),
      getState: () => window.lecternTest.kept ?? undefined,
      setState: (state: unknown) => void (window.lecternTest.kept = state),
    }),
  });
  const paint = (): void => {
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(theme.variables)) style.setProperty(name, value);
    document.body.classList.add(...theme.bodyClasses);
    document.body.dataset["vscodeThemeKind"] = theme.bodyClasses[0];
    style.setProperty("background", "var(--vscode-sideBar-background)");
  };
  const whenBody = new MutationObserver(() => {
    if (!document.body) return;
    whenBody.disconnect();
    paint();
  });
  whenBody.observe(document, { childList: true, subtree: true });
}
