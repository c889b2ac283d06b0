// The rule that a choice would save: its words one by one, so that blanks inside a word cannot be mistaken; once
// picked, also the exact line and what it would cover. The words of a command's rule can be left out from the end.

import type { ReactElement } from "react";
import { coverageOf, effectOf, lineOfRule, type SavedRule } from "../../extension/shared/approvals/rule.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { Host } from "./Host.tsx";

export interface RuleOfChoiceProps {
  readonly rule: SavedRule;
  /** The choice is picked: the exact line is shown. */
  readonly isOpen: boolean;
  readonly isDisabled: boolean;
  /** How many words stay; null: all. */
  readonly words: number | null;
  readonly onWords: (words: number) => void;
}

export function RuleOfChoice(props: RuleOfChoiceProps): ReactElement {
  const { rule, isOpen } = props;
  const count = rule.kind === "prefix" ? (props.words ?? rule.words.length) : 0;
  const saved = rule.kind === "prefix" ? { ...rule, words: rule.words.slice(0, count) } : rule;
  return (
    <div className="rule">
      {rule.kind === "prefix" && <PrefixWords {...props} rule={rule} count={count} />}
      {rule.kind === "host" && <Host host={rule.host} protocol={rule.protocol} isShort />}
      {rule.kind === "mcpTool" && (
        <p className="rule-words">
          <Word text={rule.tool} /> of <Word text={rule.server} />
        </p>
      )}
      <div aria-live="polite">
        {isOpen && (
          <>
            {rule.kind === "prefix" && (
              <p className="fact">
                {coverageOf(rule.words, count)} {effectOf(rule.runsOutside)}
              </p>
            )}
            <p className="fact">Saved as</p>
            <RuleLine text={lineOfRule(saved)} />
          </>
        )}
      </div>
    </div>
  );
}

const longLine = 300;

/** Long ones scroll in themselves, and the keyboard reaches them. */
function RuleLine({ text }: { readonly text: string }): ReactElement {
  return (
    <code className="rule-line" tabIndex={text.length > longLine ? 0 : undefined}>
      <Plain text={text} kind="code" />
    </code>
  );
}

interface PrefixWordsProps extends Omit<RuleOfChoiceProps, "rule"> {
  readonly rule: Extract<SavedRule, { kind: "prefix" }>;
  readonly count: number;
}

function PrefixWords({ rule, count, isOpen, isDisabled, onWords }: PrefixWordsProps): ReactElement {
  const { words, leastWords } = rule;
  const canCut = leastWords < words.length;
  const least = count <= leastWords;
  return (
    <>
      <ol className="rule-words" aria-label="Words of the rule">
        {words.map((word, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            {canCut && index + 1 >= leastWords ? (
              <WordButton
                word={word}
                isKept={index < count}
                isDisabled={isDisabled}
                onPress={() => onWords(index + 1)}
              />
            ) : (
              <Word text={word} />
            )}
          </li>
        ))}
      </ol>
      {canCut && isOpen && (
        <div className="rule-length">
          <LengthButton icon="remove" words="Shorter" isEnd={least} onPress={() => onWords(count - 1)} />
          <LengthButton
            icon="add"
            words="Longer"
            isEnd={count >= words.length}
            onPress={() => onWords(count + 1)}
          />
        </div>
      )}
    </>
  );
}

function Word({ text }: { readonly text: string }): ReactElement {
  return (
    <code className="rule-word" tabIndex={text.length > longLine ? 0 : undefined}>
      <Plain text={text} kind="code" />
    </code>
  );
}

interface WordButtonProps {
  readonly word: string;
  readonly isKept: boolean;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

/** For the pointer: the keyboard has Shorter and Longer, and would have to pass every word. */
function WordButton({ word, isKept, isDisabled, onPress }: WordButtonProps): ReactElement {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={isKept ? "rule-word" : "rule-word left-out"}
      title="The rule ends with this word"
      aria-pressed={isKept}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Plain text={word} kind="code" />
    </button>
  );
}

interface LengthButtonProps {
  readonly icon: string;
  readonly words: string;
  readonly isEnd: boolean;
  readonly onPress: () => void;
}

/** Not `disabled` at the end: it would drop the focus. */
function LengthButton({ icon, words, isEnd, onPress }: LengthButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="quiet-button"
      aria-disabled={isEnd}
      onClick={() => {
        if (!isEnd) onPress();
      }}
    >
      <Icon name={icon} /> {words}
    </button>
  );
}
