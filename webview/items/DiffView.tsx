// The diff of one file in a box: the first changed lines at once, all of them when asked. One of the two places where
// HTML strings become elements (the other: review/LinesTable): the lines are what diffHtml makes of them, which is loaded
// when the first diff is looked at.

import { lazy, Suspense, useEffect, type ReactElement } from "react";
import { useUnfolded } from "../pageContext.ts";
import { countOf } from "../ui/words.ts";
import { Plain } from "../ui/Plain.tsx";
import type { ChangeDiff, DiffLine } from "./changeDiff.ts";

interface DiffTableProps {
  readonly lines: readonly DiffLine[];
  readonly label: string;
}

const DiffTable = lazy(async () => {
  const { diffRows } = await import("./diffHtml.ts");
  const Table = ({ lines, label }: DiffTableProps): ReactElement => (
    <table className="diff" aria-label={label}>
      <tbody dangerouslySetInnerHTML={{ __html: diffRows(lines) }} />
    </table>
  );
  return { default: Table };
});

/** Where a person decides nothing is cut off but what no one could read at once. */
const manyLines = 400;
/** A cut that saves fewer lines than this is not worth a button. */
const fewLines = 8;

export interface DiffViewProps {
  /** Under which it is remembered that all lines were asked for: a row far from view is unmounted. */
  readonly id: string;
  readonly diff: ChangeDiff;
  readonly label: string;
  /** Shows no more changed lines than these before it is asked for all. */
  readonly firstChanged?: number;
  /** Told once the lines are on the page, with whether they are all there. */
  readonly onShown?: (isWhole: boolean) => void;
}

export function DiffView({ id, diff, label, firstChanged, onShown }: DiffViewProps): ReactElement {
  const [isAsked, toggleAsked] = useUnfolded(`all lines ${id}`);
  const firstLines = firstChanged === undefined ? manyLines : endOfChanged(diff.lines, firstChanged);
  const isWhole = isAsked || diff.lines.length <= firstLines + (firstChanged === undefined ? 0 : fewLines);
  const lines = isWhole ? diff.lines : diff.lines.slice(0, firstLines);
  return (
    <div className="diff-box">
      <Suspense fallback={<p className="diff-note">Reading the changes…</p>}>
        {lines.length > 0 && <DiffTable lines={lines} label={label} />}
        <Notes lines={lines} />
        {diff.lines.length === 0 && <p className="diff-note">No lines changed</p>}
        <Shown isWhole={isWhole} onShown={onShown} />
      </Suspense>
      {!isWhole && (
        <button type="button" className="quiet-button more" onClick={toggleAsked}>
          Show all {countOf(diff.lines.length, "line")}
        </button>
      )}
    </div>
  );
}

/** How many lines there are up to and with the `count`th changed one. */
function endOfChanged(lines: readonly DiffLine[], count: number): number {
  let left = count;
  const end = lines.findIndex(({ kind }) => (kind === "added" || kind === "removed") && --left === 0);
  return end < 0 ? lines.length : end + 1;
}

function Notes({ lines }: { readonly lines: readonly DiffLine[] }): ReactElement {
  const notes = lines.filter((line) => line.kind === "note" && line.text !== "");
  return (
    <>
      {[...new Set(notes.map((line) => line.text))].map((text) => (
        <p key={text} className="diff-note">
          <Plain text={text} kind="code" />
        </p>
      ))}
    </>
  );
}

/** Mounts together with the table, because both stand in the same Suspense. */
function Shown(props: { readonly isWhole: boolean; readonly onShown: DiffViewProps["onShown"] }): null {
  const { isWhole, onShown } = props;
  useEffect(() => onShown?.(isWhole), [isWhole, onShown]);
  return null;
}
