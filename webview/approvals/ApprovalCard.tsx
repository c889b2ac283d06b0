// One question that waits for a person: head, body, choices, Submit. It takes the focus from nobody, answers once, and
// only for a gesture that a person made. What a choice means on the wire is not known here.

import { useId, useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { isDecidable, type Ask } from "../../extension/shared/approvals/ask.ts";
import { isAllowing, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { questionOf } from "../../extension/shared/approvals/words.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { ApprovalBody } from "./ApprovalBody.tsx";
import { Asker, Returned } from "./Asker.tsx";
import { BatchList, BatchTick } from "./BatchList.tsx";
import { CardHead, type Step } from "./CardHead.tsx";
import { optionDigits, takeKey } from "./cardKeys.ts";
import { Choices } from "./Choices.tsx";
import { obstacleOf, replaced } from "./fill.ts";
import { useAnswer, type Answer } from "./useAnswer.ts";
import { useArmed, useTailSeen, type TailView } from "./useArmed.ts";
import { useBatch } from "./useBatch.ts";
import { useFill, type FillIn, type Filling, type Fills } from "./useFill.ts";
import { useFocusBack } from "./useFocusBack.ts";
import { useObeySummons, type Summons } from "./useSummons.ts";

export interface ApprovalCardProps {
  readonly approval: Approval;
  readonly fills: Fills;
  /** Counted from 0 among those that wait. */
  readonly place: number;
  /** How many wait, this one included. */
  readonly waiting: number;
  /** The step that brought it on show: its button keeps the focus. */
  readonly arrivedBy: Step | null;
  readonly onStep: (step: Step) => void;
  /** Other requests that may be allowed with the same gesture. */
  readonly others: readonly Approval[];
  /** Told with the keys of those that went along. */
  readonly onSentAlong: (keys: readonly string[]) => void;
  readonly summons: Summons | null;
  readonly onSummoned: () => void;
}

export function ApprovalCard(props: ApprovalCardProps): ReactElement {
  const { approval, summons } = props;
  const { ask, choices } = approval;
  const card = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLDivElement>(null);
  const bodyId = useId();
  const [isWhole, setWhole] = useState(ask.kind !== "fileChange" || (ask.changes?.length ?? 0) === 0);
  const tailView = useTailSeen(tail, isWhole);
  const filling = useFill(approval, props.fills);
  const batch = useBatch(props.others);
  const isArmed = useArmed((summons?.id ?? 0) + batch.openings);
  const canPick = (choice: ChoiceId): boolean => canPickNow(ask, filling, tailView, choice);
  const answer = useAnswer(approval, filling, { isArmed, canPick, batch, onSentAlong: props.onSentAlong });
  useObeySummons(card, summons, {
    tailView: isDecidable(ask) ? tailView : "hidden",
    pick: answer.pick,
    onTaken: props.onSummoned,
  });
  useStepFocus(card, props.arrivedBy);
  useFocusBack(card);
  const fillIn = fillerOf(filling, answer);
  return (
    <div
      ref={card}
      className="approval"
      role="group"
      aria-label={`Approval: ${questionOf(ask)}`}
      aria-describedby={bodyId}
      tabIndex={-1}
      onKeyDown={(event) => takeKey(event, keysOf(card, approval, filling, answer))}
    >
      <CardHead {...props} ask={ask} />
      {/* The keyboard has to reach what may be longer than the card. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div id={bodyId} className="approval-body" tabIndex={0} role="region" aria-label="What is asked">
        {approval.problem !== null && <Returned problem={approval.problem} />}
        {approval.agent !== null && <Asker agent={approval.agent} />}
        <ApprovalBody
          ask={ask}
          approvalKey={approval.key}
          fill={filling.fill}
          onFill={fillIn}
          isTried={answer.picked === "accept"}
          isSent={answer.isSent}
          onWhole={setWhole}
        />
        <div ref={tail} className="approval-tail" />
        {batch.joined.length > 0 && (
          <BatchList key={batch.openings} joined={batch.joined} onSeen={batch.seen} />
        )}
      </div>
      {(tailView === "hidden" || !batch.isSeen) && isDecidable(ask) && <Unseen ask={ask} />}
      <Choices
        choices={choices}
        firstDigit={optionDigits(ask) + 1}
        answer={answer}
        words={filling.fill.words}
        onWords={(words) => fillIn({ words }, "acceptWithRule")}
      />
      <BatchTick
        batch={batch}
        isDisabled={!answer.canPick("accept")}
        onTick={(isOn) => (isOn ? answer.pickAll() : batch.leave())}
      />
      <CardFoot ask={ask} filling={filling} answer={answer} joined={batch.joined.length} />
    </div>
  );
}

function canPickNow(ask: Ask, { fill }: Filling, tailView: TailView, choice: ChoiceId): boolean {
  if (!isAllowing(choice)) return true;
  const isBarred = ask.kind === "permissions" && obstacleOf(ask, choice, fill) !== null;
  return isDecidable(ask) && tailView === "seen" && !isBarred;
}

function fillerOf(filling: Filling, answer: Answer): FillIn {
  return (change, picks) => {
    if (answer.isSent) return;
    filling.change(change);
    if (picks) answer.pickOnceSeen(picks);
  };
}

function keysOf(
  card: RefObject<HTMLElement | null>,
  { ask, choices }: Approval,
  filling: Filling,
  answer: Answer,
): Parameters<typeof takeKey>[1] {
  const options = optionDigits(ask);
  return {
    onDigit(digit) {
      const choice = choices[digit - options - 1];
      if (choice) return answer.pick(choice.id);
      const given = filling.fill.answers[0];
      if (!given || digit > options) return;
      const option = given.option === digit - 1 ? null : digit - 1;
      fillerOf(filling, answer)(
        { answers: replaced(filling.fill.answers, 0, { ...given, option }) },
        "accept",
      );
    },
    onEnter(event) {
      if (answer.obstacle !== null) card.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      answer.submit(event);
    },
  };
}

/** The button that was pressed is another one now: the focus stays where it was for the person. */
function useStepFocus(card: RefObject<HTMLElement | null>, arrivedBy: Step | null): void {
  const first = useRef(arrivedBy);
  useLayoutEffect(() => {
    if (first.current) card.current?.querySelector<HTMLElement>(`.step-${first.current}`)?.focus();
  }, [card]);
}

const aims: { readonly [K in Ask["kind"]]?: string } = {
  questions: "answer",
  mcpForm: "send it",
  mcpUrl: "open it",
};

function Unseen({ ask }: { readonly ask: Ask }): ReactElement {
  return (
    <p className="approval-unseen">
      <Icon name="arrow-down" tone="attention" /> Scroll to the end to {aims[ask.kind] ?? "allow"}
    </p>
  );
}

interface CardFootProps {
  readonly ask: Ask;
  readonly filling: Filling;
  readonly answer: Answer;
  /** How many other requests go along. */
  readonly joined: number;
}

function CardFoot({ ask, filling, answer, joined }: CardFootProps): ReactElement {
  const isNoneTicked = ask.kind === "permissions" && obstacleOf(ask, "accept", filling.fill) !== null;
  const obstacle = isNoneTicked ? "Tick what you allow" : answer.obstacle;
  const hint = joined > 0 ? `Allows ${joined + 1} commands` : "Digits choose · Enter submits";
  return (
    <div className="approval-foot">
      <span className={obstacle === null ? "hint" : "hint obstacle"} role="status">
        {answer.isSent ? "Sent" : (obstacle ?? hint)}
      </span>
      <Button
        label="Submit"
        look="primary"
        disabled={!answer.canSubmit}
        onPress={(event) => answer.submit(event.nativeEvent)}
      />
    </div>
  );
}
