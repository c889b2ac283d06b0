// Brings one match of the search to the eye: unfolds what hides it, scrolls to its line and paints it. Works on
// what is drawn, because only that knows what is folded; it changes no text of the page.

import type { Match } from "./find.ts";
import { rowElement } from "./useKeptRows.ts";

/** A row that is not drawn after so many frames has gone. */
const mostFrames = 30;
const painted = "lectern-found";

export interface RevealOptions {
  readonly view: HTMLElement;
  readonly rowKey: string;
  readonly match: Match;
  readonly pattern: RegExp;
  /** True once something else is to be revealed. */
  readonly isOver: () => boolean;
}

export async function revealMatch(options: RevealOptions): Promise<void> {
  const { view, rowKey, match, isOver } = options;
  for (let frame = 0; frame < mostFrames && !isOver(); frame++) {
    await nextFrame();
    const row = rowElement(view, rowKey);
    if (!row?.checkVisibility({ visibilityProperty: true })) continue;
    const holder = row.querySelector(`[data-entry="${CSS.escape(match.entryId)}"]`);
    const fold = (holder ?? row).querySelector<HTMLElement>('[aria-expanded="false"]');
    if (fold) {
      fold.click();
      continue;
    }
    const ranges = rangesIn(holder ?? row, options.pattern);
    const range = ranges[Math.min(match.nth, ranges.length - 1)];
    paint(range);
    if (range) scrollTo(view, range);
    return;
  }
}

/** Takes the paint off. */
export function unpaint(): void {
  CSS.highlights.delete(painted);
}

function paint(range: Range | undefined): void {
  if (range) CSS.highlights.set(painted, new Highlight(range));
  else unpaint();
}

function nextFrame(): Promise<void> {
  return new Promise((resume) => requestAnimationFrame(() => resume()));
}

/** Where the pattern stands in the text of an element, also across its inner elements. */
function rangesIn(element: Element, pattern: RegExp): Range[] {
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: node as Text, start: text.length });
    text += node.nodeValue ?? "";
  }
  const ranges: Range[] = [];
  for (const { 0: words, index } of text.matchAll(pattern)) {
    const from = nodes.findLast(({ start }) => start <= index);
    const to = nodes.findLast(({ start }) => start < index + words.length);
    if (!from || !to) continue;
    const range = document.createRange();
    range.setStart(from.node, index - from.start);
    range.setEnd(to.node, index + words.length - to.start);
    ranges.push(range);
  }
  return ranges;
}

/** The search bar covers so much of the upper edge. */
const coveredPx = 90;

/** Brings the range to the middle, inside a box that scrolls by itself too. Leaves it when it is seen already. */
function scrollTo(view: HTMLElement, range: Range): void {
  const box = range.startContainer.parentElement?.closest("pre, .diff");
  if (box && box.scrollHeight > box.clientHeight && view.contains(box)) centre(box, range);
  centre(view, range);
}

function centre(scroller: Element, range: Range): void {
  const line = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (line.height === 0 || (line.top >= frame.top + coveredPx && line.bottom <= frame.bottom - 8)) return;
  scroller.scrollTop += line.top - (frame.top + frame.height / 2);
}
