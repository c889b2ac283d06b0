// The rows near the eye, out of all: which of them are drawn and where, and that the line that is read stays where it is
// when heights above it turn out otherwise than counted. It knows no kind of row.

import {
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Dispatch,
  type RefObject,
  type SetStateAction,
} from "react";
import { flushSync } from "react-dom";
import { countedHeights, offsetsOf, rowAt, type Metrics, type Rows } from "./layout.ts";
import type { Place } from "./reviewStore.ts";

/** Rows this far beyond the edges are drawn too. CSS pixels. */
const beyondPx = 240;

export interface RowWindow {
  readonly offsets: Float64Array;
  /** Rows from one up to before another are near the eye. */
  readonly from: number;
  readonly to: number;
  readonly onScroll: () => void;
  /** The `ref` of each drawn row, which carries its key as `data-row` and the height it is given as `data-height`. */
  readonly measure: (element: HTMLElement | null) => (() => void) | undefined;
  /** Brings the row of this key under the upper edge, that many CSS pixels below it. */
  readonly goTo: (key: string, below: number) => void;
}

interface View {
  readonly top: number;
  readonly height: number;
}

export interface RowWindowInput {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: Rows;
  readonly metrics: Metrics;
  /** The person scrolled: the row at the upper edge is another. */
  readonly onMoved: (place: Place | null) => void;
}

export function useRowWindow({ scroller, rows, metrics, onMoved }: RowWindowInput): RowWindow {
  const [view, setView] = useState<View>({ top: 0, height: 0 });
  const [measured, measure] = useHeights(metrics.columns);
  const counted = useMemo(() => countedHeights(rows.all, metrics), [rows, metrics]);
  const offsets = useMemo(() => offsetsOf(rows.all, counted, measured), [rows, counted, measured]);
  const range = useMemo(() => rangeOf(offsets, view), [offsets, view]);
  const look = useLook(scroller, offsets, setView);
  const anchor = useAnchor(scroller, rows, offsets, look);
  const { note, goTo } = anchor;
  const onScroll = useCallback(() => {
    look();
    const place = note();
    if (place !== undefined) onMoved(place);
  }, [look, note, onMoved]);
  return { offsets, ...range, onScroll, measure, goTo };
}

function rangeOf(
  offsets: Float64Array,
  { top, height }: View,
): { readonly from: number; readonly to: number } {
  if (offsets.length <= 1) return { from: 0, to: 0 };
  return { from: rowAt(offsets, top - beyondPx), to: rowAt(offsets, top + height + beyondPx) + 1 };
}

/** Looks where the view is; draws anew only when other rows come near the eye by it. */
function useLook(
  scroller: RefObject<HTMLElement | null>,
  offsets: Float64Array,
  setView: Dispatch<SetStateAction<View>>,
): () => void {
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = { top: element.scrollTop, height: element.clientHeight };
    setView((now) => {
      const [before, after] = [rangeOf(offsets, now), rangeOf(offsets, next)];
      return before.from === after.from && before.to === after.to ? now : next;
    });
  }, [scroller, offsets, setView]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, look]);
  return look;
}

type Heights = ReadonlyMap<string, number>;
const noHeights: Heights = new Map();

/** What rows measured once drawn, by their keys; void when the width changes, which breaks lines elsewhere. */
function useHeights(columns: number): readonly [Heights, RowWindow["measure"]] {
  const [heights, setHeights] = useState<{ readonly columns: number; readonly all: Heights }>(() => ({
    columns,
    all: noHeights,
  }));
  const now = useRef(columns);
  const drawn = useRef(new Set<HTMLElement>());
  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        const seen = heightsOf(entries);
        if (seen.length === 0) return;
        // Before this frame is painted, or rows would overlap in it.
        flushSync(() => setHeights((before) => withHeights(before, now.current, seen)));
      }),
  );
  useLayoutEffect(() => {
    now.current = columns;
    // Rows may have told their new heights before the new columns were known: they are asked again.
    for (const element of drawn.current) {
      observer.unobserve(element);
      observer.observe(element);
    }
  }, [columns, observer]);
  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined;
      drawn.current.add(element);
      observer.observe(element);
      return () => {
        drawn.current.delete(element);
        observer.unobserve(element);
      };
    },
    [observer],
  );
  return [heights.columns === columns ? heights.all : noHeights, measure];
}

function heightsOf(entries: readonly ResizeObserverEntry[]): readonly (readonly [string, number])[] {
  return entries.flatMap(({ target, borderBoxSize }): (readonly [string, number])[] => {
    if (!(target instanceof HTMLElement)) return [];
    const { row: key, height: given } = target.dataset;
    const height = borderBoxSize[0]?.blockSize ?? 0;
    // Most rows are as high as they were counted: nothing to draw anew.
    return key === undefined || height === 0 || Math.abs(height - Number(given)) < 0.5 ? [] : [[key, height]];
  });
}

function withHeights<T extends { readonly columns: number; readonly all: Heights }>(
  before: T,
  columns: number,
  seen: readonly (readonly [string, number])[],
): T {
  const all = before.columns === columns ? before.all : noHeights;
  if (before.columns === columns && seen.every(([key, height]) => all.get(key) === height)) return before;
  return { ...before, columns, all: new Map([...all, ...seen]) };
}

interface Held extends Place {
  /** The key of the section that the row is in. */
  readonly section: string;
}

interface Anchor {
  /** What is at the upper edge now stays there; undefined when the view did not move by the person's hand. */
  readonly note: () => Place | null | undefined;
  readonly goTo: RowWindow["goTo"];
}

/** Holds a row at its distance from the upper edge while the heights above it change. */
function useAnchor(
  scroller: RefObject<HTMLElement | null>,
  rows: Rows,
  offsets: Float64Array,
  look: () => void,
): Anchor {
  const held = useRef<Held | null>(null);
  /** Where we scrolled to ourselves. */
  const ownTop = useRef(-1);
  const indexOf = useMemo(() => new Map(rows.all.map((row, index) => [row.key, index])), [rows]);
  const moveTo = useCallback(
    (top: number) => {
      const element = scroller.current;
      if (!element) return;
      element.scrollTo({ top, behavior: "instant" });
      ownTop.current = element.scrollTop;
      look();
    },
    [scroller, look],
  );
  useLayoutEffect(() => {
    const element = scroller.current;
    const place = held.current;
    if (!place || !element) return;
    const index = indexOf.get(place.key);
    const top =
      index === undefined ? offsets[indexOf.get(place.section) ?? -1] : (offsets[index] ?? 0) + place.above;
    if (top !== undefined && Math.abs(top - element.scrollTop) > 0.5) moveTo(top);
  }, [offsets, indexOf, moveTo, scroller]);
  const note = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    if (Math.abs(top - ownTop.current) < 1) return undefined;
    ownTop.current = -1;
    const index = rowAt(offsets, top);
    held.current = top <= 0 ? null : heldAt(rows, index, top - (offsets[index] ?? 0));
    return held.current && { key: held.current.key, above: held.current.above };
  }, [scroller, rows, offsets]);
  const goTo = useCallback(
    (key: string, below: number) => {
      const index = indexOf.get(key);
      if (index === undefined) return;
      held.current = heldAt(rows, index, -below);
      moveTo(Math.max(0, (offsets[index] ?? 0) - below));
    },
    [indexOf, rows, offsets, moveTo],
  );
  return { note, goTo };
}

function heldAt({ all, sections }: Rows, index: number, above: number): Held | null {
  const row = all[index];
  const section = sections.findLast(({ from }) => from <= index);
  return row ? { key: row.key, above, section: section?.key ?? "" } : null;
}
