// Code in colours once its text is complete; until then, and whenever it cannot be, the same text in one. Code
// with hidden characters stays in one colour, so that no boundary of colours can take a mark away.

import { memo, useEffect, useState, type ReactElement } from "react";
import { isMarked } from "../../extension/shared/neutralise.ts";
import { Plain } from "../ui/Plain.tsx";
import type { Piece } from "./pieces.ts";

/** Longer code is not worth the time that its colours cost. */
const longestHighlighted = 20_000;

export interface HighlightedCodeProps {
  readonly text: string;
  readonly language: string;
}

export const HighlightedCode = memo(function HighlightedCode(props: HighlightedCodeProps): ReactElement {
  const { text, language } = props;
  const pieces = usePieces(text, language);
  return pieces ? <Pieces pieces={pieces} /> : <Plain text={text} kind="code" />;
});

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <>
      {pieces.map((piece, index) =>
        typeof piece === "string" ? (
          piece
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={classesOf(piece.scope)}>
            <Pieces pieces={piece.pieces} />
          </span>
        ),
      )}
    </>
  );
}

/** `title.function` as `hl-title hl-title-function`. */
function classesOf(scope: string): string {
  const [first, ...rest] = scope.split(/[.:]/);
  return [`hl-${first}`, ...rest.map((part) => `hl-${first}-${part}`)].join(" ");
}

interface Done {
  readonly key: string;
  readonly pieces: readonly Piece[] | undefined;
}

function usePieces(text: string, language: string): readonly Piece[] | undefined {
  const key = `${language} ${text}`;
  const [done, setDone] = useState<Done | undefined>(undefined);
  const known = done?.key === key ? done.pieces : recent.get(key);
  const isWanted = language !== "" && text.length <= longestHighlighted && !known;
  useEffect(() => {
    if (!isWanted || isMarked(text, "code")) return;
    let isGone = false;
    const colour = async (): Promise<void> => {
      const { highlight } = await import("./highlighter.ts");
      if (isGone) return;
      const pieces = highlight(text, language);
      remember(key, pieces);
      setDone({ key, pieces });
    };
    // Without the highlighter the code is there all the same, in one colour.
    colour().catch(() => {});
    return () => {
      isGone = true;
    };
  }, [isWanted, key, language, text]);
  return known;
}

/** What was highlighted lately, for blocks that come back into view. */
const recent = new Map<string, readonly Piece[]>();
const mostRecent = 60;

function remember(key: string, pieces: readonly Piece[] | undefined): void {
  if (!pieces) return;
  recent.set(key, pieces);
  const [oldest] = recent.keys();
  if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
}
