// One entry of a turn: chooses the component of an item by its type, or the line of a note, gives it its name
// and keeps a fault in one entry from taking the others with it.

import { memo, useContext, type ReactElement } from "react";
import type { Entry, ItemEntry } from "../../extension/shared/threadState.ts";
import { CommandItem } from "../items/CommandItem.tsx";
import { FileChangeItem } from "../items/FileChangeItem.tsx";
import { itemName } from "../items/itemName.ts";
import { AgentMessageItem, Prompt } from "../items/MessageItems.tsx";
import {
  CompactionItem,
  ImageViewItem,
  PlanItem,
  ReviewItem,
  UnknownItem,
  WebSearchItem,
} from "../items/PlainItems.tsx";
import { ReasoningItem } from "../items/ReasoningItem.tsx";
import { ToolItem } from "../items/ToolItem.tsx";
import { CwdContext } from "../markdown/cwd.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { NoteLine } from "./NoteLine.tsx";

export interface EntryViewProps {
  readonly entry: Entry;
  /** An open approval is about this entry's item. */
  readonly isAsked: boolean;
}

export const EntryView = memo(function EntryView({ entry, isAsked }: EntryViewProps): ReactElement {
  return (
    <Boundary what={entry.kind === "item" ? entry.item.type : entry.note.type}>
      {entry.kind === "item" ? <ItemArticle entry={entry} isAsked={isAsked} /> : <NoteLine entry={entry} />}
    </Boundary>
  );
});

const cutOffTitle =
  "This was cut off before it was complete. What had arrived is shown; Codex may not remember it.";

function ItemArticle({
  entry,
  isAsked,
}: {
  readonly entry: ItemEntry;
  readonly isAsked: boolean;
}): ReactElement {
  const cwd = useContext(CwdContext);
  const { type } = entry.item;
  const isText = type === "agentMessage" || type === "reasoning" || type === "plan";
  return (
    <article className={`item item-${type}`} aria-label={itemName(entry, cwd, isAsked)}>
      <ItemBody entry={entry} isAsked={isAsked} />
      {entry.phase === "cutOff" && isText && (
        <span className="cut-off" title={cutOffTitle}>
          cut off
        </span>
      )}
    </article>
  );
}

function ItemBody({
  entry,
  isAsked,
}: {
  readonly entry: ItemEntry;
  readonly isAsked: boolean;
}): ReactElement {
  const { item } = entry;
  switch (item.type) {
    case "userMessage":
      return <Prompt input={item.content} />;
    case "agentMessage":
      return <AgentMessageItem entry={entry} item={item} />;
    case "reasoning":
      return <ReasoningItem entry={entry} item={item} isAsked={isAsked} />;
    case "commandExecution":
      return <CommandItem entry={entry} item={item} isAsked={isAsked} />;
    case "fileChange":
      return <FileChangeItem entry={entry} item={item} isAsked={isAsked} />;
    case "mcpToolCall":
    case "dynamicToolCall":
      return <ToolItem entry={entry} item={item} isAsked={isAsked} />;
    case "webSearch":
      return <WebSearchItem entry={entry} item={item} isAsked={isAsked} />;
    case "plan":
      return <PlanItem entry={entry} item={item} isAsked={isAsked} />;
    case "imageView":
      return <ImageViewItem entry={entry} item={item} isAsked={isAsked} />;
    case "contextCompaction":
      return <CompactionItem entry={entry} item={item} isAsked={isAsked} />;
    case "enteredReviewMode":
    case "exitedReviewMode":
      return <ReviewItem entry={entry} item={item} isAsked={isAsked} />;
    default:
      return <UnknownItem entry={entry} item={item} isAsked={isAsked} />;
  }
}
