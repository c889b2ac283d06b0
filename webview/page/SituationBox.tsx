// Shows what stands in the way of working: large where the thread is empty, as a box above the composer otherwise.

import type { ReactElement } from "react";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import type { Situation } from "./situation.ts";

export interface SituationBoxProps {
  readonly situation: Situation;
  readonly isLarge: boolean;
}

export function SituationBox({ situation, isLarge }: SituationBoxProps): ReactElement {
  const post = usePost();
  const { icon, tone, spins, title, text, steps, lastWords } = situation;
  return (
    <section className={isLarge ? "situation large" : "situation"} aria-label={title}>
      <p className="situation-title">
        <Icon name={icon} tone={tone} spin={spins} />
        {title}
      </p>
      {text !== "" && (
        <p className="situation-text">
          <Plain text={text} />
        </p>
      )}
      {lastWords.length > 0 && <LastWords lines={lastWords} />}
      {steps.length > 0 && (
        <div className="actions">
          {steps.map((step, index) => (
            <Button
              key={step.label}
              label={step.label}
              look={index === 0 ? "primary" : "secondary"}
              onPress={() => post(step.intent)}
            />
          ))}
        </div>
      )}
    </section>
  );
}

function LastWords({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <details className="last-words">
      <summary>Its last words</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="box" tabIndex={0}>
        <Plain text={lines.join("\n")} kind="code" />
      </pre>
    </details>
  );
}
