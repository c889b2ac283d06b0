// Every state of the gallery, in three themes, in the eyes of axe: nothing serious, nothing critical. And the page
// fits at 320 pixels: nothing sticks out sideways. Each state is put together once and painted in each theme.

import { beforeAll, expect, it } from "vitest";
import { fillIn } from "../gallery/fillIn.ts";
import { galleryStates } from "../gallery/states.ts";
import { findings, stickingOut, type Finding } from "./axe.ts";
import { PageStage, type Stage } from "./harness.ts";
import type { ThemeName } from "./themes.ts";

const otherThemes: readonly ThemeName[] = ["light", "highContrast"];
/** More than a hundred states, on a machine that may be busy. */
const manyStatesMs = 240_000;

const found: Record<string, Finding[]> = {};
const sticking: Record<string, string[]> = {};
let lookedAt = 0;

beforeAll(async () => {
  const stages = await PageStage.start();
  try {
    await eachState(stages, look);
  } finally {
    await stages.stop();
  }
}, manyStatesMs);

it("has no serious finding in any state, in any theme", () => {
  expect(lookedAt).toBe(galleryStates.length);
  expect(found).toEqual({});
});

it("sticks out nowhere at 320 pixels", () => {
  expect(sticking).toEqual({});
});

async function look(stage: Stage, name: string): Promise<void> {
  const note = async (theme: ThemeName, onlyColours: boolean): Promise<void> => {
    const serious = await findings(stage.page, { onlyColours });
    if (serious.length > 0) found[`${name} in ${theme}`] = serious;
    const wide = await stickingOut(stage.page, ".table, .code-block pre, .sr-only");
    if (wide.length > 0) sticking[`${name} in ${theme}`] = wide;
  };
  await note("dark", false);
  for (const theme of otherThemes) {
    await stage.paintIn(theme);
    await note(theme, true);
  }
  await stage.paintIn("dark");
  lookedAt++;
}

/** Shows each state in turn. One in which something was pressed gets a page of its own: what it leaves behind stays. */
async function eachState(
  stages: PageStage,
  look: (stage: Stage, name: string) => Promise<void>,
): Promise<void> {
  let stage = await stages.open({ width: 320 });
  for (const shown of galleryStates) {
    await stage.show(shown.state, shown.draft);
    await fillIn(stage, shown);
    await look(stage, shown.name);
    if (shown.press === undefined) continue;
    await stage.close();
    stage = await stages.open({ width: 320 });
  }
  await stage.close();
}
