// Questions that the agent left without waiting. The answer is an ordinary message: an option goes into the composer,
// where the person sees it and sends it. They count as answered once a later message of the person is there.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { writeIntoComposer } from "../composer/focus.ts";
import { useView } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";

type Question = NonNullable<ItemOf<"agentMessage">["questions"]>[number];

export interface AsyncQuestionsProps {
  readonly itemId: string;
  readonly questions: readonly Question[];
}

export function AsyncQuestions({ itemId, questions }: AsyncQuestionsProps): ReactElement {
  const isAnswered = useView(({ state }) => isFollowed(state?.thread ?? null, itemId));
  const isOnly = questions.length === 1;
  return (
    <div className="questions">
      {questions.map((question, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="question">
          <p>
            <Plain text={question.title} />
          </p>
          <Options question={question} isAnswered={isAnswered} isOnly={isOnly} />
        </div>
      ))}
      {isAnswered ? (
        <p className="fact answered">
          <Icon name="check" tone="good" /> Answered
        </p>
      ) : (
        <p className="fact">
          {isOnly ? "Your next message answers this." : "Your next message answers these."}
        </p>
      )}
    </div>
  );
}

interface OptionsProps {
  readonly question: Question;
  readonly isAnswered: boolean;
  readonly isOnly: boolean;
}

function Options({ question, isAnswered, isOnly }: OptionsProps): ReactElement | null {
  const options = question.options ?? [];
  if (options.length === 0) return null;
  return (
    <ul className="question-options">
      {options.map((option, place) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={place}>
          {isAnswered ? (
            <Plain text={option} />
          ) : (
            <button
              type="button"
              className="question-option"
              title="Put into your message"
              onClick={() => writeIntoComposer(isOnly ? option : `${question.title} ${option}`)}
            >
              <Plain text={option} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Whether the person said something after the item, sent ones included that the server has not shown yet. */
function isFollowed(thread: ThreadState | null, itemId: string): boolean {
  if (!thread) return false;
  if (thread.outgoing.length > 0) return true;
  for (const turn of thread.turns.toReversed()) {
    for (const entry of turn.entries.toReversed()) {
      if (entry.kind !== "item") continue;
      if (entry.item.id === itemId) return false;
      if (entry.item.type === "userMessage") return true;
    }
  }
  return false;
}
