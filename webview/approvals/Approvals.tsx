// The cards of a thread: one is on show, from the start the oldest; the others can be looked at freely, each with its
// own guards from the start.

import { useState, type ReactElement } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { isDecidable } from "../../extension/shared/approvals/ask.ts";
import { joinable } from "../../extension/shared/approvals/batch.ts";
import { ApprovalCard } from "./ApprovalCard.tsx";
import type { Step } from "./CardHead.tsx";
import type { Fill } from "./fill.ts";
import { useSummons } from "./useSummons.ts";

export function Approvals(props: { readonly approvals: readonly Approval[] }): ReactElement | null {
  const [sentAlong, setSentAlong] = useState<readonly string[]>([]);
  // Those wait for the host's word only. An answer that came to nothing brings its card back under another key.
  const approvals = props.approvals.filter(({ key }) => !sentAlong.includes(key));
  const [fills] = useState(() => new Map<string, Fill>());
  const [chosen, setChosen] = useState<string | null>(null);
  const [arrivedBy, setArrivedBy] = useState<Step | null>(null);
  const found = approvals.findIndex(({ key }) => key === chosen);
  const place = Math.max(0, found);
  const shown = approvals[place];
  const { summons, take } = useSummons(shown?.key ?? null, (key) => {
    setChosen(key);
    setArrivedBy(null);
  });
  if (!shown) return null;
  return (
    // A card whose content arrives late is another card, with its guards from the start.
    <ApprovalCard
      key={`${shown.key} ${isDecidable(shown.ask)}`}
      approval={shown}
      fills={fills}
      place={place}
      waiting={approvals.length}
      arrivedBy={found < 0 ? null : arrivedBy}
      onStep={(step) => {
        setChosen(approvals[place + (step === "next" ? 1 : -1)]?.key ?? shown.key);
        setArrivedBy(step);
      }}
      others={joinable(shown, approvals)}
      onSentAlong={(keys) => {
        const open = new Set(props.approvals.map(({ key }) => key));
        setSentAlong([...sentAlong.filter((key) => open.has(key)), ...keys]);
      }}
      summons={summons?.approvalKey === shown.key ? summons : null}
      onSummoned={take}
    />
  );
}
