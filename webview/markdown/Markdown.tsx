// A message in markdown. While it streams only its unsettled tail is read and rendered; when it is complete it
// is read once as a whole. Shows tokens through `nodes` and knows no item.

import type { Token } from "marked";
import { memo, useEffect, useLayoutEffect, useMemo, useReducer, useState, type ReactElement } from "react";
import { Node } from "./nodes.tsx";
import { SettledContext } from "./settled.ts";
import { blocksPerPage, StreamedBlocks, type BlockPages } from "./streamedBlocks.ts";

export interface MarkdownProps {
  readonly text: string;
  /** True while more text may come. */
  readonly streams?: boolean;
}

export const Markdown = memo(function Markdown({ text, streams = false }: MarkdownProps): ReactElement {
  const { pages, settled, isFenceOpen } = useBlocks(text, streams);
  return (
    <div className="markdown">
      {pages.map((blocks, index) => (
        // A block keeps its place while the text grows behind it, and so does a page of them.
        <Page
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          blocks={blocks}
          settled={Math.min(blocks.length, settled - index * blocksPerPage)}
          isFenceOpen={isFenceOpen && index === pages.length - 1}
        />
      ))}
    </div>
  );
});

function useBlocks(text: string, streams: boolean): BlockPages {
  const [reader] = useState(() => new StreamedBlocks());
  const whole = useMemo(() => (streams ? null : reader.finish(text)), [reader, text, streams]);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const blocks = whole ?? reader.read(text);
  const restMs = streams ? reader.restMs() : 0;
  useLayoutEffect(() => reader.rendered());
  useEffect(() => {
    if (restMs === 0) return;
    const timer = setTimeout(again, restMs);
    return () => clearTimeout(timer);
  }, [restMs]);
  return blocks;
}

interface PageProps {
  readonly blocks: readonly Token[];
  /** So many of the blocks will not change any more. */
  readonly settled: number;
  /** The last block is a fence that still grows. */
  readonly isFenceOpen: boolean;
}

/** An element of its own, so that laying out a long message does not walk over all its blocks each time. */
const Page = memo(function Page({ blocks, settled, isFenceOpen }: PageProps): ReactElement {
  return (
    <div className="markdown-page">
      {blocks.map((token, index) => {
        const isOpenFence = isFenceOpen && index === blocks.length - 1;
        const isSettled = index < settled || (token.type === "code" && !isOpenFence);
        // oxlint-disable-next-line react/no-array-index-key
        return <Block key={index} token={token} isSettled={isSettled} />;
      })}
    </div>
  );
});

interface BlockProps {
  readonly token: Token;
  readonly isSettled: boolean;
}

const Block = memo(function Block({ token, isSettled }: BlockProps): ReactElement {
  return (
    <SettledContext value={isSettled}>
      <Node token={token} depth={0} />
    </SettledContext>
  );
});
