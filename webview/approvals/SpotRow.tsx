// One line of a list to pick from: a native radio laid unseen over the whole row, a spot with its digit, the words. It
// knows nothing of what is picked.

import type { ReactElement, ReactNode } from "react";

export interface SpotRowProps {
  /** Radios of one name are one choice. */
  readonly group: string;
  /** The key that picks it; none is shown above 9, and none for null. */
  readonly digit: number | null;
  readonly isPicked: boolean;
  readonly isDisabled: boolean;
  readonly onPick: () => void;
  /** Pressing what is picked takes it back; left out where one must stay picked. */
  readonly onUnpick?: () => void;
  readonly children: ReactNode;
}

export function SpotRow(props: SpotRowProps): ReactElement {
  const { group, digit, isPicked, isDisabled, onPick, onUnpick, children } = props;
  const shown = digit !== null && digit <= 9 ? digit : null;
  return (
    <label className="spot-row">
      <input
        type="radio"
        name={group}
        checked={isPicked}
        disabled={isDisabled}
        onChange={onPick}
        onClick={() => {
          if (isPicked) onUnpick?.();
        }}
      />
      <span className={shown === null ? "spot" : "spot digit"} aria-hidden="true">
        {shown}
      </span>
      <span className="spot-words">{children}</span>
    </label>
  );
}
