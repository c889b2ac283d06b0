// The one answer of a card: what is picked, whether it can be submitted, and the submitting itself, once and only for
// a gesture that a person made. Nothing is picked from the start.

import { useState } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { usePost } from "../pageContext.ts";
import { detailsFor, obstacleOf } from "./fill.ts";
import type { Batch } from "./useBatch.ts";
import type { Filling } from "./useFill.ts";

export interface Answer {
  readonly picked: ChoiceId | null;
  readonly canPick: (choice: ChoiceId) => boolean;
  readonly pick: (choice: ChoiceId) => void;
  /** Picks "accept" for this one and for all that could go along, which are listed then. */
  readonly pickAll: () => void;
  /** Picks as soon as it can be picked: for what a person fills in before the end of the card was seen. */
  readonly pickOnceSeen: (choice: ChoiceId) => void;
  readonly canSubmit: boolean;
  /** What is missing for the picked choice, in words; null when nothing is. */
  readonly obstacle: string | null;
  readonly isSent: boolean;
  /** Does nothing unless everything is right. */
  readonly submit: (event: Event) => void;
}

export interface Guards {
  readonly isArmed: boolean;
  readonly canPick: (choice: ChoiceId) => boolean;
  readonly batch: Batch;
  readonly onSentAlong: (keys: readonly string[]) => void;
}

export function useAnswer(approval: Approval, { fill, forget }: Filling, guards: Guards): Answer {
  const post = usePost();
  const [wanted, setWanted] = useState<ChoiceId | null>(null);
  const [isSent, setSent] = useState(false);
  const { canPick, batch } = guards;
  const picked = wanted !== null && canPick(wanted) ? wanted : null;
  const choice = approval.choices.find(({ id }) => id === picked);
  const obstacle = picked === null ? null : obstacleOf(approval.ask, picked, fill);
  const canSubmit = guards.isArmed && !isSent && choice !== undefined && obstacle === null && batch.isSeen;
  // Each by itself and under its own key, as if its card had been on show.
  const sendAlong = (): void => {
    const keys = batch.joined.map(({ key }) => key);
    for (const approvalKey of keys) post({ type: "answer", approvalKey, choice: "accept", details: null });
    if (keys.length > 0) guards.onSentAlong(keys);
  };
  const offers = (id: ChoiceId): boolean => !isSent && approval.choices.some((offered) => offered.id === id);
  return {
    picked,
    canPick: (id) => !isSent && canPick(id),
    pick: (id) => {
      if (!offers(id) || !canPick(id)) return;
      if (id !== "accept") batch.leave();
      setWanted(id);
    },
    pickAll: () => {
      if (!offers("accept") || !canPick("accept")) return;
      batch.join();
      setWanted("accept");
    },
    pickOnceSeen: (id) => {
      if (!offers(id)) return;
      if (id !== "accept") batch.leave();
      setWanted(id);
    },
    canSubmit,
    obstacle,
    isSent,
    submit: (event) => {
      const isHeldKey = event instanceof KeyboardEvent && event.repeat;
      if (!canSubmit || !event.isTrusted || isHeldKey) return;
      setSent(true);
      const details = detailsFor(approval, choice, fill);
      post({ type: "answer", approvalKey: approval.key, choice: choice.id, details });
      forget();
      if (choice.id === "accept") sendAlong();
    },
  };
}
