// A chunk of output lines. One that is far from what is seen is an empty box of its height: an output of many
// thousand lines costs no more than what of it is looked at. It knows nothing of the other chunks.

import { memo, useEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import { Lines } from "./Lines.tsx";
import type { Run } from "./line.ts";
import type { Chunk } from "./screen.ts";
import { lineHeightPx, linesPerStretch } from "./tail.ts";

/** Class of the element that scrolls the chunks. */
export const outputScroller = "output-scroll";

export interface ChunkViewProps {
  readonly chunk: Chunk;
  /** Drawn wherever it is. */
  readonly isKept: boolean;
  /** So many stretches at its beginning are not drawn; whoever leaves them out keeps their room. */
  readonly stretchesLeftOut?: number;
}

export const ChunkView = memo(function ChunkView(props: ChunkViewProps): ReactElement {
  const { chunk, isKept, stretchesLeftOut = 0 } = props;
  const element = useRef<HTMLPreElement>(null);
  const near = useNear(element);
  const isShown = isKept || near.isNear;
  return (
    <pre
      ref={element}
      style={isShown ? undefined : { height: near.height ?? chunk.lines.length * lineHeightPx }}
    >
      {isShown &&
        stretchesOf(chunk, stretchesLeftOut).map(({ at, lines }) => (
          // Lines keep their place in their chunk.
          <Stretch key={at} lines={lines} />
        ))}
    </pre>
  );
});

function stretchesOf({ lines }: Chunk, leftOut: number): { at: number; lines: Chunk["lines"] }[] {
  const stretches = [];
  for (let at = leftOut * linesPerStretch; at < lines.length; at += linesPerStretch)
    stretches.push({ at, lines: lines.slice(at, at + linesPerStretch) });
  return stretches;
}

interface StretchProps {
  readonly lines: readonly (readonly Run[])[];
}

/** A few lines of their own, so that a new line lays out only those near it. */
const Stretch = memo(
  function Stretch({ lines }: StretchProps): ReactElement {
    return (
      <span className={lines.length === linesPerStretch ? "stretch full" : "stretch"}>
        <Lines lines={lines} />
      </span>
    );
  },
  (before, after) =>
    before.lines.length === after.lines.length &&
    before.lines.every((line, index) => line === after.lines[index]),
);

interface Near {
  readonly isNear: boolean;
  /** CSS pixels, as it was when it was last shown; null when it never was. */
  readonly height: number | null;
}

const nearPx = 800;

function useNear(element: RefObject<HTMLElement | null>): Near {
  const [near, setNear] = useState<Near>({ isNear: false, height: null });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        const { height } = entry.boundingClientRect;
        setNear((was) => ({
          isNear: entry.isIntersecting,
          height: watched.childElementCount > 0 ? height : was.height,
        }));
      },
      { root: watched.closest(`.${outputScroller}`), rootMargin: `${nearPx}px 0px` },
    );
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return near;
}
