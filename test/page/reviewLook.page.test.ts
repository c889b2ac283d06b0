// Every state of the review pane in the eyes of axe, in three themes; at 320 pixels nothing sticks out; and text that
// tries to run, to fetch or to hide does none of it, wherever it stands in a change.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { LineComment } from "../../extension/shared/reviewBridge.ts";
import { reviewSample } from "../gallery/reviewSamples.ts";
import { reviewStates } from "../gallery/reviewStates.ts";
import { hostileTexts } from "./hostileTexts.ts";
import { findings, stickingOut } from "./axe.ts";
import { ReviewStages } from "./reviewStage.ts";
import { themes, type ThemeName } from "./themes.ts";

const themeNames = Object.keys(themes) as ThemeName[];

let stages: ReviewStages;
beforeAll(async () => {
  stages = await ReviewStages.start();
});
afterAll(async () => await stages.stop());

it("has no serious finding in any state, in any theme", async () => {
  const all: Record<string, unknown> = {};
  for (const { name, sample, options, use } of reviewStates) {
    const stage = await stages.show(sample, options);
    await use?.(stage);
    for (const theme of themeNames) {
      await stage.paintIn(theme);
      const found = await findings(stage.page, { onlyColours: theme !== "dark" });
      if (found.length > 0) all[`${name} in ${theme}`] = found;
    }
    await stage.close();
  }
  expect(all).toEqual({});
}, 240_000);

it("sticks out nowhere at 320 pixels, and can be used there", async () => {
  for (const { name, sample, options, use } of reviewStates) {
    const stage = await stages.show(sample, { ...options, width: 320 });
    await use?.(stage);
    expect(await stickingOut(stage.page, ".sr-only, .ruler"), name).toEqual([]);
    await stage.close();
  }
}, 120_000);

const asPath = (text: string): string => text.replaceAll(/[\n@]/g, " ").slice(0, 200) || "empty";

it("runs, fetches and hides nothing, wherever hostile text stands", async () => {
  const rows = hostileTexts.flatMap((text) =>
    text.split("\n").flatMap((line) => [`-${line.slice(0, 600)}`, `+${line.slice(0, 600)} `]),
  );
  const files = hostileTexts.slice(0, 40).map((text, index) => ({
    path: `${index} ${asPath(text)}.ts`,
    oldPath: asPath(text),
    kind: "moved" as const,
    diff: index === 0 ? `@@ 1 1\n${rows.join("\n")}\n` : "@@ 1 1\n+x\n",
  }));
  const comments = hostileTexts.slice(0, 20).map((text, index): LineComment => ({
    id: `c${index}`,
    path: asPath(text),
    hunkId: text.slice(0, 50) || "h",
    line: 1,
    side: "new",
    text: text || "x",
  }));
  const leftOut = hostileTexts.map((text) => ({ path: text, because: "tooLarge" as const }));
  const sample = reviewSample(files, { title: hostileTexts.join(" "), leftOut });
  for (const layout of ["unified", "sideBySide"] as const) {
    const stage = await stages.show(sample, { memory: { layout, comments }, height: 3_000 });
    for (const share of [0.2, 0.5, 1]) {
      await stage.page.locator("main").evaluate((main, share) => {
        main.scrollTop = main.scrollHeight * share;
      }, share);
      await stage.settle();
      expect(
        await stage.page.evaluate(() => ({
          pwned: "lecternPwned" in window,
          forbidden: [
            ...document.querySelectorAll(
              "#root :is(script, img, iframe, object, embed, link, meta, base, form, a, svg, math, style, video)",
            ),
          ].length,
          hidden: /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u{e0000}-\u{e007f}]/u.test(
            document.body.innerText,
          ),
        })),
      ).toEqual({ pwned: false, forbidden: 0, hidden: false });
    }
    expect(await stage.reports()).toEqual([]);
    expect(stage.strangeRequests()).toEqual([]);
    await stage.close();
  }
});
