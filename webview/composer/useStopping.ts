// Stopping the running turn: by the button, or by Escape twice within a moment. When the turn goes on all the
// same, says so, so that the page can offer what helps.

import { useEffect, useState } from "react";
import { usePost } from "../pageContext.ts";

const secondEscapeMs = 1_500;
const stuckAfterMs = 10_000;

export interface Stopping {
  readonly stop: () => void;
  /** The person pressed Escape. */
  readonly escape: () => void;
  /** One Escape was pressed: the next one stops. */
  readonly isArmed: boolean;
  /** Stop was asked for, and the turn still runs. */
  readonly isStuck: boolean;
}

/** `turnId`: the turn that runs, undefined when none does. */
export function useStopping(turnId: string | undefined): Stopping {
  const post = usePost();
  const [armedFor, setArmedFor] = useState<string | undefined>(undefined);
  const [askedFor, setAskedFor] = useState<string | undefined>(undefined);
  const [stuckFor, setStuckFor] = useState<string | undefined>(undefined);
  const isArmed = turnId !== undefined && armedFor === turnId;

  useEffect(() => {
    if (armedFor === undefined) return;
    const timer = setTimeout(() => setArmedFor(undefined), secondEscapeMs);
    return () => clearTimeout(timer);
  }, [armedFor]);

  useEffect(() => {
    if (askedFor === undefined) return;
    const timer = setTimeout(() => setStuckFor(askedFor), stuckAfterMs);
    return () => clearTimeout(timer);
  }, [askedFor]);

  const stop = (): void => {
    setArmedFor(undefined);
    setAskedFor(turnId);
    post({ type: "stop" });
  };
  return {
    stop,
    escape: () => (isArmed ? stop() : setArmedFor(turnId)),
    isArmed,
    isStuck: turnId !== undefined && stuckFor === turnId,
  };
}
