// How wide the pane is and how wide a character of code is in it: by them lines are counted before they are drawn.

import { useCallback, useState } from "react";
import type { Metrics } from "./layout.ts";

/** Narrower panes have no room for two sides. CSS pixels. */
const narrowPx = 640;

export interface PaneSize {
  readonly widthPx: number;
  readonly charPx: number;
}

/** `ref` goes to the element whose width counts; it holds a `.ruler` of fifty characters. */
export function usePaneSize(): readonly [
  PaneSize,
  (element: HTMLElement | null) => (() => void) | undefined,
] {
  const [size, setSize] = useState<PaneSize>({ widthPx: 800, charPx: 7.2 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const look = (): void => {
      const ruler = element.querySelector(".ruler")?.getBoundingClientRect().width ?? 0;
      const next = { widthPx: element.clientWidth, charPx: ruler > 0 ? ruler / 50 : 7.2 };
      setSize((now) => (now.widthPx === next.widthPx && now.charPx === next.charPx ? now : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [size, ref];
}

export function isNarrow({ widthPx }: PaneSize): boolean {
  return widthPx < narrowPx;
}

/** `digits`: of the largest line number. */
export function metricsOf(size: PaneSize, isSideBySide: boolean, digits: number): Metrics {
  const { widthPx, charPx } = size;
  const narrow = isNarrow(size);
  // As the style sheet has it: numbers with their sign, and what is left and right of the code.
  const isOne = narrow || isSideBySide;
  const numbersPx = (isOne ? digits + 2 : 2 * digits + 3) * charPx + (isOne ? 12 : 14);
  const codePx = (isSideBySide ? widthPx / 2 : widthPx) - numbersPx - 16;
  const columns = Math.max(8, Math.floor(codePx / charPx));
  return { linePx: 20, headPx: narrow ? 64 : 37, hunkPx: 29, columns };
}
