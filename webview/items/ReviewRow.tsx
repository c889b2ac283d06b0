// One automatic review of an approval: what was reviewed, the verdict, and unfolded why. The reviewer is a model:
// its reasons are outside text, and nothing here can be answered.

import type { ReactElement } from "react";
import {
  reviewedOf,
  reviewState,
  verdictWords,
  type ReviewState,
} from "../../extension/shared/guardWords.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ReviewNote } from "../../extension/shared/threadState.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine } from "../ui/words.ts";
import { Row } from "./Row.tsx";

const icons: Record<ReviewState, IconProps> = {
  inProgress: { name: "loading", spin: true },
  approved: { name: "shield", tone: "good" },
  denied: { name: "circle-slash", tone: "attention" },
  timedOut: { name: "watch", tone: "attention" },
  aborted: { name: "circle-slash", tone: "dim" },
  cutOff: { name: "debug-disconnect", tone: "dim" },
};

export interface ReviewRowProps {
  readonly id: string;
  readonly note: ReviewNote;
}

export function ReviewRow({ id, note }: ReviewRowProps): ReactElement {
  const { what, subject } = reviewedOf(note.action);
  const shown = oneLine(subject, 200);
  const verdict = verdictWords(note);
  const name = [`${verdict}, ${what}`, neutraliseToText(shown, "code"), neutraliseToText(reasonOf(note))];
  return (
    <article
      className="item item-review"
      aria-label={`Automatic review: ${name.filter((part) => part !== "").join(": ")}`}
      data-entry={id}
    >
      <Row
        id={id}
        icon={icons[reviewState(note)] ?? icons.cutOff}
        dim={note.status === "approved" || note.status === "aborted"}
        title={<Title note={note} verdict={verdict} what={what} />}
        meta={note.riskLevel === null ? undefined : `${note.riskLevel} risk`}
        body={<ReviewBody note={note} what={what} subject={subject} />}
      />
    </article>
  );
}

interface TitleProps {
  readonly note: ReviewNote;
  readonly verdict: string;
  readonly what: string;
}

function Title({ note, verdict, what }: TitleProps): ReactElement {
  const reason = reasonOf(note);
  return (
    <>
      {/* Its target, which has a mark of its own, stands right by it; what has none is named here. */}
      Automatic review{note.targetItemId === null && ` of ${what}`}: {verdict}
      {reason !== "" && (
        <span className="dim">
          {" · "}
          <Plain text={reason} />
        </span>
      )}
    </>
  );
}

function reasonOf({ rationale }: ReviewNote): string {
  return oneLine(rationale ?? "", 160);
}

interface BodyProps {
  readonly note: ReviewNote;
  readonly what: string;
  readonly subject: string;
}

function ReviewBody({ note, what, subject }: BodyProps): ReactElement {
  const { rationale, riskLevel, userAuthorization } = note;
  const facts = [
    riskLevel === null ? "" : `Risk: ${riskLevel}`,
    userAuthorization === null ? "" : `Your authorization, as the reviewer read it: ${userAuthorization}`,
  ];
  return (
    <>
      {subject === "" ? (
        <p className="fact">It was about {what}.</p>
      ) : (
        <pre className="box whole-command">
          <Plain text={subject} kind="code" />
        </pre>
      )}
      {rationale !== null && rationale !== "" && (
        <p className="prompt-text">
          <Plain text={rationale} />
        </p>
      )}
      {facts.map(
        (fact) =>
          fact !== "" && (
            <p key={fact} className="fact">
              {fact}
            </p>
          ),
      )}
    </>
  );
}
