// Pictures of the review pane's states: narrow and wide, in three themes.

import { join } from "node:path";
import { ReviewStages } from "../page/reviewStage.ts";
import type { ThemeName } from "../page/themes.ts";
import { reviewStates } from "./reviewStates.ts";

const allWidths = [320, 1_000];
const height = 720;

export interface ReviewPicturesOptions {
  /** Of those whose name holds it. */
  readonly only?: string | undefined;
  /** Of this width alone, as written on a command line. */
  readonly width?: string | undefined;
  readonly themeNames: readonly ThemeName[];
}

/** Resolves with how many pictures there are. */
export async function picturesOfReviews(
  folder: string,
  { only, width: wanted, themeNames }: ReviewPicturesOptions,
): Promise<number> {
  const widths = allWidths.filter((width) => wanted === undefined || width === Number(wanted));
  const shown = reviewStates.filter(({ name }) => only === undefined || name.includes(only));
  if (shown.length === 0) return 0;
  const stages = await ReviewStages.start();
  try {
    for (const theme of themeNames)
      for (const width of widths)
        for (const { name, sample, options, use } of shown) {
          const stage = await stages.show(sample, { ...options, theme, width, height });
          await use?.(stage);
          await stage.page.waitForLoadState("networkidle");
          await stage.page.mouse.move(0, 0);
          await stage.painted();
          await stage.page.screenshot({ path: join(folder, `${name}.${theme}.${width}.png`) });
          await stage.close();
        }
  } finally {
    await stages.stop();
  }
  return shown.length * widths.length * themeNames.length;
}
