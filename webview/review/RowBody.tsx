// One row of a review, whatever it is: the head of a hunk, a stretch of lines, a comment, or a word on why there is
// nothing to see.

import { memo, useCallback, type ReactElement } from "react";
import type { ChangedFile, Hunk, LeftOut } from "../../extension/shared/changedFiles.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf } from "../ui/words.ts";
import {
  countsOf,
  countWords,
  firstChangedLine,
  leftOutWords,
  noLinesWords,
  placeWords,
} from "./changeWords.ts";
import { CommentBox, CommentView } from "./CommentBox.tsx";
import type { Row } from "./layout.ts";
import { LinesTable } from "./LinesTable.tsx";
import { SmallButton } from "./buttons.tsx";
import { useReview } from "./reviewContext.ts";
import { isAsked, type Draft, type ReviewState } from "./reviewState.ts";
import { useColour } from "./useColours.ts";

export interface RowBodyProps {
  readonly row: Exclude<Row, { kind: "file" }>;
  readonly state: ReviewState;
}

export function RowBody({ row, state }: RowBodyProps): ReactElement {
  switch (row.kind) {
    case "hunk":
      return (
        <HunkHead
          file={row.file}
          hunk={row.hunk}
          number={row.number}
          of={row.of}
          isBusy={isAsked(state, row.file.path, row.hunk.id)}
        />
      );
    case "lines":
      return <Lines row={row} />;
    case "comment":
      return (
        <CommentView
          comment={row.comment}
          isOutdated={row.isOutdated}
          isSending={state.sending.includes(row.comment.id)}
        />
      );
    case "draft":
      return <CommentBox key={placeKey(row.draft)} draft={row.draft} />;
    case "noLines":
      return <NoLines row={row} problem={state.lines.get(row.file.path)?.problem ?? null} />;
    case "refusal":
      return <Refusal path={row.file.path} state={state} />;
    case "end":
      return <End leftOut={state.changes?.leftOut ?? []} />;
  }
}

function placeKey({ id, path, hunkId, side, line }: Draft): string {
  return `${id ?? "new"} ${hunkId} ${side} ${line} ${path}`;
}

interface HunkHeadProps {
  readonly file: ChangedFile;
  readonly hunk: Hunk;
  readonly number: number;
  readonly of: number;
  readonly isBusy: boolean;
}

const hunkFates = { open: "", kept: "Kept", undone: "Undone" } as const;

const HunkHead = memo(function HunkHead(props: HunkHeadProps): ReactElement {
  const { file, hunk, number, of } = props;
  const store = useReview();
  const { added, removed } = countsOf(hunk);
  const fate = hunkFates[hunk.fate];
  const place = placeWords(hunk);
  const told = [place, countWords(added, removed), ...(fate === "" ? [] : [fate.toLowerCase()])].join(", ");
  return (
    // The keys n and p bring the focus here, so that the place is spoken.
    <div
      className={`hunk-head ${hunk.fate}`}
      role="group"
      data-stop
      tabIndex={-1}
      aria-label={`Change ${number} of ${of} in ${neutraliseToText(file.path, "code")}, ${told}`}
    >
      <button
        type="button"
        className="hunk-place"
        title="Open file here"
        aria-label={`${place}, open file here`}
        disabled={file.after === null}
        onClick={() => store.openFile(file.path, firstChangedLine(hunk))}
      >
        {place}
      </button>
      {fate !== "" && <span className={`fate ${hunk.fate}`}>{fate}</span>}
      <span className="spacer" />
      <HunkDeeds {...props} />
    </div>
  );
});

function HunkDeeds({ file, hunk, number, isBusy }: HunkHeadProps): ReactElement {
  const store = useReview();
  const { path } = file;
  const name = `change ${number} in ${neutraliseToText(path, "code")}`;
  const deed = { isDisabled: isBusy, goes: true };
  return (
    <>
      {hunk.fate === "open" && (
        <SmallButton {...deed} label="Keep" name={`Keep ${name}`} onPress={() => store.keep(path, hunk.id)} />
      )}
      {hunk.fate !== "undone" && (
        <SmallButton {...deed} label="Undo" name={`Undo ${name}`} onPress={() => store.undo(path, hunk.id)} />
      )}
    </>
  );
}

function Lines({ row }: { readonly row: Extract<Row, { kind: "lines" }> }): ReactElement {
  const store = useReview();
  const { file, plan, from, to } = row;
  const { path } = file;
  const colour = useColour(path);
  const onComment = useCallback(
    (hunk: Hunk, side: "old" | "new", line: number) =>
      store.startComment({ path, hunkId: hunk.id, side, line }),
    [store, path],
  );
  const label = `Lines of ${neutraliseToText(path, "code")}, ${placeWords(plan.hunk)}${from > 0 ? ", continued" : ""}`;
  return <LinesTable plan={plan} from={from} to={to} label={label} colour={colour} onComment={onComment} />;
}

interface NoLinesProps {
  readonly row: Extract<Row, { kind: "noLines" }>;
  readonly problem: string | null;
}

function NoLines({ row, problem }: NoLinesProps): ReactElement {
  if (row.isLoading) return <p className="row-note">Reading the changes…</p>;
  if (problem === null) return <p className="row-note">{noLinesWords(row.file)}</p>;
  return (
    <p className="row-note">
      <Icon name="warning" tone="attention" /> The lines cannot be shown: <Plain text={problem} />
    </p>
  );
}

function Refusal({ path, state }: { readonly path: string; readonly state: ReviewState }): ReactElement {
  const store = useReview();
  const refusal = state.refusals.get(path);
  const isConflict = refusal?.deed.outcome === "conflict" && refusal.asked.what === "undo";
  return (
    <div className="refusal" role="note">
      <Icon name="warning" tone="attention" />
      <span className="words">
        Not {refusal?.asked.what === "keep" ? "kept" : "undone"}:{" "}
        <Plain text={refusal?.deed.because ?? "you changed it since."} />
      </span>
      {isConflict && (
        <SmallButton
          label="Undo anyway…"
          name={`Undo anyway… ${neutraliseToText(path, "code")}`}
          isDisabled={isAsked(state, path, refusal.asked.target.hunkId)}
          onPress={() => store.undoAnyway(path)}
        />
      )}
    </div>
  );
}

/** Longer lists nobody reads. */
const mostLeftOut = 50;

function End({ leftOut }: { readonly leftOut: readonly LeftOut[] }): ReactElement {
  if (leftOut.length === 0)
    return <p className="row-note">Comments on files that are not part of the change any more:</p>;
  return (
    <section className="left-out" aria-label="Left out">
      <p>
        <Icon name="info" tone="dim" /> {countOf(leftOut.length, "place")} could not be compared. What changed
        there is not shown here and cannot be undone.
      </p>
      <ul>
        {leftOut.slice(0, mostLeftOut).map(({ path, because }) => (
          <li key={path}>
            <code>
              <Plain text={path} kind="code" />
            </code>{" "}
            <span className="dim">{leftOutWords[because]}</span>
          </li>
        ))}
        {leftOut.length > mostLeftOut && <li>and {countOf(leftOut.length - mostLeftOut, "other")}</li>}
      </ul>
    </section>
  );
}
