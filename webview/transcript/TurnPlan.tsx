// The plan of a turn as a list of steps: done, at work, to do. The shapes differ, not only the colours.

import type { ReactElement } from "react";
import type { v2 } from "../../extension/shared/protocol.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";

type Step = v2.TurnPlanStep;

const icons: Record<Step["status"], IconProps> = {
  completed: { name: "pass-filled", tone: "dim" },
  inProgress: { name: "record" },
  pending: { name: "circle-large", tone: "dim" },
};
const words: Record<Step["status"], string> = { completed: "done", inProgress: "at work", pending: "to do" };

export function TurnPlan({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  const done = steps.filter((step) => step.status === "completed").length;
  return (
    <article className="plan" aria-label={`Plan: ${done} of ${steps.length} done`}>
      <ol>
        {steps.map((step, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={`step-${step.status}`}>
            <Icon {...icons[step.status]} />
            <span>
              <Plain text={step.step} />
              <span className="sr-only">, {words[step.status]}</span>
            </span>
          </li>
        ))}
      </ol>
    </article>
  );
}
