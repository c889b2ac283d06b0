// One turn: its entries in order, its plan, and how it ends: trying again, failed, or stopped. A turn that did
// not change does not render again, and one far away is not laid out.

import { memo, type ReactElement } from "react";
import type { TurnError } from "../../extension/shared/protocol.ts";
import type { TurnState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine } from "../ui/words.ts";
import { EntryView } from "./EntryView.tsx";
import { errorCause, errorWords, type ErrorStep } from "./errorWords.ts";
import { TurnPlan } from "./TurnPlan.tsx";

export interface TurnViewProps {
  readonly turn: TurnState;
  /** Ids of the items that open approvals are about, joined: a string, so that it compares by value. */
  readonly asked: string;
}

export const TurnView = memo(function TurnView({ turn, asked }: TurnViewProps): ReactElement {
  const askedIds = asked.split(" ");
  return (
    <section className="turn">
      {turn.entries.map((entry) =>
        entry.kind === "item" ? (
          <EntryView key={entry.item.id} entry={entry} isAsked={askedIds.includes(entry.item.id)} />
        ) : (
          <EntryView key={entry.id} entry={entry} isAsked={false} />
        ),
      )}
      {turn.plan && turn.plan.length > 0 && <TurnPlan steps={turn.plan} />}
      {turn.retrying !== null && <Retrying words={turn.retrying} />}
      {turn.error && <Failed error={turn.error} />}
      {turn.status === "interrupted" && <Interrupted />}
    </section>
  );
});

function Retrying({ words }: { readonly words: string }): ReactElement {
  return (
    <div className="note" role="note" aria-label="Trying again">
      <Icon name="sync" spin tone="attention" />
      <span className="row-title">
        Trying again · <Plain text={oneLine(words)} />
      </span>
    </div>
  );
}

function Interrupted(): ReactElement {
  return (
    <div className="note" role="note" aria-label="Turn stopped">
      <Icon name="debug-stop" tone="dim" />
      <span className="row-title">Turn stopped</span>
    </div>
  );
}

const stepLabels: Record<ErrorStep, string> = {
  signIn: "Sign in",
  newThread: "Start a new thread",
  restartServer: "Restart the server",
  showLog: "Show log",
};

function Failed({ error }: { readonly error: TurnError }): ReactElement {
  const post = usePost();
  const { title, nextStep, step } = errorWords(error);
  const take = (): void => {
    if (step === "signIn") post({ type: "signIn", how: "chatgpt" });
    else if (step !== undefined) post({ type: step });
  };
  return (
    <article className="problem" aria-label={`Error: ${title}`}>
      <p className="problem-title">
        <Icon name="error" tone="bad" />
        {title}
      </p>
      <p className="problem-cause">
        <Plain text={errorCause(error)} />
      </p>
      <p className="problem-step">{nextStep}</p>
      {step !== undefined && (
        <div className="actions">
          <Button label={stepLabels[step]} onPress={take} />
        </div>
      )}
    </article>
  );
}
