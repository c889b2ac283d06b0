// One of our pages in a real Chromium: the fake stands only where VS Code begins, at `acquireVsCodeApi` and in the
// theme's variables. What is the same for every page; it knows no message of any.

import type { Browser, Page } from "playwright-core";
import { themes, type Theme, type ThemeName } from "./themes.ts";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier load of the page had kept. */
  readonly kept?: unknown;
  /** Chromium's own answer to the media features. */
  readonly forcedColors?: "active" | "none";
}

interface Posted {
  readonly type: string;
}

declare global {
  interface Window {
    lecternTest: {
      posted: Posted[];
      kept: unknown;
      reports: string[];
      paint: (theme: Theme) => void;
    };
  }
}

/** A page that was loaded, with every address that it asked for. */
export interface LoadedPage {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly origin: string;
}

/** Loads the page of a server in a window of its own. */
export async function openWindow(
  browser: Browser,
  origin: string,
  { width = 400, height = 800, theme = "dark", kept, forcedColors = "none" }: OpenOptions,
): Promise<LoadedPage> {
  const context = await browser.newContext({
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
  await page.goto(origin);
  return { page, requests, origin };
}

/** `Message`: what the host posts to the page; `Intent`: what the page posts to the host. */
export class OpenPage<Message, Intent extends Posted> {
  readonly page: Page;
  readonly #requests: readonly string[];
  readonly #origin: string;

  constructor({ page, requests, origin }: LoadedPage) {
    this.page = page;
    this.#requests = requests;
    this.#origin = origin;
  }

  /** Posts one host message as it is and waits until its effect is painted. */
  async post(message: Message): Promise<void> {
    // As text, because the type of a message is deeper than the types of evaluate can follow.
    await this.page.evaluate((json) => window.postMessage(JSON.parse(json), "*"), JSON.stringify(message));
    await this.painted();
  }

  async painted(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) {
        await new Promise<void>((painted) => requestAnimationFrame(() => painted()));
      }
    });
  }

  /** The person chooses another theme. */
  async paintIn(theme: ThemeName): Promise<void> {
    await this.page.evaluate((wanted) => window.lecternTest.paint(wanted), themes[theme]);
    await this.painted();
  }

  /** Everything the page has posted. */
  async intents(): Promise<readonly Intent[]> {
    return (await this.page.evaluate(() => window.lecternTest.posted)) as unknown as readonly Intent[];
  }

  async intentsOf<T extends Intent["type"]>(type: T): Promise<Extract<Intent, { type: T }>[]> {
    const all = await this.intents();
    return all.filter((intent): intent is Extract<Intent, { type: T }> => intent.type === type);
  }

  /** Waits for the first intent of a type. */
  async intent<T extends Intent["type"]>(type: T): Promise<Extract<Intent, { type: T }>> {
    await this.page.waitForFunction(
      (wanted) => window.lecternTest.posted.some((intent) => intent.type === wanted),
      type as string,
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

function isOwnFile(address: string, origin: string): boolean {
  const own =
    /^\/(?:vscode\.css|(?:main|review)\.(?:js|css)|chunk-[\w-]+\.js|[\w-]+-[A-Z\d]{8}\.js|codicon\.ttf|favicon\.ico)?$/;
  const url = new URL(address);
  return url.origin === origin && own.test(url.pathname);
}

/** Runs in a page before its own script. */
function standInForVsCode({ theme, kept }: { readonly theme: Theme; readonly kept: unknown }): void {
  window.lecternTest = {
    posted: [],
    kept,
    reports: [],
    paint({ variables, bodyClasses }) {
      const { style } = document.documentElement;
      style.cssText = "background: var(--vscode-sideBar-background)";
      for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
      document.body.className = bodyClasses.join(" ");
      document.body.dataset["vscodeThemeKind"] = bodyClasses[0];
    },
  };
  document.addEventListener("securitypolicyviolation", (event) => {
    window.lecternTest.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (intent: Posted) => void window.lecternTest.posted.push(intent),
      getState: () => window.lecternTest.kept ?? undefined,
      setState: (state: unknown) => void (window.lecternTest.kept = state),
    }),
  });
  const whenBody = new MutationObserver(() => {
    if (!document.body) return;
    whenBody.disconnect();
    window.lecternTest.paint(theme);
  });
  whenBody.observe(document, { childList: true, subtree: true });
}
