// Outside text as text: what `neutralise` made visible stands out, everything else is shown as it is. The only
// component through which words of a model, a program or a file reach the screen, markdown's leaves included.

import { memo, type ReactElement } from "react";
import { neutralise, type Segment, type TextKind } from "../../extension/shared/neutralise.ts";

export interface PlainProps {
  readonly text: string;
  /** `code` for commands, paths and output; `prose` otherwise. */
  readonly kind?: TextKind;
}

export const Plain = memo(function Plain({ text, kind = "prose" }: PlainProps): ReactElement {
  return <Segments segments={neutralise(text, kind)} />;
});

export function Segments({ segments }: { readonly segments: readonly Segment[] }): ReactElement {
  return (
    <>
      {segments.map((segment, index) =>
        "text" in segment ? (
          segment.text
        ) : (
          // Segments have no identity beyond their place in one unchanging text.
          // oxlint-disable-next-line react/no-array-index-key
          <mark key={index} className="hidden-character" title={segment.name}>
            {segment.glyph}
            <span>{segment.token}</span>
          </mark>
        ),
      )}
    </>
  );
}
