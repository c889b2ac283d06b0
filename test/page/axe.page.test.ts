// Every state of the gallery, in three themes, in the eyes of axe: nothing serious, nothing critical. And the page
// fits at 320 pixels: nothing sticks out sideways.

import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillIn } from "../gallery/fillIn.ts";
import { galleryStates } from "../gallery/states.ts";
import { PageStage, type Stage } from "./harness.ts";
import type { ThemeName } from "./themes.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

interface Finding {
  readonly rule: string;
  readonly nodes: readonly string[];
}

async function findings(stage: Stage): Promise<Finding[]> {
  return await stage.page.evaluate(async () => {
    const results = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    });
    return results.violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => ({
        rule: id,
        nodes: nodes.map((node) => `${node.html} ${node.failureSummary}`),
      }));
  });
}

/** Shows each state in turn. One in which something was pressed gets a page of its own: what it leaves behind stays. */
async function eachState(
  theme: ThemeName,
  look: (stage: Stage, name: string) => Promise<void>,
): Promise<void> {
  const open = async (): Promise<Stage> => {
    const stage = await stages.open({ theme, width: 320 });
    await stage.page.evaluate(axe.source);
    return stage;
  };
  let stage = await open();
  for (const shown of galleryStates) {
    await stage.show(shown.state, shown.draft);
    await fillIn(stage, shown);
    await look(stage, shown.name);
    if (shown.press === undefined) continue;
    await stage.close();
    stage = await open();
  }
  await stage.close();
}

/** More than a hundred states, on a machine that may be busy. */
const manyStatesMs = 240_000;

describe.each(["dark", "light", "highContrast"] satisfies ThemeName[])("%s", (theme) => {
  it(
    "has no serious finding in any state",
    async () => {
      const all: Record<string, Finding[]> = {};
      await eachState(theme, async (stage, name) => {
        const found = await findings(stage);
        if (found.length > 0) all[name] = found;
      });
      expect(all).toEqual({});
    },
    manyStatesMs,
  );
});

// Colours move nothing; the borders of high contrast might.
describe.each(["dark", "highContrast"] satisfies ThemeName[])("%s", (theme) => {
  it(
    "sticks out nowhere at 320 pixels",
    async () => {
      await eachState(theme, async (stage, name) => {
        const wide = await stage.page.evaluate(() =>
          [...document.querySelectorAll("#root *")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
            .filter((element) => element.closest(".table, .code-block pre, .sr-only") === null)
            .map((element) => element.className),
        );
        expect(wide, name).toEqual([]);
      });
    },
    manyStatesMs,
  );
});
