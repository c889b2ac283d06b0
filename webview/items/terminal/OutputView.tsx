// The output of a command in a box: its end while it is folded, all that is kept of it when it is open. An open
// box of a running command follows its end until the person scrolls up. It runs nothing and knows no item.

import { memo, useState, type ReactElement, type ReactNode } from "react";
import { usePost } from "../../pageContext.ts";
import { Icon } from "../../ui/Icon.tsx";
import { countOf } from "../../ui/words.ts";
import { ChunkView, outputScroller } from "./ChunkView.tsx";
import { endOfOutput, NewlineCount } from "./end.ts";
import { Lines } from "./Lines.tsx";
import { ScreenReader, type Chunk, type ScreenView } from "./screen.ts";
import { lineHeightPx, tailOf } from "./tail.ts";
import { useFollowedEnd } from "./useFollowedEnd.ts";

export interface OutputProps {
  /** The item whose output this is. */
  readonly id: string;
  readonly raw: string;
}

export interface OutputEndProps extends OutputProps {
  readonly count: number;
}

/** The last lines, and how many there are before them. */
export const OutputEndView = memo(function OutputEndView(props: OutputEndProps): ReactElement {
  const { id, raw, count } = props;
  const [newlines] = useState(() => new NewlineCount());
  const { lines, linesBefore } = endOfOutput(raw, count, newlines);
  return (
    <div className="box output">
      {linesBefore > 0 && <OpenOutput id={id} words={`… ${countOf(linesBefore, "earlier line")}`} />}
      <pre>
        <Lines lines={lines} />
      </pre>
    </div>
  );
});

/** An output of more lines is worth an editor. */
const longOutput = 18;

export interface OutputViewProps extends OutputProps {
  /** More may come. */
  readonly runs: boolean;
}

export const OutputView = memo(function OutputView({ id, raw, runs }: OutputViewProps): ReactElement {
  const [reader] = useState(() => new ScreenReader());
  const { chunks, linesBefore } = withoutBlankEnd(reader.read(raw, runs));
  const { scroller, follows } = useFollowedEnd(runs);
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
        <div className={follows ? "follows" : undefined}>{chunkViews(chunks, follows)}</div>
      </div>
    </div>
  );
});

/** One list either way, so that what is drawn stays when a person begins to scroll, or to select. */
function chunkViews(chunks: readonly Chunk[], follows: boolean): ReactNode {
  if (!follows)
    return chunks.map((chunk, index) => (
      <ChunkView key={chunk.firstLine} chunk={chunk} isKept={index === 0 || index === chunks.length - 1} />
    ));
  const { parts, linesAbove } = tailOf(chunks);
  return [
    <div key="above" style={{ height: linesAbove * lineHeightPx }} />,
    ...parts.map(({ chunk, stretchesLeftOut }) => (
      <ChunkView key={chunk.firstLine} chunk={chunk} isKept stretchesLeftOut={stretchesLeftOut} />
    )),
  ];
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
