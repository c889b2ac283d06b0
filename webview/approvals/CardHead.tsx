// The head of a card: its question, its place among those that wait, and the steps to the others.

import type { ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { questionOf } from "../../extension/shared/approvals/words.ts";
import { Icon } from "../ui/Icon.tsx";

export type Step = "previous" | "next";

export interface CardHeadProps {
  readonly ask: Ask;
  /** Counted from 0 among those that wait. */
  readonly place: number;
  /** How many wait, this one included. */
  readonly waiting: number;
  readonly onStep: (step: Step) => void;
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

export function CardHead({ ask, place, waiting, onStep }: CardHeadProps): ReactElement {
  return (
    <div className="approval-head">
      <Icon name={icons[ask.kind]} tone="attention" />
      <h2>{questionOf(ask)}</h2>
      <span className="steps">
        {waiting > 1 && <StepButton step="previous" isEnd={place === 0} onStep={onStep} />}
        <span className="row-meta">
          {place + 1} of {waiting}
        </span>
        {waiting > 1 && <StepButton step="next" isEnd={place === waiting - 1} onStep={onStep} />}
      </span>
    </div>
  );
}

interface StepButtonProps {
  readonly step: Step;
  readonly isEnd: boolean;
  readonly onStep: (step: Step) => void;
}

/** Not `disabled` at the end: it would drop the focus. */
function StepButton({ step, isEnd, onStep }: StepButtonProps): ReactElement {
  const words = step === "next" ? "Next approval" : "Previous approval";
  return (
    <button
      type="button"
      className={`step step-${step}`}
      aria-label={words}
      aria-disabled={isEnd}
      title={words}
      onClick={() => {
        if (!isEnd) onStep(step);
      }}
    >
      <Icon name={step === "next" ? "chevron-right" : "chevron-left"} />
    </button>
  );
}
