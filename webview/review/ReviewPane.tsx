// The review of a turn or a thread in one scroll: its head, and of all files, hunks and comments those near the eye.

import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type ReactElement,
  type RefObject,
} from "react";
import { Boundary } from "../ui/Boundary.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { fileName } from "./changeWords.ts";
import { FileHead } from "./FileHead.tsx";
import { KeyHelp } from "./KeyHelp.tsx";
import { rowsOf, type Rows, type Section } from "./layout.ts";
import { useReview } from "./reviewContext.ts";
import { ReviewHeader } from "./ReviewHeader.tsx";
import { isAsked, isFolded, isViewed, type ReviewState } from "./reviewState.ts";
import type { Place } from "./reviewStore.ts";
import { RowBody } from "./RowBody.tsx";
import { useHighlighter } from "./useColours.ts";
import { isNarrow, metricsOf, usePaneSize } from "./useMetrics.ts";
import { useReviewKeys } from "./useReviewKeys.ts";
import { useRowWindow, type RowWindow } from "./useRowWindow.ts";

export function ReviewPane(): ReactElement {
  const store = useReview();
  const state = useSyncExternalStore(store.subscribe, store.read);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [size, ref] = usePaneSize();
  const onHelp = useCallback(() => setHelpOpen(true), []);
  const narrow = isNarrow(size);
  return (
    <div className={`review${narrow ? " narrow" : ""}`} ref={ref}>
      <span className="ruler" aria-hidden="true">
        {"0".repeat(50)}
      </span>
      {state.changes === null ? (
        <p className="review-empty" role="status">
          Reading the changes…
        </p>
      ) : (
        <>
          <ReviewHeader state={state} isNarrow={narrow} onHelp={onHelp} />
          <Boundary what="changes">
            <ReviewRows state={state} size={size} onHelp={onHelp} />
          </Boundary>
        </>
      )}
      {isHelpOpen && <KeyHelp onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

interface ReviewRowsProps {
  readonly state: ReviewState;
  readonly size: Parameters<typeof metricsOf>[0];
  readonly onHelp: () => void;
}

function ReviewRows({ state, size, onHelp }: ReviewRowsProps): ReactElement {
  const store = useReview();
  const scroller = useRef<HTMLElement>(null);
  const layout = isNarrow(size) ? "unified" : state.memory.layout;
  const rows = useRows(state, layout);
  const { lines } = state;
  const digits = useMemo(() => digitsOf(lines), [lines]);
  const metrics = useMemo(() => metricsOf(size, layout === "sideBySide", digits), [size, layout, digits]);
  const onMoved = useCallback((place: Place | null) => store.keepPlace(place), [store]);
  const window = useRowWindow({ scroller, rows, metrics, onMoved });
  const pending = useReviewKeys({ store, scroller, rows, window, onHelp });
  const focusKey = useFocusKey(scroller);
  useLoading(rows, window, state);
  useFirstPlace(rows, window);
  useHighlighter(lines.size > 0);
  const kept = [focusKey, state.draft ? "draft" : null, pending];
  return (
    // Scrolled with the keyboard as well; what can be pressed is inside.
    <main
      ref={scroller}
      className="review-scroll"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Changes"
      onScroll={window.onScroll}
      style={{ "--digits": digits } as CSSProperties}
    >
      {rows.sections.length === 0 && <Nothing state={state} />}
      <div className="review-rows" style={{ height: window.offsets.at(-1) ?? 0 }}>
        {drawnSections(rows, window, kept).map(({ section, indexes }) => (
          <SectionView
            key={section.key}
            section={section}
            rows={rows}
            window={window}
            indexes={indexes}
            state={state}
          />
        ))}
      </div>
    </main>
  );
}

/** Made anew only when something that rows are made of changed. */
function useRows(state: ReviewState, layout: "unified" | "sideBySide"): Rows {
  const { changes, lines, memory, refusals, folded, filter, onlyUndecided, draft } = state;
  return useMemo(
    () => rowsOf({ changes, lines, memory, refusals, folded, filter, onlyUndecided, draft }, layout),
    [changes, lines, memory, refusals, folded, filter, onlyUndecided, draft, layout],
  );
}

/** How many digits the largest line number has. */
function digitsOf(lines: ReviewState["lines"]): number {
  let largest = 999;
  for (const { hunks } of lines.values()) {
    const last = hunks.at(-1);
    if (last) largest = Math.max(largest, last.oldStart + last.oldLines, last.newStart + last.newLines);
  }
  return String(largest).length;
}

interface DrawnSection {
  readonly section: Section;
  readonly indexes: readonly number[];
}

/** Those near the eye, and those that must not go: they hold the focus or words that are being written. */
function drawnSections(
  { all, sections }: Rows,
  window: RowWindow,
  kept: readonly (string | null)[],
): readonly DrawnSection[] {
  const keys = new Set(kept);
  const keptIndexes = new Set<number>();
  if (kept.some((key) => key !== null))
    for (const [index, { key }] of all.entries()) if (keys.has(key)) keptIndexes.add(index);
  return sections.flatMap((section): DrawnSection[] => {
    const indexes: number[] = [];
    const [from, to] = [Math.max(section.from, window.from), Math.min(section.to, window.to)];
    for (let index = from; index < to; index++) indexes.push(index);
    for (const index of keptIndexes)
      if (index >= section.from && index < section.to && !(index >= from && index < to)) indexes.push(index);
    return indexes.length > 0 ? [{ section, indexes: indexes.toSorted((one, other) => one - other) }] : [];
  });
}

interface SectionViewProps {
  readonly section: Section;
  readonly rows: Rows;
  readonly window: RowWindow;
  readonly indexes: readonly number[];
  readonly state: ReviewState;
}

function SectionView({ section, rows, window, indexes, state }: SectionViewProps): ReactElement {
  const { file, from, to } = section;
  const { offsets, measure } = window;
  const top = offsets[from] ?? 0;
  const height = (offsets[to] ?? top) - top;
  return (
    <section className="file" aria-label={file ? fileName(file) : "At the end"} style={{ top, height }}>
      {file && (
        <div
          className="file-place"
          data-row={section.key}
          data-height={(offsets[from + 1] ?? 0) - top}
          ref={measure}
        >
          <FileHead
            file={file}
            isFolded={isFolded(state, file)}
            isViewed={isViewed(state, file)}
            isBusy={isAsked(state, file.path, null)}
          />
        </div>
      )}
      {indexes.map((index) => {
        const row = rows.all[index];
        if (!row || row.kind === "file") return null;
        return (
          <div
            key={row.key}
            className="review-row"
            data-row={row.key}
            data-height={(offsets[index + 1] ?? 0) - (offsets[index] ?? 0)}
            ref={measure}
            style={{ top: (offsets[index] ?? 0) - top }}
          >
            <RowBody row={row} state={state} />
          </div>
        );
      })}
    </section>
  );
}

const Nothing = memo(function Nothing({ state }: { readonly state: ReviewState }): ReactElement {
  const { changes } = state;
  if (changes?.problem != null)
    return (
      <p className="review-empty">
        <Icon name="warning" tone="attention" /> <Plain text={changes.problem} />
      </p>
    );
  const isFiltered = (changes?.files.length ?? 0) > 0;
  return <p className="review-empty">{isFiltered ? "No file passes the filter." : "Nothing was changed."}</p>;
});

/** The key of the row that has the focus: it stays though it is out of sight, or the keys would go elsewhere. */
function useFocusKey(scroller: RefObject<HTMLElement | null>): string | null {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = ({ target }: FocusEvent): void => {
      const row = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
      setKey(row?.dataset["row"] ?? null);
    };
    element.addEventListener("focusin", look);
    return () => element.removeEventListener("focusin", look);
  }, [scroller]);
  return key;
}

/** Asks for the hunks of the files near the eye. */
function useLoading({ sections }: Rows, { from, to }: RowWindow, state: ReviewState): void {
  const store = useReview();
  useEffect(() => {
    const near = sections.filter((section) => section.from < to && section.to > from);
    store.load(near.flatMap(({ file }) => (file && !isFolded(state, file) ? [file] : [])));
  }, [store, sections, from, to, state]);
}

/** After a reload the pane is where it was, as soon as the row of that time is there. */
function useFirstPlace(rows: Rows, { goTo }: RowWindow): void {
  const { firstPlace } = useReview();
  const isDone = useRef(firstPlace === null);
  useEffect(() => {
    if (isDone.current || !firstPlace || !rows.all.some(({ key }) => key === firstPlace.key)) return;
    isDone.current = true;
    goTo(firstPlace.key, -firstPlace.above);
  }, [rows, goTo, firstPlace]);
}
