// One question that waits for a person. Digits pick, Enter submits while the card has the focus, Escape goes back
// to the composer and answers nothing. It takes the focus from nobody, answers once, and only for a gesture that
// a person made. What a choice means on the wire is not known here.

import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { isDecidable, type Ask } from "../../extension/shared/approvals/ask.ts";
import { isAllowing, type Choice, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { questionOf } from "../../extension/shared/approvals/words.ts";
import { focusComposer } from "../composer/focus.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { ApprovalBody } from "./ApprovalBody.tsx";
import { Choices } from "./Choices.tsx";
import { useArmed, useTailSeen } from "./useArmed.ts";

export interface ApprovalCardProps {
  readonly approval: Approval;
  /** How many wait, this one included. */
  readonly waiting: number;
}

const icons: Record<Ask["kind"], string> = {
  command: "terminal",
  stdin: "keyboard-tab",
  network: "globe",
  fileChange: "edit",
  permissions: "key",
  questions: "question",
  mcpForm: "list-unordered",
  mcpUrl: "link-external",
  mcpTool: "tools",
  mcpUnknown: "warning",
};

export function ApprovalCard({ approval, waiting }: ApprovalCardProps): ReactElement {
  const { ask, choices } = approval;
  const card = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLDivElement>(null);
  const bodyId = useId();
  const [isWhole, setWhole] = useState(ask.kind !== "fileChange" || (ask.changes?.length ?? 0) === 0);
  const tailView = useTailSeen(tail, isWhole);
  const canPick = (choice: ChoiceId): boolean =>
    !isAllowing(choice) || (isDecidable(ask) && tailView === "seen");
  const answer = useAnswer(approval, canPick);
  useFocusBack(card);
  return (
    <div
      ref={card}
      className="approval"
      role="group"
      aria-label={`Approval: ${questionOf(ask)}`}
      aria-describedby={bodyId}
      tabIndex={-1}
      onKeyDown={(event) => takeKey(event, choices, answer)}
    >
      <div className="approval-head">
        <Icon name={icons[ask.kind]} tone="attention" />
        <h2>{questionOf(ask)}</h2>
        <span className="row-meta">1 of {waiting}</span>
      </div>
      {/* The keyboard has to reach what may be longer than the card. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div id={bodyId} className="approval-body" tabIndex={0} role="region" aria-label="What is asked">
        <ApprovalBody ask={ask} onWhole={setWhole} />
        <div ref={tail} className="approval-tail" />
      </div>
      {tailView === "hidden" && isDecidable(ask) && <Unseen />}
      <Choices choices={choices} picked={answer.picked} canPick={answer.canPick} onPick={answer.pick} />
      <CardFoot answer={answer} />
    </div>
  );
}

function Unseen(): ReactElement {
  return (
    <p className="approval-unseen">
      <Icon name="arrow-down" tone="attention" /> Scroll to the end to allow
    </p>
  );
}

function CardFoot({ answer }: { readonly answer: Answer }): ReactElement {
  return (
    <div className="approval-foot">
      <span className="hint">{answer.isSent ? "Sent" : "Digits choose · Enter submits"}</span>
      <Button
        label="Submit"
        look="primary"
        disabled={!answer.canSubmit}
        onPress={(event) => answer.submit(event.nativeEvent)}
      />
    </div>
  );
}

function takeKey(event: KeyboardEvent<HTMLElement>, choices: readonly Choice[], answer: Answer): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
  const choice = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined;
  if (choice) answer.pick(choice.id);
  else if (event.key === "Escape") focusComposer();
  else if (event.key === "Enter" && !isOwnKey(event.target)) answer.submit(event.nativeEvent);
  else return;
  event.preventDefault();
}

interface Answer {
  readonly picked: ChoiceId | null;
  readonly canPick: (choice: ChoiceId) => boolean;
  readonly pick: (choice: ChoiceId) => void;
  readonly canSubmit: boolean;
  readonly isSent: boolean;
  readonly submit: (event: Event) => void;
}

function useAnswer(approval: Approval, canPick: (choice: ChoiceId) => boolean): Answer {
  const post = usePost();
  const isArmed = useArmed();
  const [picked, setPicked] = useState<ChoiceId | null>(null);
  const [isSent, setSent] = useState(false);
  const canSubmit = isArmed && !isSent && picked !== null && canPick(picked);
  return {
    picked,
    canPick: (choice) => !isSent && canPick(choice),
    canSubmit,
    isSent,
    pick: (choice) => {
      if (!isSent && canPick(choice)) setPicked(choice);
    },
    submit: (event) => {
      const isHeldKey = event instanceof KeyboardEvent && event.repeat;
      if (!canSubmit || !event.isTrusted || isHeldKey) return;
      setSent(true);
      post({ type: "answer", approvalKey: approval.key, choice: picked, details: null });
    },
  };
}

/** Enter on a button or in a scrolled region belongs to it. Shadow roots hide the inner button: its host is asked. */
function isOwnKey(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, vscode-button, a") !== null;
}

/** When a card goes while it has the focus, the focus returns to the composer instead of nowhere. */
function useFocusBack(card: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = card.current;
    let hadFocus = false;
    const noticed = (): void => {
      hadFocus = element?.contains(document.activeElement) ?? false;
    };
    const left = (event: FocusEvent): void => {
      // A removed element loses the focus to nobody; a person moves it to somewhere.
      if (event.relatedTarget !== null) hadFocus = false;
    };
    element?.addEventListener("focusin", noticed);
    element?.addEventListener("focusout", left);
    return () => {
      element?.removeEventListener("focusin", noticed);
      element?.removeEventListener("focusout", left);
      if (hadFocus && (document.activeElement === document.body || document.activeElement === null))
        focusComposer();
    };
  }, [card]);
}

/**
 * The cards of a thread: the oldest is the live one, the others wait behind it. A card whose content arrives late
 * is another card, with its guards from the start.
 */
export function Approvals({ approvals }: { readonly approvals: readonly Approval[] }): ReactElement | null {
  const live = approvals[0];
  return live ? (
    <ApprovalCard key={`${live.key} ${isDecidable(live.ask)}`} approval={live} waiting={approvals.length} />
  ) : null;
}
