// What axe finds in an open page: only what is serious or critical.

import axe from "axe-core";
import type { SharedPage } from "./windows.ts";

export interface Finding {
  readonly rule: string;
  readonly nodes: readonly string[];
}

const mostNodes = 4;

/** `onlyColours`: for a theme beside the first, which changes nothing but colours. */
export async function findings(page: SharedPage, { onlyColours = false } = {}): Promise<Finding[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const rules = onlyColours
    ? ["color-contrast", "link-in-text-block"]
    : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const type = onlyColours ? "rule" : "tag";
  return await page.evaluate(
    async ({ values, type, mostNodes }) => {
      const results = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ["violations"],
        runOnly: { type, values },
      });
      return results.violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => ({
          rule: id,
          nodes: nodes
            .slice(0, mostNodes)
            .map((node) => `${node.html.slice(0, 300)} ${node.failureSummary ?? ""}`),
        }));
    },
    { values: rules, type, mostNodes } as const,
  );
}

/** The elements that stick out of the window sideways, but for those whose own room scrolls. */
export async function stickingOut(page: SharedPage, scrolling: string): Promise<string[]> {
  return await page.evaluate(
    (scrolling) =>
      [...document.querySelectorAll("#root *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
        .filter((element) => element.closest(scrolling) === null)
        .map((element) => `${element.tagName} ${element.getAttribute("class") ?? ""}`),
    scrolling,
  );
}
