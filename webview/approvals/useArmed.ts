// Two guards of a card. It takes no answer in the first moment after it appeared or was brought up, so that a key
// meant for something else decides nothing; and what allows stays out of reach until the end of the body was on screen.

import { useEffect, useState, type RefObject } from "react";

const guardMs = 500;

/** False for the first moment of the component and of each further `arming`. Give each card its own by `key`. */
export function useArmed(arming: number): boolean {
  const [armed, setArmed] = useState(-1);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(arming), guardMs);
    return () => clearTimeout(timer);
  }, [arming]);
  return armed === arming;
}

/** `unknown` until the browser has looked. Once seen, it stays seen: the text of a card does not change. */
export type TailView = "unknown" | "hidden" | "seen";

/** Whether the element at the end of the body was in the viewport and in view of all that scrolls round it. */
export function useTailSeen(tail: RefObject<HTMLElement | null>, isWhole: boolean): TailView {
  const [view, setView] = useState<TailView>("unknown");
  useEffect(() => {
    const element = tail.current;
    if (!element || !isWhole) return;
    const observer = new IntersectionObserver((entries) => {
      const isSeen = entries.some((entry) => entry.isIntersecting);
      setView((before) => (before === "seen" || isSeen ? "seen" : "hidden"));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [tail, isWhole]);
  return isWhole ? view : "hidden";
}
