// The line above the composer: what happened to the last prompt, why nothing can be sent, what a key would do.

import { useState, type ReactElement } from "react";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";

export const hintId = "composer-hint";

export interface HintInput {
  readonly problem: string | null;
  readonly obstacle: string | null;
  readonly isRunning: boolean;
  readonly isBlank: boolean;
  readonly isStopArmed: boolean;
}

export interface Hint {
  readonly icon: "info" | "warning";
  readonly words: string;
  readonly isObstacle: boolean;
}

/** The one hint that matters most now; null when there is none. */
export function hintFor({ problem, obstacle, isRunning, isBlank, isStopArmed }: HintInput): Hint | null {
  if (problem !== null) return { icon: "warning", words: problem, isObstacle: false };
  if (isStopArmed) return { icon: "info", words: "Escape once more stops the turn", isObstacle: false };
  if (obstacle !== null) return { icon: "info", words: obstacle, isObstacle: true };
  if (isRunning && !isBlank)
    return { icon: "info", words: "Codex is working: this steers it", isObstacle: false };
  return null;
}

/** `isHidden`: others say it already; only who asks for the description of the composer hears it. */
export function HintLine({
  hint,
  isHidden,
}: {
  readonly hint: Hint;
  readonly isHidden: boolean;
}): ReactElement {
  return (
    <p id={hintId} className={`composer-hint${isHidden ? " sr-only" : ""}`}>
      <Icon name={hint.icon} tone={hint.icon === "info" ? "dim" : "attention"} />
      <span>{hint.words}</span>
    </p>
  );
}

export const editLineId = "composer-edit";

interface EditLineProps {
  readonly words: string;
  readonly onLeave: () => void;
}

/** What the composer holds is an earlier message: what sending it will do. */
export function EditLine({ words, onLeave }: EditLineProps): ReactElement {
  return (
    <div className="composer-hint">
      <Icon name="edit" tone="dim" />
      <span id={editLineId}>{words}</span>
      <button type="button" className="quiet-button" title="Cancel the edit (Escape)" onClick={onLeave}>
        Cancel
      </button>
    </div>
  );
}

/** Stop was asked for and nothing stopped: what helps then. */
export function StuckLine(): ReactElement {
  const post = usePost();
  const [isAsked, setAsked] = useState(false);
  return (
    <div className="composer-hint">
      <Icon name="warning" tone="attention" />
      <span>The turn has not stopped yet.</span>
      <Button
        label="Restart the server"
        disabled={isAsked}
        onPress={() => {
          setAsked(true);
          post({ type: "restartServer" });
        }}
      />
    </div>
  );
}
