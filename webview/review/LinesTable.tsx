// A stretch of a hunk's lines as a table. Here, and in items/diffHtml alone, an HTML string becomes elements: what
// linesHtml made of escaped text. A press on a line's number opens a comment there; arrow keys go from line to line.

import { memo, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from "react";
import type { Hunk } from "../../extension/shared/changedFiles.ts";
import type { Piece } from "../markdown/pieces.ts";
import type { HunkPlan } from "./hunkPlan.ts";
import { linesHtml } from "./linesHtml.ts";

export interface LinesTableProps {
  readonly plan: HunkPlan;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Undefined until the highlighter is there, and for a language that it does not know. */
  readonly colour: ((text: string) => readonly Piece[] | undefined) | undefined;
  readonly onComment: (hunk: Hunk, side: "old" | "new", line: number) => void;
}

export const LinesTable = memo(function LinesTable(props: LinesTableProps): ReactElement {
  const { plan, from, to, label, colour, onComment } = props;
  const table = useRef<HTMLTableElement>(null);
  const html = cachedHtml(plan, from, to, colour);
  useLayoutEffect(() => {
    // One stop of the Tab key for a stretch; the arrow keys go on from there.
    const first = table.current?.querySelector<HTMLElement>("button[data-line]");
    if (first) first.tabIndex = 0;
  }, [html]);
  const pressed = (event: MouseEvent): void => {
    const button = lineButton(event.target);
    const side = button?.dataset["side"];
    if (button && (side === "old" || side === "new"))
      onComment(plan.hunk, side, Number(button.dataset["line"]));
  };
  return (
    // The buttons inside take the presses and keys; the table only hears of them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <table
      ref={table}
      className={`lines ${plan.layout === "unified" ? "unified" : "side-by-side"}${plan.hunk.fate === "undone" ? " undone" : ""}`}
      aria-label={label}
      onClick={pressed}
      onKeyDown={goAlong}
    >
      <tbody dangerouslySetInnerHTML={{ __html: html }} />
    </table>
  );
});

function lineButton(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("button[data-line]") : null;
}

/** To the line above or below, also in the neighbouring stretch. */
function goAlong(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const button = lineButton(event.target);
  if (by === undefined || !button || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...document.querySelectorAll<HTMLElement>(".review-rows button[data-line]")];
  const next = all[all.indexOf(button) + by];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** What comes back into view was made a moment ago. */
const cache = new Map<string, string>();
const mostCached = 120;
const planNumbers = new WeakMap<HunkPlan, number>();
let planCount = 0;

function cachedHtml(plan: HunkPlan, from: number, to: number, colour: LinesTableProps["colour"]): string {
  let number = planNumbers.get(plan);
  if (number === undefined) planNumbers.set(plan, (number = ++planCount));
  const key = `${number} ${from} ${to} ${colour ? "coloured" : "plain"}`;
  let html = cache.get(key);
  if (html === undefined) {
    html = linesHtml({ plan, from, to, colour });
    cache.set(key, html);
    const [oldest] = cache.keys();
    if (cache.size > mostCached && oldest !== undefined) cache.delete(oldest);
  }
  return html;
}
