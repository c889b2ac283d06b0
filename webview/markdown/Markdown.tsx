// A message in markdown. While it streams only its unsettled tail is read and rendered; when it is complete it
// is read once as a whole. Shows tokens through `nodes` and knows no item.

import type { Token } from "marked";
import { memo, useEffect, useMemo, useReducer, useState, type ReactElement } from "react";
import { lexBlocks } from "./boundedLexer.ts";
import { Node } from "./nodes.tsx";
import { StreamedBlocks } from "./streamedBlocks.ts";

export interface MarkdownProps {
  readonly text: string;
  /** True while more text may come. */
  readonly streams?: boolean;
}

export const Markdown = memo(function Markdown({ text, streams = false }: MarkdownProps): ReactElement {
  return <div className="markdown">{streams ? <Streamed text={text} /> : <Whole text={text} />}</div>;
});

function Whole({ text }: { readonly text: string }): ReactElement {
  const blocks = useMemo(() => lexBlocks(text), [text]);
  return <Blocks blocks={blocks} />;
}

function Streamed({ text }: { readonly text: string }): ReactElement {
  const [reader] = useState(() => new StreamedBlocks());
  const [, again] = useReducer((count: number) => count + 1, 0);
  const blocks = reader.read(text);
  const restMs = reader.restMs();
  useEffect(() => {
    if (restMs === 0) return;
    const timer = setTimeout(again, restMs);
    return () => clearTimeout(timer);
  }, [restMs]);
  return <Blocks blocks={blocks} />;
}

function Blocks({ blocks }: { readonly blocks: readonly Token[] }): ReactElement {
  return (
    <>
      {blocks.map((token, index) => (
        // A block keeps its place while the text grows behind it.
        // oxlint-disable-next-line react/no-array-index-key
        <Block key={index} token={token} />
      ))}
    </>
  );
}

const Block = memo(function Block({ token }: { readonly token: Token }) {
  return <Node token={token} depth={0} />;
});
