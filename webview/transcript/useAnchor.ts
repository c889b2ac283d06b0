// Where the transcript stands: stays at its end while it is there, holds the line under the eye while the person
// reads further up, comes back to its place after a reload. It knows rows by key and pixels, no content; heights
// are the virtual list's.

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Memory, ScrollPlace } from "../memory.ts";
import { usePage } from "../pageContext.ts";
import { indexOfRow, type Rows } from "./rows.ts";

const nearEndPx = 16;
const nearTopPx = 200;
/** The first change of size so soon after a press on a fold is the person's own doing. */
const heldMs = 300;

export interface Anchor {
  readonly view: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<VirtualizerHandle | null>;
  /** Something came since the person left the end. */
  readonly hasNews: boolean;
  /** The person left the end. */
  readonly isAway: boolean;
  readonly toEnd: () => void;
  readonly toRow: (index: number, align: "start" | "center" | "nearest") => void;
  /** The first and the last row in sight. */
  readonly seen: () => readonly [first: number, last: number];
  /** Something in the list has another height now. */
  readonly onResize: () => void;
}

export interface AnchorOptions {
  readonly threadId: string;
  readonly rows: Rows;
  /** Another object whenever something came at the end. */
  readonly version: unknown;
  /** Told when the person comes near the beginning. */
  readonly onNearTop: () => void;
}

/** For one thread: give the component that uses it the thread's id as its key. */
export function useAnchor({ threadId, rows, version, onNearTop }: AnchorOptions): Anchor {
  const { memory } = usePage();
  const view = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const latest = useRef({ rows, version });
  const place = useRef<Place>({ isAtEnd: memory.placeOf(threadId) === null, top: 0, pressedAtMs: -heldMs });
  /** What there was when the person left the end; null while at the end. */
  const [leftAt, setLeftAt] = useState<{ readonly version: unknown } | null>(null);

  const settle = useCallback((isAtEnd: boolean) => {
    place.current.isAtEnd = isAtEnd;
    setLeftAt((before) => (isAtEnd ? null : (before ?? { version: latest.current.version })));
  }, []);

  const toEnd = useCallback(() => {
    settle(true);
    if (view.current) view.current.scrollTop = view.current.scrollHeight;
  }, [settle]);

  const toRow = useCallback<Anchor["toRow"]>(
    (index, align) => {
      settle(false);
      list.current?.scrollToIndex(index, { align });
    },
    [settle],
  );

  const seen = useCallback<Anchor["seen"]>(() => {
    if (!view.current || !list.current) return [0, 0];
    const { scrollTop, clientHeight } = view.current;
    const { current } = list;
    return [current.findItemIndex(scrollTop), current.findItemIndex(scrollTop + clientHeight - 1)];
  }, []);

  const onResize = useCallback(() => {
    const element = view.current;
    if (!element || !place.current.isAtEnd) return;
    const isHeld = performance.now() - place.current.pressedAtMs < heldMs;
    place.current.pressedAtMs = -heldMs;
    if (isHeld) settle(toEndPx(element) < nearEndPx);
    else element.scrollTop = element.scrollHeight;
  }, [settle]);

  useLayoutEffect(() => {
    latest.current = { rows, version };
  }, [rows, version]);

  const { length } = rows.all;
  useLayoutEffect(() => {
    const element = view.current;
    if (!element || length === 0) return;
    if (place.current.isAtEnd) element.scrollTop = element.scrollHeight;
    // The list has just moved the view down past the new rows, and hears of it a frame later. Rows measured in
    // between would be set off against the old place, which at the very top undoes the move: tell it now.
    else if (latest.current.rows.isPrepended) element.dispatchEvent(new Event("scroll"));
  }, [length]);

  useLayoutEffect(() => {
    goBack(list.current, latest.current.rows, memory, threadId);
  }, [memory, threadId]);

  useEffect(() => {
    const element = view.current;
    if (!element) return;
    return follow(element, place.current, (isAtEnd) => {
      settle(isAtEnd);
      const top = element.scrollTop;
      memory.keepPlace(threadId, isAtEnd ? null : placeAt(list.current, latest.current.rows, top));
      if (!isAtEnd && top < nearTopPx) onNearTop();
    });
  }, [threadId, memory, onNearTop, settle]);

  const hasNews = leftAt !== null && leftAt.version !== version;
  return { view, list, hasNews, isAway: leftAt !== null, toEnd, toRow, seen, onResize };
}

interface Place {
  isAtEnd: boolean;
  top: number;
  pressedAtMs: number;
}

function toEndPx({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

function goBack(list: VirtualizerHandle | null, rows: Rows, memory: Memory, threadId: string): void {
  const place = memory.placeOf(threadId);
  if (!place || !list) return;
  const index = place.row === undefined ? -1 : indexOfRow(rows.all, place.row);
  if (index < 0) list.scrollTo(place.top);
  else list.scrollToIndex(index, { align: "start", offset: place.above ?? 0 });
}

function placeAt(list: VirtualizerHandle | null, rows: Rows, top: number): Omit<ScrollPlace, "threadId"> {
  const index = list?.findItemIndex(top) ?? -1;
  const row = rows.all[index]?.key;
  if (!list || row === undefined) return { top };
  return { top, row, above: top - list.getItemOffset(index) };
}

/** Listens to the person's scrolling and pressing; returns the function that stops. */
function follow(element: HTMLElement, place: Place, onScroll: (isAtEnd: boolean) => void): () => void {
  const scrolled = (): void => {
    // Growth alone also looks like being away from the end: only a move upwards leaves it.
    const isAtEnd = toEndPx(element) < nearEndPx || (place.isAtEnd && element.scrollTop >= place.top - 1);
    place.top = element.scrollTop;
    onScroll(isAtEnd);
  };
  // What the person unfolds opens under the pointer; it must not run away to keep the end in view.
  const pressed = ({ target }: Event): void => {
    const isFold = target instanceof Element && target.closest("[aria-expanded], .more, .thumbnail") !== null;
    if (isFold) place.pressedAtMs = performance.now();
  };
  element.addEventListener("scroll", scrolled, { passive: true });
  element.addEventListener("click", pressed, { capture: true });
  return () => {
    element.removeEventListener("scroll", scrolled);
    element.removeEventListener("click", pressed, { capture: true });
  };
}
