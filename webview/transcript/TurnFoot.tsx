// The foot of a turn: how many files changed while it ran, and the ways to look at that and to undo it. The numbers
// come from checkpoints, so they count what commands changed as well.

import type { ReactElement } from "react";
import type { TurnChanges } from "../../extension/shared/turnChanges.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { countOf } from "../ui/words.ts";
import { footRemarks, footSpoken } from "./turnFootWords.ts";

export function TurnFoot(props: { readonly turnId: string; readonly changes: TurnChanges }): ReactElement {
  const { turnId, changes } = props;
  const post = usePost();
  if (changes.problem !== null) {
    const words = `What changed in the files is not known. ${changes.problem}`;
    return (
      <div className="note turn-foot" role="note" aria-label={words}>
        <Icon name="warning" tone="dim" />
        <span className="row-title">{words}</span>
      </div>
    );
  }
  const remarks = footRemarks(changes).join(" · ");
  const isUndone = changes.undone === changes.files;
  return (
    <div className="note turn-foot" role="note" aria-label={footSpoken(changes)}>
      <Icon name="diff-multiple" tone="dim" />
      <span className="turn-foot-count">{`${countOf(changes.files, "file")} changed`}</span>
      <span className="turn-foot-lines" aria-hidden="true">
        <span className="added">{`+${changes.addedLines.toLocaleString("en")}`}</span>
        <span className="removed">{`−${changes.removedLines.toLocaleString("en")}`}</span>
      </span>
      <span className="turn-foot-actions">
        <button
          type="button"
          className="quiet-button"
          aria-label="Review the changes of this turn"
          onClick={() => post({ type: "reviewChanges", turnId })}
        >
          Review
        </button>
        {!isUndone && (
          <button
            type="button"
            className="quiet-button"
            aria-label="Undo the changes of this turn"
            onClick={() => post({ type: "undoTurn", turnId })}
          >
            Undo
          </button>
        )}
      </span>
      {remarks !== "" && <span className="turn-foot-remarks">{remarks}</span>}
    </div>
  );
}
