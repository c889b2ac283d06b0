// A stretch of a hunk as table rows in HTML: diff2html's line renderer escapes the text and marks the words that
// differ, colours of the language are woven in, hidden characters get their tokens. Strings only; LinesTable puts them
// into the document. Held by a test with hostile content.
// Always: nothing that is not escaped or written here goes into the string, and the text of a line is whole, or says
// how much of it is left out.

import LineByLineRenderer from "diff2html/lib-esm/line-by-line-renderer.js";
import { escapeForHtml, type CSSLineClass } from "diff2html/lib-esm/render-utils.js";
import { LineType, type DiffFile, type DiffLine } from "diff2html/lib-esm/types.js";
import type { Hunk } from "../../extension/shared/changedFiles.ts";
import { markTokens, withTokens } from "../items/tokenHtml.ts";
import { colouredLines, weave, type Colour } from "./lineColours.ts";
import { longestLine, partnersOf, type HunkPlan } from "./hunkPlan.ts";

export interface LinesHtmlInput {
  readonly plan: HunkPlan;
  /** Rows of the plan, from one up to before another. */
  readonly from: number;
  readonly to: number;
  readonly colour: Colour | undefined;
}

const longestWithWords = 500;

/** Stands in for diff2html's templates, which bring white space and class names that nothing here needs. */
const contentOnly = {
  render: (_group: string, view: string, { content }: { content?: string }): string =>
    view === "line" ? (content ?? "") : "",
};
const renderer = new LineByLineRenderer(
  // Only `render` is called by the methods that are used here.
  contentOnly as unknown as ConstructorParameters<typeof LineByLineRenderer>[0],
  { matching: "none", maxLineLengthHighlight: longestWithWords },
);
const noFile = { isCombined: false, blocks: [] } as unknown as DiffFile;

/** The `<tr>`s of the rows. A press on a `button[data-line]` in them means a comment there. */
export function linesHtml({ plan, from, to, colour }: LinesHtmlInput): string {
  const [first, end] = linesBetween(plan, from, to);
  const texts = shownTexts(plan.hunk, first, end);
  const contents = contentsOf(plan, texts, first, end);
  const coloured = colour && colouredLines(plan.hunk, texts, allTexts, colour);
  const cell = (index: number): string => {
    const content = contents.get(index) ?? "";
    const scopes = coloured?.get(index);
    return markTokens(scopes ? weave(content, scopes) : content) + endOf(plan.hunk, index);
  };
  const write = plan.layout === "unified" ? unifiedRow : sideBySideRow;
  let rows = "";
  for (let index = from; index < to; index++) rows += write(plan, plan.row(index), cell);
  return rows;
}

/** The first and the last line that the rows show, as a range of the hunk's lines. */
function linesBetween(plan: HunkPlan, from: number, to: number): readonly [number, number] {
  let [first, end] = [plan.hunk.lines.length, 0];
  for (let index = from; index < to; index++)
    for (const line of Object.values(plan.row(index)))
      if (line >= 0) [first, end] = [Math.min(first, line), Math.max(end, line + 1)];
  return [first, end];
}

/** By index of the line, hidden characters as tokens. */
function shownTexts(hunk: Hunk, first: number, end: number): ReadonlyMap<number, string> {
  const isWindows = hasReturns(hunk);
  const texts = new Map<number, string>();
  for (let index = first; index < end; index++) {
    const whole = hunk.lines[index]?.text ?? "";
    const text = isWindows ? whole.slice(0, -1) : whole;
    texts.set(index, withTokens(text.slice(0, longestLine)));
  }
  return texts;
}

function allTexts(hunk: Hunk): ReadonlyMap<number, string> {
  return shownTexts(hunk, 0, hunk.lines.length);
}

const windowsHunks = new WeakMap<Hunk, boolean>();

/** Every line ends with a return: then none of them is worth a mark. */
function hasReturns(hunk: Hunk): boolean {
  let known = windowsHunks.get(hunk);
  if (known === undefined) {
    known = hunk.lines.length > 0 && hunk.lines.every(({ text }) => text.endsWith("\r"));
    windowsHunks.set(hunk, known);
  }
  return known;
}

function contentsOf(
  plan: HunkPlan,
  texts: ReadonlyMap<number, string>,
  first: number,
  end: number,
): ReadonlyMap<number, string> {
  const { lines } = plan.hunk;
  const partners = partnersOf(plan, first, end);
  const textOf = (index: number): string =>
    texts.get(index) ?? withTokens((lines[index]?.text ?? "").slice(0, longestLine));
  const contents = new Map<number, string>();
  for (let index = first; index < end; index++) {
    if (contents.has(index)) continue;
    const mark = lines[index]?.mark;
    const partner = partners.get(index);
    if (mark === " ") contents.set(index, contextContent(textOf(index)));
    else if (partner === undefined) contents.set(index, single(mark, textOf(index)));
    else {
      const [gone, come] = mark === "-" ? [index, partner] : [partner, index];
      const { left, right } = changed(textOf(gone), textOf(come));
      contents.set(gone, left).set(come, right);
    }
  }
  return contents;
}

function contextContent(text: string): string {
  return renderer.generateSingleLineHtml(noFile, {
    type: "d2h-cntx" as CSSLineClass,
    prefix: " ",
    content: escapeForHtml(text),
    oldNumber: 1,
    newNumber: 1,
  });
}

const removedLine = (text: string): DiffLine => ({
  type: LineType.DELETE,
  content: `-${text}`,
  oldNumber: 1,
  newNumber: undefined,
});
const addedLine = (text: string): DiffLine => ({
  type: LineType.INSERT,
  content: `+${text}`,
  oldNumber: undefined,
  newNumber: 1,
});

function single(mark: "+" | "-" | undefined, text: string): string {
  return mark === "-"
    ? renderer.processChangedLines(noFile, false, [removedLine(text)], []).left
    : renderer.processChangedLines(noFile, false, [], [addedLine(text)]).right;
}

/** Both lines with the words marked in which they differ. */
function changed(gone: string, come: string): { left: string; right: string } {
  return renderer.processChangedLines(noFile, false, [removedLine(gone)], [addedLine(come)]);
}

/** What stands behind a line that is cut, or that ends the file without a line break. */
function endOf(hunk: Hunk, index: number): string {
  const line = hunk.lines[index];
  const left = (line?.text.length ?? 0) - longestLine;
  const cut = left > 0 ? `<em> … ${left.toLocaleString("en")} more characters</em>` : "";
  return line?.newline === false ? `${cut}<em> no line break at the end of the file</em>` : cut;
}

type CellOf = (index: number) => string;
type Rows = ReturnType<HunkPlan["row"]>;

const classes = { " ": "context", "+": "added", "-": "removed" } as const;

function unifiedRow(plan: HunkPlan, { left: index }: Rows, cell: CellOf): string {
  const mark = plan.hunk.lines[index]?.mark ?? " ";
  const side = mark === "-" ? "old" : "new";
  const number = numberOf(plan, index, side);
  const one = padded(plan, number);
  const both =
    mark === " "
      ? `${padded(plan, numberOf(plan, index, "old"))} ${one}`
      : side === "old"
        ? `${one} ${padded(plan, 0)}`
        : `${padded(plan, 0)} ${one}`;
  const button = commentButton(
    side,
    number,
    mark,
    `data-both="${both} ${signs[mark]}" data-one="${one} ${signs[mark]}"`,
  );
  return `<tr class="${classes[mark]}"><td class="numbers">${button}</td><td class="code">${cell(index)}</td></tr>`;
}

function sideBySideRow(plan: HunkPlan, { left, right }: Rows, cell: CellOf): string {
  return `<tr>${half(plan, left, "old", cell)}${half(plan, right, "new", cell)}</tr>`;
}

function half(plan: HunkPlan, index: number, side: "old" | "new", cell: CellOf): string {
  if (index < 0) return '<td class="numbers none"></td><td class="code none"></td>';
  const mark = plan.hunk.lines[index]?.mark ?? " ";
  const number = numberOf(plan, index, side);
  const shown = `data-one="${padded(plan, number)} ${signs[mark]}"`;
  // A context line is the same on both sides: one place for its comments is enough.
  const isOther = mark === " " && side === "old";
  const first = isOther ? `<span ${shown}></span>` : commentButton(side, number, mark, shown);
  return `<td class="numbers ${classes[mark]}">${first}</td><td class="code ${classes[mark]}">${cell(index)}</td>`;
}

/** 0 where the line does not exist on the side. */
function numberOf(plan: HunkPlan, index: number, side: "old" | "new"): number {
  return (side === "old" ? plan.oldNumbers : plan.newNumbers)[index] ?? 0;
}

/** As wide as the largest number of the hunk, so that they stand in columns; blank for 0. */
function padded({ hunk }: HunkPlan, number: number): string {
  const digits = String(Math.max(hunk.oldStart + hunk.oldLines, hunk.newStart + hunk.newLines)).length;
  return (number === 0 ? "" : String(number)).padStart(Math.max(3, digits));
}

const signs = { " ": " ", "+": "+", "-": "−" } as const;
const spoken = { " ": "", "+": "added ", "-": "removed " } as const;

/** Numbers and signs are drawn by the style sheet from one attribute, so that they are not copied with the lines. */
function commentButton(side: "old" | "new", line: number, mark: " " | "+" | "-", shown: string): string {
  const name = `Comment on ${spoken[mark]}line ${line}`;
  return `<button type="button" tabindex="-1" data-side="${side}" data-line="${line}" ${shown} aria-label="${name}"></button>`;
}
