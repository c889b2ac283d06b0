// Pictures of every state of the page, at two widths in three themes, for people to look at.
// node test/gallery/gallery.ts [--out DIR] [--only NAME] [--theme THEME] [--width PIXELS]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PageStage, type Stage } from "../page/harness.ts";
import { themes, type ThemeName } from "../page/themes.ts";
import { fillIn } from "./fillIn.ts";
import type { GalleryState } from "./galleryState.ts";
import { picturesOfReviews } from "./reviewPictures.ts";
import { galleryStates } from "./states.ts";

const root = join(import.meta.dirname, "..", "..");
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(root, ".build", "gallery") },
    only: { type: "string" },
    theme: { type: "string" },
    width: { type: "string" },
  },
});
const widths = [320, 600].filter((width) => values.width === undefined || width === Number(values.width));
const themeNames = (Object.keys(themes) as ThemeName[]).filter(
  (name) => values.theme === undefined || name === values.theme,
);
const shortest = 560;
const tallest = 2400;

const shown = galleryStates.filter(({ name }) => values.only === undefined || name.includes(values.only));
await mkdir(values.out, { recursive: true });
const stages = await PageStage.start();
try {
  for (const theme of themeNames) {
    for (const width of widths) await picturesIn(theme, width);
  }
} finally {
  await stages.stop();
}
const reviews = await picturesOfReviews(values.out, { ...values, themeNames });
console.log(`${shown.length * widths.length * themeNames.length + reviews} pictures in ${values.out}`);

async function picturesIn(theme: ThemeName, width: number): Promise<void> {
  for (const state of shown) {
    const stage = await stages.open({ theme, width, height: shortest, kept: { density: state.density } });
    await settle(stage, state);
    await stage.page.screenshot({ path: join(values.out, `${state.name}.${theme}.${width}.png`) });
    await stage.close();
  }
}

/** Shows the state, unfolds what is wanted, and makes the window as tall as the transcript. */
async function settle(stage: Stage, shownState: GalleryState): Promise<void> {
  const { state, draft = "", unfold = [] } = shownState;
  const { page } = stage;
  // Tall first: rows far out of sight are not in the document.
  const size = page.viewportSize() ?? { width: 400, height: shortest };
  await page.setViewportSize({ ...size, height: tallest });
  await stage.show(state, draft);
  for (const name of unfold) await page.getByRole("button", { name }).first().click();
  await fillIn(stage, shownState);
  await page.setViewportSize(size);
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  // Twice, because a taller window gives the cards more room too.
  for (let round = 0; round < 2; round++) {
    const missing = await page.evaluate(() => {
      const log = document.querySelector(".transcript");
      return log ? log.scrollHeight - log.clientHeight : 0;
    });
    const { width, height } = page.viewportSize() ?? { width: 400, height: shortest };
    await page.setViewportSize({ width, height: Math.min(tallest, height + missing) });
    await stage.painted();
  }
  await use(stage, shownState);
  await stage.painted();
}

/** What a control looks like under the pointer, or with the keyboard on it. */
async function use({ page }: Stage, { pointAt, focus }: GalleryState): Promise<void> {
  if (focus) {
    const control = page.getByRole("button", { name: focus }).first();
    // A key first, or Chromium takes the focus for the pointer's and draws no ring.
    await page.keyboard.press("Shift");
    await control.focus();
  }
  if (pointAt) await page.getByRole("button", { name: pointAt }).first().hover();
}
