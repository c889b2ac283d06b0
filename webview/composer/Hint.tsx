// The line above the composer: what happened to the last prompt, why nothing can be sent, what a key would do.

import { useState, type ReactElement } from "react";
import type { WhileBusy } from "../../extension/shared/messageQueue.ts";
import { usePost } from "../pageContext.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";

export const hintId = "composer-hint";

export interface HintInput {
  readonly problem: string | null;
  readonly obstacle: string | null;
  /** What Enter does with the text while a turn runs; null while none does. */
  readonly whileBusy: WhileBusy | null;
  readonly isBlank: boolean;
  readonly isStopArmed: boolean;
}

export interface Hint {
  readonly icon: "info" | "warning";
  readonly words: string;
  readonly isObstacle: boolean;
}

const busyWords: Record<WhileBusy, string> = {
  steer: "Codex is working: this steers it and cuts off what it is writing. Alt+Enter queues",
  queue: "Codex is working: this waits until the turn is done. Alt+Enter steers",
};

/** The one hint that matters most now; null when there is none. */
export function hintFor({ problem, obstacle, whileBusy, isBlank, isStopArmed }: HintInput): Hint | null {
  if (problem !== null) return { icon: "warning", words: problem, isObstacle: false };
  if (isStopArmed) return { icon: "info", words: "Escape once more stops the turn", isObstacle: false };
  if (obstacle !== null) return { icon: "info", words: obstacle, isObstacle: true };
  if (whileBusy === null || isBlank) return null;
  return { icon: "info", words: busyWords[whileBusy], isObstacle: false };
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
