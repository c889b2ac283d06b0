// How a turn goes and ends, in rows of their own: at work, trying again, failed, stopped, how long it took.

import { memo, type ReactElement } from "react";
import type { TurnError } from "../../extension/shared/protocol.ts";
import type { RateLimit } from "../../extension/shared/rateLimits.ts";
import { resetsWhen } from "../page/limitWords.ts";
import { usePost, useView } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, countOf, durationWords, oneLine } from "../ui/words.ts";
import { errorCause, errorWords, type ErrorStep } from "./errorWords.ts";
import type { Working } from "./rows.ts";

/** The last row while a turn runs: what it does now, how long already, what it used. */
export const WorkingMark = memo(function WorkingMark(props: Working): ReactElement {
  const { words, isWaiting, sinceMs, tokens } = props;
  const nowMs = useNow(sinceMs !== null);
  const facts = [
    tokens === null || tokens === 0 ? "" : tokenWords(tokens),
    sinceMs === null ? "" : clockWords(nowMs - sinceMs),
  ];
  return (
    <div className="note working" role="note" aria-label={`Working: ${words}`}>
      {isWaiting ? <Icon name="bell-dot" tone="attention" /> : <Icon name="loading" spin />}
      <span className="row-title">{words}</span>
      <span className="row-meta">{facts.filter((fact) => fact !== "").join(" · ")}</span>
    </div>
  );
});

export function TookMark({
  ms,
  tokens,
}: {
  readonly ms: number;
  readonly tokens: number | null;
}): ReactElement {
  const words = `Took ${durationWords(ms)}${tokens === null || tokens === 0 ? "" : ` · ${tokenWords(tokens)}`}`;
  return (
    <div className="note took" role="note" aria-label={words}>
      <span className="row-meta">{words}</span>
    </div>
  );
}

function tokenWords(tokens: number): string {
  return tokens < 10_000
    ? countOf(tokens, "token")
    : `${Math.round(tokens / 1000).toLocaleString("en")}k tokens`;
}

export function RetryingMark({ words }: { readonly words: string }): ReactElement {
  return (
    <div className="note" role="note" aria-label="Trying again">
      <Icon name="sync" spin tone="attention" />
      <span className="row-title">
        Trying again · <Plain text={oneLine(words)} />
      </span>
    </div>
  );
}

export function InterruptedMark(): ReactElement {
  return (
    <div className="note" role="note" aria-label="Turn stopped">
      <Icon name="debug-stop" tone="dim" />
      <span className="row-title">Turn stopped</span>
    </div>
  );
}

/** Messages that another client put into the server's queue: they start turns by themselves. */
export function QueuedMark({ count }: { readonly count: number }): ReactElement {
  const words = `${countOf(count, "message")} from another Codex client ${count === 1 ? "waits" : "wait"} for this turn to end`;
  return (
    <div className="note" role="note" aria-label={words}>
      <Icon name="inbox" tone="dim" />
      <span className="row-title">{words}</span>
    </div>
  );
}

const stepLabels: Record<ErrorStep, string> = {
  signIn: "Sign in",
  newThread: "Start a new thread",
  restartServer: "Restart the server",
  showLog: "Show log",
};

const none: readonly RateLimit[] = [];

export function FailedMark({ error }: { readonly error: TurnError }): ReactElement {
  const post = usePost();
  const limits = useView((view) => view.state?.host.limits ?? none);
  const { title, nextStep, step } = errorWords(error, resetsWhen(limits, useNow(false)));
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
