// A stretch of a hunk's lines as a table. Here, and in items/DiffView alone, an HTML string becomes elements: what
// linesHtml made of escaped text. A press on a line's number opens a comment there; arrow keys go from line to line.

import {
  memo,
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
} from "react";
import type { Hunk } from "../../extension/shared/changedFiles.ts";
import type { Piece } from "../markdown/pieces.ts";
import type { HunkPlan } from "./hunkPlan.ts";
import { whenIdle } from "./idleQueue.ts";
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
  const html = useHtml(plan, from, to, colour);
  const focused = useRef<string | null>(null);
  useLayoutEffect(() => {
    // One stop of the Tab key for a stretch; the arrow keys go on from there.
    const first = table.current?.querySelector<HTMLElement>("button[data-line]");
    if (first) first.tabIndex = 0;
    // When colours come the lines are made anew: the focus stays in its line.
    if (focused.current !== null && document.activeElement === document.body)
      table.current?.querySelector<HTMLElement>(focused.current)?.focus({ preventScroll: true });
  });
  const pressed = (event: MouseEvent): void => {
    const button = lineButton(event.target);
    const side = button?.dataset["side"];
    if (button && (side === "old" || side === "new"))
      onComment(plan.hunk, side, Number(button.dataset["line"]));
  };
  const noteFocus = ({ target }: FocusEvent): void => {
    const { side, line } = lineButton(target)?.dataset ?? {};
    focused.current = line === undefined ? null : `button[data-side="${side}"][data-line="${line}"]`;
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
      onFocus={noteFocus}
      onBlur={({ relatedTarget }) => {
        // Lines that are made anew lose the focus to nothing.
        if (relatedTarget !== null) focused.current = null;
      }}
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

/** The lines at once, in one colour; in their colours when the page has time for it. */
function useHtml(plan: HunkPlan, from: number, to: number, colour: LinesTableProps["colour"]): string {
  const key = `${numberOf(plan)} ${from} ${to}`;
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const coloured = cache.get(`${key} coloured`);
  useEffect(() => {
    if (!colour || cache.has(`${key} coloured`)) return;
    return whenIdle(() => {
      remember(`${key} coloured`, linesHtml({ plan, from, to, colour }));
      draw();
    });
  }, [key, plan, from, to, colour]);
  if (coloured !== undefined) return coloured;
  return cache.get(key) ?? remember(key, linesHtml({ plan, from, to, colour: undefined }));
}

/** What comes back into view was made a moment ago. */
const cache = new Map<string, string>();
const mostCached = 160;

function remember(key: string, html: string): string {
  cache.set(key, html);
  const [oldest] = cache.keys();
  if (cache.size > mostCached && oldest !== undefined) cache.delete(oldest);
  return html;
}

const planNumbers = new WeakMap<HunkPlan, number>();
let planCount = 0;

/** Names a plan in the cache. */
function numberOf(plan: HunkPlan): number {
  const number = planNumbers.get(plan) ?? ++planCount;
  planNumbers.set(plan, number);
  return number;
}
