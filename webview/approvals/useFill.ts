// What is filled in on one card. It outlives the card's own life: looking at another card, a snapshot, and (secrets
// left out) a reload of the page. Once the answer is sent only this page has it, without secrets, for a card that comes
// back.

import { useCallback, useRef, useState } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { usePage } from "../pageContext.ts";
import { fillFrom, freshFill, withoutSecrets, type Fill } from "./fill.ts";

/** The fills of the cards that wait, by their keys, while the page lives. */
export type Fills = Map<string, Fill>;

/** Changes what is filled in; where that says already what the person wants, the choice is picked along. */
export type FillIn = (change: Partial<Fill>, picks?: ChoiceId) => void;

export interface Filling {
  readonly fill: Fill;
  readonly change: (change: Partial<Fill>) => void;
  readonly forget: () => void;
}

export function useFill({ key, ask, requestId, problem }: Approval, fills: Fills): Filling {
  const { memory } = usePage();
  const sentKey = `sent ${requestId}`;
  const [fill, setFill] = useState(() => {
    const sent = problem === null ? undefined : fillFrom(ask, fills.get(sentKey));
    return fills.get(key) ?? fillFrom(ask, memory.enteredOf(key)) ?? sent ?? freshFill(ask);
  });
  const latest = useRef(fill);
  const change = useCallback(
    (changes: Partial<Fill>) => {
      const next = { ...latest.current, ...changes };
      latest.current = next;
      setFill(next);
      fills.set(key, next);
      memory.keepEntered(key, withoutSecrets(ask, next));
    },
    [key, ask, fills, memory],
  );
  const forget = useCallback(() => {
    fills.delete(key);
    fills.set(sentKey, withoutSecrets(ask, latest.current));
    memory.forgetEntered(key);
  }, [key, ask, sentKey, fills, memory]);
  return { fill, change, forget };
}
