// The diff of one file in a box: the first lines at once, all of them when asked. The lines themselves are drawn
// by diffHtml, which is loaded when the first diff is looked at.

import { lazy, Suspense, useEffect, useState, type ReactElement } from "react";
import { countOf } from "../ui/words.ts";
import { Plain } from "../ui/Plain.tsx";
import type { ChangeDiff, DiffLine } from "./changeDiff.ts";

const DiffTable = lazy(async () => ({ default: (await import("./diffHtml.tsx")).DiffTable }));

const firstLines = 400;

export interface DiffViewProps {
  readonly diff: ChangeDiff;
  readonly label: string;
  /** Told once the lines are on the page, with whether they are all there. */
  readonly onShown?: (isWhole: boolean) => void;
}

export function DiffView({ diff, label, onShown }: DiffViewProps): ReactElement {
  const [isWhole, setWhole] = useState(diff.lines.length <= firstLines);
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
        <button type="button" className="quiet-button more" onClick={() => setWhole(true)}>
          Show all {countOf(diff.lines.length, "line")}
        </button>
      )}
    </div>
  );
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
