// Scrolling of the transcript: stays at the end while it is there, never moves while the person reads further
// up, comes back to where it was after a reload. It knows pixels and the thread's id, no content.

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { usePage } from "../pageContext.ts";

const nearEndPx = 32;
const nearTopPx = 200;

export interface Scroll {
  readonly view: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Something came since the person left the end. */
  readonly hasNews: boolean;
  readonly toEnd: () => void;
}

export interface ScrollOptions {
  readonly threadId: string;
  /** Names the oldest turn shown: when it changes, older ones were put before it. */
  readonly firstTurnId: string | undefined;
  /** Another object whenever something came. */
  readonly version: object;
  /** Told when the person comes near the beginning. */
  readonly onNearTop: () => void;
}

/** For one thread: give the component that uses it the thread's id as its key. */
export function useScroll({ threadId, firstTurnId, version, onNearTop }: ScrollOptions): Scroll {
  const { memory } = usePage();
  const view = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const latest = useRef(version);
  const place = useRef<Place>({ isAtEnd: true, top: 0, height: 0, isHeld: false, firstTurnId });
  /** What there was when the person left the end; null while at the end. */
  const [leftAt, setLeftAt] = useState<object | null>(null);

  const settle = useCallback((isAtEnd: boolean) => {
    place.current.isAtEnd = isAtEnd;
    setLeftAt((before) => (isAtEnd ? null : (before ?? latest.current)));
  }, []);

  const toEnd = useCallback(() => {
    settle(true);
    if (view.current) view.current.scrollTop = view.current.scrollHeight;
  }, [settle]);

  useEffect(() => {
    latest.current = version;
  }, [version]);

  useLayoutEffect(() => {
    const element = view.current;
    const isOlderThere = firstTurnId !== place.current.firstTurnId;
    place.current.firstTurnId = firstTurnId;
    // Scroll anchoring of the browser keeps the place, except at the very top.
    if (!element || !isOlderThere || element.scrollTop > 0 || place.current.isAtEnd) return;
    element.scrollTop = element.scrollHeight - place.current.height;
  }, [firstTurnId]);

  useLayoutEffect(() => {
    const element = view.current;
    if (!element) return;
    const top = memory.scrollOf(threadId);
    place.current.isAtEnd = top === null;
    element.scrollTop = top ?? element.scrollHeight;
  }, [threadId, memory]);

  useEffect(() => {
    const element = view.current;
    if (!element || !content.current) return;
    const followed = follow(element, content.current, place.current, (isAtEnd, top) => {
      settle(isAtEnd);
      memory.keepScroll(isAtEnd ? null : { threadId, top });
      if (!isAtEnd && top < nearTopPx) onNearTop();
    });
    return followed;
  }, [threadId, memory, onNearTop, settle]);

  return { view, content, hasNews: leftAt !== null && leftAt !== version, toEnd };
}

interface Place {
  isAtEnd: boolean;
  top: number;
  height: number;
  /** The next change of size is the person's own doing. */
  isHeld: boolean;
  firstTurnId: string | undefined;
}

/** Listens to the element and keeps it at its end; returns the function that stops. */
function follow(
  element: HTMLElement,
  content: HTMLElement,
  place: Place,
  onScroll: (isAtEnd: boolean, top: number) => void,
): () => void {
  const scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    // Growth alone also looks like being away from the end: only a move upwards leaves it.
    const isNearEnd = scrollHeight - scrollTop - clientHeight < nearEndPx;
    const isAtEnd = isNearEnd || (place.isAtEnd && scrollTop >= place.top - 1);
    Object.assign(place, { top: scrollTop, height: scrollHeight });
    onScroll(isAtEnd, scrollTop);
  };
  const resized = new ResizeObserver(() => {
    if (place.isHeld) place.isHeld = false;
    else if (place.isAtEnd) element.scrollTop = element.scrollHeight;
    place.height = element.scrollHeight;
  });
  // What the person unfolds opens under the pointer; it must not run away to keep the end in view.
  const pressed = ({ target }: Event): void => {
    place.isHeld = target instanceof Element && target.closest("[aria-expanded], .more") !== null;
  };
  element.addEventListener("scroll", scrolled, { passive: true });
  element.addEventListener("click", pressed, { capture: true });
  resized.observe(content);
  resized.observe(element);
  return () => {
    element.removeEventListener("scroll", scrolled);
    element.removeEventListener("click", pressed, { capture: true });
    resized.disconnect();
  };
}
