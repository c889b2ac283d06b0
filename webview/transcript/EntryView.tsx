// One entry of a turn: an item under its name, or the line of a note. Keeps a fault in one entry from taking the
// others with it. What an item looks like inside is items/'s.

import { memo, useContext, type ReactElement } from "react";
import type { Entry, ItemEntry } from "../../extension/shared/threadState.ts";
import { ItemBody } from "../items/ItemBody.tsx";
import { itemName } from "../items/itemName.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { EntryIdContext } from "../markdown/entryId.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { NoteLine } from "./NoteLine.tsx";

export interface EntryViewProps {
  readonly entry: Entry;
  /** An open approval is about this entry's item. */
  readonly isAsked: boolean;
  /** What an automatic review said of this entry's item, in our words; null when there was none. */
  readonly review: string | null;
  /** It steered a running turn. */
  readonly isSteer?: boolean;
  /** The next message says the same. */
  readonly isToldAgain?: boolean;
}

export const EntryView = memo(function EntryView(props: EntryViewProps): ReactElement {
  const { entry } = props;
  return (
    <Boundary what={entry.kind === "item" ? entry.item.type : entry.note.type}>
      {entry.kind === "item" ? <ItemArticle {...props} entry={entry} /> : <NoteLine entry={entry} />}
    </Boundary>
  );
});

const cutOffTitle =
  "This was cut off before it was complete. What had arrived is shown; Codex may not remember it.";

function ItemArticle({
  entry,
  isAsked,
  review,
  isSteer = false,
  isToldAgain = false,
}: EntryViewProps & { readonly entry: ItemEntry }): ReactElement {
  const cwd = useContext(CwdContext);
  const { type } = entry.item;
  const marks = [review, isSteer ? "Steered the running turn" : null].filter((mark) => mark !== null);
  const isText = type === "agentMessage" || type === "reasoning" || type === "plan";
  return (
    <article
      className={`item item-${type}`}
      aria-label={[itemName(entry, cwd, isAsked), ...marks].join(", ")}
      data-entry={entry.item.id}
    >
      <EntryIdContext value={entry.item.id}>
        <ItemBody entry={entry} item={entry.item} isAsked={isAsked} isToldAgain={isToldAgain} />
      </EntryIdContext>
      {marks.map((mark) => (
        <p key={mark} className="item-mark">
          {mark}
        </p>
      ))}
      {entry.phase === "cutOff" && isText && (
        <span className="cut-off" title={cutOffTitle}>
          cut off
        </span>
      )}
    </article>
  );
}
