// Keeps a box that scrolls at its end while a command runs, until the person scrolls up, and again when they come
// back. Says whether only the end has to be drawn: not while something in the box is selected, which would be lost.

import { useEffect, useRef, useState, type RefObject } from "react";

export interface FollowedEnd {
  /** For the element that scrolls; its one child is what grows. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly follows: boolean;
}

const nearEndPx = 24;

export function useFollowedEnd(runs: boolean): FollowedEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [isSelected, setSelected] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (!runs || !element) return;
    return followEnd(element, setAtEnd);
  }, [runs]);
  useEffect(() => {
    if (!runs) return;
    const selected = (): void => setSelected(holdsSelection(scroller.current));
    document.addEventListener("selectionchange", selected);
    return () => document.removeEventListener("selectionchange", selected);
  }, [runs]);
  return { scroller, follows: runs && isAtEnd && !isSelected };
}

function holdsSelection(element: Element | null): boolean {
  const selection = document.getSelection();
  if (!element || !selection || selection.isCollapsed) return false;
  return selection.containsNode(element, true);
}

/** Returns the function that stops following. */
function followEnd(element: HTMLElement, onChanged: (isAtEnd: boolean) => void): () => void {
  let isAtEnd = true;
  let top = element.scrollTop;
  const scrolled = (): void => {
    const before = top;
    top = element.scrollTop;
    // Growth alone also looks like being away from the end: only a move upwards leaves it.
    if (isAtEnd && top >= before) return;
    const was = isAtEnd;
    isAtEnd = element.scrollHeight - top - element.clientHeight < nearEndPx;
    if (isAtEnd !== was) onChanged(isAtEnd);
  };
  const resized = new ResizeObserver(() => {
    if (isAtEnd) element.scrollTop = element.scrollHeight;
  });
  element.addEventListener("scroll", scrolled, { passive: true });
  if (element.firstElementChild) resized.observe(element.firstElementChild);
  return () => {
    element.removeEventListener("scroll", scrolled);
    resized.disconnect();
  };
}
