// The windows of a browser for one page after the other: a new window costs three times what a load in a used one does.
// It knows no page and no message.
// A window is given back blank, and whoever takes it finds it as a new one: what would stay behind is kept from those
// who share, by the type of `SharedPage`, and belongs in a window of one's own.

import type { Browser, Keyboard, Mouse, Page } from "playwright-core";

/** What stays with a window when its page is gone: handlers, routes, a clock, permissions, keys that are held. */
type WhatStays =
  | "addInitScript"
  | "addListener"
  | "addLocatorHandler"
  | "clock"
  | "close"
  | "context"
  | "emulateMedia"
  | "exposeBinding"
  | "exposeFunction"
  | "on"
  | "once"
  | "prependListener"
  | "route"
  | "routeFromHAR"
  | "routeWebSocket"
  | "setDefaultNavigationTimeout"
  | "setDefaultTimeout"
  | "setExtraHTTPHeaders";

/** A page in a window that others have after it. */
export type SharedPage = Omit<Page, WhatStays | "keyboard" | "mouse"> & {
  readonly keyboard: Omit<Keyboard, "down" | "up">;
  readonly mouse: Omit<Mouse, "down" | "up">;
};

export interface WindowOptions {
  readonly width: number;
  readonly height: number;
  /** Chromium's own answer to the media feature. */
  readonly forcedColors: "active" | "none";
  /** Nobody had it before and nobody has it after. */
  readonly isOwn: boolean;
}

/** A blank window. */
export interface PageWindow {
  readonly page: Page;
  /** Gives the window back, or closes it when it is one's own. */
  readonly leave: () => Promise<void>;
}

const spareWindows = new WeakMap<Browser, Page[]>();

/** Takes a window that was given back, or opens one. */
export async function takeWindow(browser: Browser, options: WindowOptions): Promise<PageWindow> {
  const { width, height, forcedColors, isOwn } = options;
  const spare = spareWindows.get(browser) ?? [];
  spareWindows.set(browser, spare);
  const page = (isOwn ? undefined : spare.pop()) ?? (await openWindow(browser));
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ forcedColors });
  const leave = async (): Promise<void> => {
    if (isOwn) return await page.context().close();
    await leaveBlank(page);
    spare.push(page);
  };
  return { page, leave };
}

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
  });
  return await context.newPage();
}

async function leaveBlank(page: Page): Promise<void> {
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
    window.name = "";
  });
  await page.context().clearCookies();
  await page.goto("about:blank");
  // Where the pointer of a new window is. Not before the page is gone, because it would see it come.
  await page.mouse.move(0, 0);
}
