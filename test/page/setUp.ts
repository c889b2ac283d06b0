// What vitest starts before the first of the page's test files, and ends after the last.

import { keepChromium } from "../workbench/chromium.ts";
import { keepPages } from "./served.ts";

export default async function setUp(): Promise<() => Promise<void>> {
  const endPages = await keepPages();
  const endChromium = await keepChromium();
  return async () => {
    await endChromium();
    await endPages();
  };
}
