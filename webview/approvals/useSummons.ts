// A card that the host brings up on a gesture that the person made elsewhere: it comes on show, takes the focus, its
// guard begins anew, and the wanted choice is picked if it can be. Submitting stays the person's.

import { useEffect, useEffectEvent, useState, type RefObject } from "react";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { usePage } from "../pageContext.ts";
import type { RevealOf } from "../store.ts";
import type { TailView } from "./useArmed.ts";

export interface Summons {
  /** Counts them from 1. */
  readonly id: number;
  readonly approvalKey: string;
  readonly pick: "allow" | "deny" | null;
  /** The card has done what was wanted. */
  readonly isTaken: boolean;
}

export interface Summoning {
  readonly summons: Summons | null;
  readonly take: () => void;
}

/** The last summons. One that names a card may come before the card; one without a name means the card on show. */
export function useSummons(shownKey: string | null, onSummons: (approvalKey: string) => void): Summoning {
  const { store } = usePage();
  const [summons, setSummons] = useState<Summons | null>(null);
  const onReveal = useEffectEvent((reveal: RevealOf<"approval">) => {
    const approvalKey = reveal.approvalKey ?? shownKey;
    if (approvalKey === null) return;
    setSummons((last) => ({ id: (last?.id ?? 0) + 1, approvalKey, pick: reveal.pick, isTaken: false }));
    onSummons(approvalKey);
  });
  useEffect(() => store.onReveal("approval", (reveal) => onReveal(reveal)), [store]);
  return { summons, take: () => setSummons((last) => last && { ...last, isTaken: true }) };
}

export interface SummonsTaker {
  readonly tailView: TailView;
  readonly pick: (choice: ChoiceId) => void;
  readonly onTaken: () => void;
}

/** Picks once the browser has told whether the end of the card is in view: before that nothing allows. */
export function useObeySummons(
  card: RefObject<HTMLElement | null>,
  summons: Summons | null,
  { tailView, pick, onTaken }: SummonsTaker,
): void {
  const open = summons?.isTaken === false ? summons : null;
  useEffect(() => {
    if (open) card.current?.focus();
  }, [card, open]);
  const obey = useEffectEvent((wanted: Summons["pick"]) => {
    if (wanted) pick(wanted === "allow" ? "accept" : "decline");
    onTaken();
  });
  useEffect(() => {
    if (open && tailView !== "unknown") obey(open.pick);
  }, [open, tailView]);
}
