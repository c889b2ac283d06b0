// Two quiet buttons that go from prompt to prompt, for those who have no keyboard at hand. They scroll and leave the
// focus where it is.

import type { ReactElement } from "react";
import { Icon } from "../ui/Icon.tsx";
import { nextIndex } from "./nextRow.ts";
import type { Rows } from "./rows.ts";
import type { Anchor } from "./useAnchor.ts";

export interface PromptStepsProps {
  readonly rows: Rows;
  readonly anchor: Anchor;
}

export function PromptSteps({ rows, anchor }: PromptStepsProps): ReactElement {
  const step = (key: "ArrowUp" | "ArrowDown"): void => {
    const seen = anchor.seen();
    const index = nextIndex(rows.all, { from: seen[0], seen, key, isAlt: true });
    if (index !== undefined) anchor.toRow(index, "start");
    else if (key === "ArrowDown") anchor.toEnd();
    else anchor.toRow(0, "start");
  };
  return (
    <div className={anchor.isAway ? "prompt-steps away" : "prompt-steps"}>
      <button
        type="button"
        className="quiet-button"
        aria-label="Previous prompt"
        title="Previous prompt (Alt+Up)"
        onClick={() => step("ArrowUp")}
      >
        <Icon name="arrow-up" />
      </button>
      <button
        type="button"
        className="quiet-button"
        aria-label="Next prompt"
        title="Next prompt (Alt+Down)"
        onClick={() => step("ArrowDown")}
      >
        <Icon name="arrow-down" />
      </button>
    </div>
  );
}
