// The choices of a card as a numbered list. Native radios, styled: the toolkit's group picks whatever radio has
// the focus when Enter is pressed, and on a card Enter must never choose. Nothing is picked from the start.

import { useId, type ReactElement } from "react";
import type { Choice, ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { Plain } from "../ui/Plain.tsx";

export interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly picked: ChoiceId | null;
  readonly canPick: (choice: ChoiceId) => boolean;
  readonly onPick: (choice: ChoiceId) => void;
}

export function Choices({ choices, picked, canPick, onPick }: ChoicesProps): ReactElement {
  const name = useId();
  return (
    <div className="choices" role="radiogroup" aria-label="Your decision">
      {choices.map((choice, index) => (
        <label key={choice.id} className={`choice${picked === choice.id ? " picked" : ""}`}>
          <input
            type="radio"
            name={name}
            checked={picked === choice.id}
            disabled={!canPick(choice.id)}
            onChange={() => onPick(choice.id)}
          />
          <span className="digit" aria-hidden="true">
            {index + 1}
          </span>
          <span className="choice-words">
            {choice.label}
            {choice.rule?.kind === "prefix" && <Rule words={choice.rule.words} />}
          </span>
        </label>
      ))}
    </div>
  );
}

/** The rule that would be saved, word by word, so that blanks inside a word cannot be mistaken. */
function Rule({ words }: { readonly words: readonly string[] }): ReactElement {
  return (
    <span className="rule">
      {words.map((word, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index}>
          {" "}
          <code>
            <Plain text={word} kind="code" />
          </code>
        </span>
      ))}
    </span>
  );
}
