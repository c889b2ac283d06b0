// One of our pages in a real Chromium: the fake stands only where VS Code begins, at `acquireVsCodeApi` and in the
// theme's variables. What is the same for every page; it knows no message of any.

import type { Browser, Page, Request } from "playwright-core";
import { themes, type Theme, type ThemeName } from "./themes.ts";
import { takeWindow, type SharedPage } from "./windows.ts";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier load of the page had kept. */
  readonly kept?: unknown;
  /** Its document says that a thread comes. */
  readonly hasThread?: boolean;
  /** Chromium's own answer to the media features. */
  readonly forcedColors?: "active" | "none";
  /** True: a window that nobody had before and nobody has after, for what `SharedPage` keeps from those who share. */
  readonly hasOwnWindow?: boolean;
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
  readonly hasOwnWindow: boolean;
  readonly requests: readonly string[];
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Loads the page of a server as if in a new window. */
export async function loadPage(
  browser: Browser,
  origin: string,
  {
    width = 400,
    height = 800,
    theme = "dark",
    kept,
    hasThread = false,
    forcedColors = "none",
    hasOwnWindow = false,
  }: OpenOptions,
): Promise<LoadedPage> {
  const { page, leave } = await takeWindow(browser, { width, height, forcedColors, isOwn: hasOwnWindow });
  const requests: string[] = [];
  const note = (request: Request): void => void requests.push(request.url());
  page.on("request", note);
  const standIn = await page.addInitScript(standInForVsCode, { theme: themes[theme], kept: kept ?? null });
  await page.goto(hasThread ? `${origin}/?thread` : origin);
  const close = async (): Promise<void> => {
    page.off("request", note);
    await standIn.dispose();
    await leave();
  };
  return { page, hasOwnWindow, requests, origin, close };
}

/** `Message`: what the host posts to the page; `Intent`: what the page posts to the host. */
export class OpenPage<Message, Intent extends Posted> {
  readonly #loaded: LoadedPage;
  #isClosed = false;

  constructor(loaded: LoadedPage) {
    this.#loaded = loaded;
  }

  /** Throws once the page is closed, because its window may be another's then. */
  get page(): SharedPage {
    if (this.#isClosed) throw new Error("this page was closed");
    return this.#loaded.page;
  }

  /** The page with all that can be done to its window. Throws when the window is shared. */
  get ownPage(): Page {
    if (!this.#loaded.hasOwnWindow) throw new Error("this page was opened without a window of its own");
    return this.#loaded.page;
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
    const { requests, origin } = this.#loaded;
    return requests.filter((address) => !isOwnFile(address, origin));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#loaded.close();
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
