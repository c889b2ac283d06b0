// The choices of a card as a numbered list. Native radios, styled: the toolkit's group picks whatever radio has
// the focus when Enter is pressed, and on a card Enter must never choose. Nothing is picked from the start.

import { useEffect, useId, useRef, type ReactElement } from "react";
import type { Choice, ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { RuleOfChoice } from "./RuleOfChoice.tsx";
import { SpotRow } from "./SpotRow.tsx";
import type { Answer } from "./useAnswer.ts";

export interface ChoicesProps {
  readonly choices: readonly Choice[];
  /** The number of the first choice: options of a question come before. */
  readonly firstDigit: number;
  readonly answer: Answer;
  /** How many words of a rule stay; null: all. */
  readonly words: number | null;
  readonly onWords: (words: number) => void;
}

export function Choices({ choices, firstDigit, answer, words, onWords }: ChoicesProps): ReactElement {
  const group = useId();
  const { picked, canPick, pick } = answer;
  const list = useRef<HTMLDivElement>(null);
  // A key picks what may be out of sight in a low window.
  useEffect(() => {
    if (picked) list.current?.querySelector(".picked")?.scrollIntoView({ block: "nearest" });
  }, [picked]);
  return (
    <div ref={list} className="choices" role="radiogroup" aria-label="Your decision">
      {choices.map((choice, index) => (
        <div key={choice.id} className={pickedClass(choice.id, picked)}>
          <SpotRow
            group={group}
            digit={firstDigit + index}
            isPicked={picked === choice.id}
            isDisabled={!canPick(choice.id)}
            onPick={() => pick(choice.id)}
          >
            {choice.label}
          </SpotRow>
          {choice.rule && (
            <RuleOfChoice
              rule={choice.rule}
              isOpen={picked === choice.id}
              isDisabled={!canPick(choice.id)}
              words={words}
              onWords={onWords}
            />
          )}
        </div>
      ))}
    </div>
  );
}

function pickedClass(choice: ChoiceId, picked: ChoiceId | null): string {
  return choice === picked ? "choice picked" : "choice";
}
