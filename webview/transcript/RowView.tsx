// One row of the transcript: chooses what draws it. A row that did not change does not draw again.

import { memo, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { OutgoingMessage } from "../../extension/shared/threadState.ts";
import { FoldedGroup } from "../items/FoldedGroup.tsx";
import { inputText } from "../items/itemName.ts";
import { Prompt } from "../items/MessageItems.tsx";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { oneLine } from "../ui/words.ts";
import { EntryView } from "./EntryView.tsx";
import type { TranscriptRow } from "./rows.ts";
import { TurnFoot } from "./TurnFoot.tsx";
import {
  FailedMark,
  InterruptedMark,
  QueuedMark,
  RetryingMark,
  TookMark,
  WorkingMark,
} from "./TurnMarks.tsx";
import { SensitiveMark } from "./SensitiveMark.tsx";
import { TurnPlan } from "./TurnPlan.tsx";

export interface RowViewProps {
  readonly row: TranscriptRow;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The search stands at this row. */
  readonly isFound: boolean;
  /** What to say of it while it was just copied. */
  readonly copied: string | null;
  readonly onLoadOlder: () => void;
}

export const RowView = memo(function RowView(props: RowViewProps): ReactElement {
  const { row, onLoadOlder } = props;
  const looks = [
    "line",
    "opensTurn" in row && row.opensTurn && "opens-turn",
    props.isFirst && "is-first",
    props.isLast && "is-last",
    props.isFound && "has-match",
  ];
  return (
    <div className={looks.filter((look) => look !== false).join(" ")} data-row={row.key}>
      <RowContent row={row} onLoadOlder={onLoadOlder} />
      {props.copied !== null && (
        <span className="copied-sign" aria-hidden="true">
          <Icon name={props.copied === "Copied" ? "check" : "error"} /> {props.copied}
        </span>
      )}
    </div>
  );
});

function RowContent({ row, onLoadOlder }: Pick<RowViewProps, "row" | "onLoadOlder">): ReactElement {
  switch (row.kind) {
    case "entry":
      return (
        <EntryView
          entry={row.entry}
          isAsked={row.isAsked}
          review={row.review}
          isSteer={row.isSteer ?? false}
          isToldAgain={row.isToldAgain ?? false}
        />
      );
    case "folded":
      return (
        <FoldedGroup
          group={row}
          renderEntry={(entry) => <EntryView entry={entry} isAsked={false} review={null} />}
        />
      );
    case "plan":
      return <TurnPlan steps={row.steps} />;
    case "retrying":
      return <RetryingMark words={row.words} />;
    case "failed":
      return <FailedMark error={row.error} />;
    case "interrupted":
      return <InterruptedMark />;
    case "sensitive":
      return <SensitiveMark paths={row.paths} />;
    case "changes":
      return <TurnFoot turnId={row.turnId} changes={row.changes} />;
    case "took":
      return <TookMark ms={row.ms} tokens={row.tokens} />;
    case "working":
      return (
        <WorkingMark words={row.words} isWaiting={row.isWaiting} sinceMs={row.sinceMs} tokens={row.tokens} />
      );
    case "queued":
      return <QueuedMark count={row.count} />;
    case "outgoing":
      return <Outgoing message={row.message} />;
    case "older":
      return (
        <button type="button" className="quiet-button older" onClick={onLoadOlder}>
          Load earlier messages
        </button>
      );
  }
}

function Outgoing({ message }: { readonly message: OutgoingMessage }): ReactElement {
  const post = usePost();
  const { clientId } = message;
  const mark = fateWords(message);
  const name = neutraliseToText(oneLine(inputText(message.input), 300));
  return (
    <article className="item item-userMessage" aria-label={`You: ${name}, ${mark}`}>
      <Prompt id={clientId} input={message.input} mark={mark} isLost={message.notProcessed !== null}>
        <button type="button" className="quiet-button" onClick={() => post({ type: "sendAgain", clientId })}>
          Send again
        </button>
        <button type="button" className="quiet-button" onClick={() => post({ type: "discard", clientId })}>
          Discard
        </button>
      </Prompt>
    </article>
  );
}

function fateWords({ acknowledged, notProcessed, steers }: OutgoingMessage): string {
  if (notProcessed === "serverGone") return "not processed: the app-server ended";
  if (notProcessed === "turnEnded") return "not processed: the turn ended before";
  if (acknowledged) return steers === null ? "sent" : "sent, steers this turn";
  return steers === null ? "sending" : "sending, steers this turn";
}
