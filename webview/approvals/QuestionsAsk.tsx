// Questions of Codex, one below the other: options to pick from and always a field for one's own words. Answering is
// the gesture that picks the sending choice; sending it is another.

import { useId, type ReactElement } from "react";
import type { Ask, Question } from "../../extension/shared/approvals/ask.ts";
import { Plain } from "../ui/Plain.tsx";
import { Fact } from "./BodyParts.tsx";
import { optionDigits } from "./cardKeys.ts";
import { replaced, type Fill, type QuestionAnswer } from "./fill.ts";
import { SpotRow } from "./SpotRow.tsx";
import type { FillIn } from "./useFill.ts";

export interface QuestionsAskProps {
  readonly ask: Extract<Ask, { kind: "questions" }>;
  readonly fill: Fill;
  readonly onFill: FillIn;
  readonly isSent: boolean;
}

export function QuestionsAsk({ ask, fill, onFill, isSent }: QuestionsAskProps): ReactElement {
  const hasDigits = optionDigits(ask) > 0;
  return (
    <>
      {!ask.isBlocking && <Fact>Codex goes on meanwhile.</Fact>}
      {ask.questions.map((question, at) => (
        <OneQuestion
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          question={question}
          answer={fill.answers[at] ?? { option: null, text: "" }}
          hasDigits={hasDigits}
          isSent={isSent}
          onAnswer={(answer) => onFill({ answers: replaced(fill.answers, at, answer) }, "accept")}
        />
      ))}
    </>
  );
}

interface OneQuestionProps {
  readonly question: Question;
  readonly answer: QuestionAnswer;
  readonly hasDigits: boolean;
  readonly isSent: boolean;
  readonly onAnswer: (answer: QuestionAnswer) => void;
}

function OneQuestion(props: OneQuestionProps): ReactElement {
  const { question, answer, hasDigits, isSent, onAnswer } = props;
  const id = useId();
  return (
    <div className="asked-question" role="group" aria-labelledby={id}>
      <div id={id}>
        {question.header !== "" && (
          <p className="question-header">
            <Plain text={question.header} />
          </p>
        )}
        <p className="question-words">
          <Plain text={question.question} />
        </p>
      </div>
      {question.options.length > 0 && (
        <div className="options" role="radiogroup" aria-labelledby={id}>
          {question.options.map(({ label, description }, place) => (
            <div
              // oxlint-disable-next-line react/no-array-index-key
              key={place}
              className={answer.option === place ? "choice picked" : "choice"}
            >
              <SpotRow
                group={id}
                digit={hasDigits ? place + 1 : null}
                isPicked={answer.option === place}
                isDisabled={isSent}
                onPick={() => onAnswer({ ...answer, option: place })}
                onUnpick={() => onAnswer({ ...answer, option: null })}
              >
                <Plain text={label} />
                {description !== "" && (
                  <span className="option-description">
                    <Plain text={description} />
                  </span>
                )}
              </SpotRow>
            </div>
          ))}
        </div>
      )}
      <OwnWords {...props} labelledBy={id} />
    </div>
  );
}

const mostChars = 20_000;

interface OwnWordsProps extends OneQuestionProps {
  readonly labelledBy: string;
}

/** One's own words: a line beside options or for a secret, a field of several lines where nothing else answers. */
function OwnWords({ question, answer, isSent, onAnswer, labelledBy }: OwnWordsProps): ReactElement {
  const id = useId();
  const hasOptions = question.options.length > 0;
  const words = !hasOptions
    ? "Your answer"
    : answer.option === null
      ? "Something else…"
      : "Add a word to it…";
  const field = {
    id,
    className: "field",
    "aria-label": words.replace("…", ""),
    "aria-describedby": labelledBy,
    placeholder: words,
    value: answer.text,
    maxLength: mostChars,
    readOnly: isSent,
    spellCheck: !question.isSecret,
    autoComplete: "off",
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onAnswer({ ...answer, text: currentTarget.value }),
  };
  if (!hasOptions && !question.isSecret) return <textarea {...field} rows={2} />;
  return <input {...field} type={question.isSecret ? "password" : "text"} />;
}
