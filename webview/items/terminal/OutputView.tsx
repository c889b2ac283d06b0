// The output of a command in a box: its end while it is folded, all that is kept of it when it is open. An open
// box of a running command follows its end until the person scrolls up. It runs nothing and knows no item.

import { useEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import { usePost } from "../../pageContext.ts";
import { Icon } from "../../ui/Icon.tsx";
import { countOf } from "../../ui/words.ts";
import { ChunkView, outputScroller } from "./ChunkView.tsx";
import { endOfOutput } from "./end.ts";
import { Lines } from "./Lines.tsx";
import { ScreenReader, type ScreenView } from "./screen.ts";

export interface OutputProps {
  /** The item whose output this is. */
  readonly id: string;
  readonly raw: string;
}

/** The last lines, and how many there are before them. */
export function OutputEndView({ id, raw, count }: OutputProps & { readonly count: number }): ReactElement {
  const { lines, linesBefore } = endOfOutput(raw, count);
  return (
    <div className="box output">
      {linesBefore > 0 && <OpenOutput id={id} words={`… ${countOf(linesBefore, "earlier line")}`} />}
      <pre>
        <Lines lines={lines} />
      </pre>
    </div>
  );
}

/** An output of more lines is worth an editor. */
const longOutput = 18;

export function OutputView({ id, raw, runs }: OutputProps & { readonly runs: boolean }): ReactElement {
  const [reader] = useState(() => new ScreenReader());
  const { chunks, linesBefore } = withoutBlankEnd(reader.read(raw));
  const scroller = useFollowedEnd(runs);
  const lineCount = chunks.reduce((sum, chunk) => sum + chunk.lines.length, linesBefore);
  return (
    <div className="box output">
      {lineCount > longOutput && (
        <div className="output-head">
          {linesBefore > 0 && <span className="fact">… {countOf(linesBefore, "earlier line")}</span>}
          <OpenOutput id={id} words="Open in editor" />
        </div>
      )}
      {/* The keyboard has to reach what scrolls. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={scroller} className={outputScroller} tabIndex={0} role="region" aria-label="Output">
        <div>
          {chunks.map((chunk, index) => (
            <ChunkView
              key={chunk.firstLine}
              chunk={chunk}
              isEdge={index === 0 || index === chunks.length - 1}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function OpenOutput({ id, words }: { readonly id: string; readonly words: string }): ReactElement {
  const post = usePost();
  return (
    <button
      type="button"
      className="quiet-button more"
      title="Open the whole output in an editor"
      onClick={() => post({ type: "openOutput", itemId: id })}
    >
      <Icon name="go-to-file" /> {words}
    </button>
  );
}

function withoutBlankEnd({ chunks, linesBefore }: ScreenView): ScreenView {
  const last = chunks.at(-1);
  if (!last) return { chunks, linesBefore };
  const end = last.lines.findLastIndex((runs) =>
    runs.some((run) => !("text" in run) || run.text.trim() !== ""),
  );
  if (end === last.lines.length - 1) return { chunks, linesBefore };
  const rest = chunks.slice(0, -1);
  if (end < 0) return { chunks: rest, linesBefore };
  return { chunks: [...rest, { ...last, lines: last.lines.slice(0, end + 1) }], linesBefore };
}

const nearEndPx = 24;

/** Keeps an element at its end while `runs`, unless the person scrolled away from it. */
function useFollowedEnd(runs: boolean): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!runs || !element || !content) return;
    let isAtEnd = true;
    let top = 0;
    const scrolled = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      // Growth alone also looks like being away from the end: only a move upwards leaves it.
      isAtEnd = scrollHeight - scrollTop - clientHeight < nearEndPx || (isAtEnd && scrollTop >= top);
      top = scrollTop;
    };
    const resized = new ResizeObserver(() => {
      if (isAtEnd) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener("scroll", scrolled, { passive: true });
    resized.observe(content);
    return () => {
      element.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
  }, [runs]);
  return scroller;
}
