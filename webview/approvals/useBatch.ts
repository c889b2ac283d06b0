// Other requests that a person wants to allow along with the one on show. Fixed when ticked: what comes later is not
// among them, and what changed or was settled drops out. Nothing goes along before the end of their list was seen.

import { useState } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";

export interface Batch {
  /** Those that could be allowed along now. */
  readonly others: readonly Approval[];
  /** Those that are listed on the card; empty when none shall go along. */
  readonly joined: readonly Approval[];
  /** Grows with each listing: the guards of the card begin anew. */
  readonly openings: number;
  /** All that is listed was within view; true as well when nothing is. */
  readonly isSeen: boolean;
  readonly join: () => void;
  readonly leave: () => void;
  readonly seen: () => void;
}

export function useBatch(others: readonly Approval[]): Batch {
  const [listed, setListed] = useState<readonly string[]>([]);
  const [openings, setOpenings] = useState(0);
  const [seenOpening, setSeenOpening] = useState(0);
  // A card made anew has another key: it was not seen.
  const joined = others.filter(({ key }) => listed.includes(key));
  return {
    others,
    joined,
    openings,
    isSeen: joined.length === 0 || seenOpening === openings,
    join: () => {
      setListed(others.map(({ key }) => key));
      setOpenings(openings + 1);
    },
    leave: () => setListed([]),
    seen: () => setSeenOpening(openings),
  };
}
