// Does on the page what a state wants done before one looks at it: types, ticks and presses as a person would.

import type { Stage } from "../page/harness.ts";
import type { GalleryState } from "./galleryState.ts";

export async function fillIn(
  { page }: Stage,
  { type = [], tick = [], press = [] }: GalleryState,
): Promise<void> {
  for (const [name, text] of type) await page.getByRole("textbox", { name }).fill(text);
  // What allows can be taken only once the end of the card was seen.
  await page.evaluate(() => document.querySelector(".approval-body")?.scrollTo(0, 1_000_000));
  for (const name of tick)
    await page.getByRole("radio", { name }).or(page.getByRole("checkbox", { name })).first().click();
  for (const name of press)
    await page.getByRole("button", { name }).or(page.getByRole("menuitem", { name })).click();
}
