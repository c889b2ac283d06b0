// The commands that go along with the one on show, each whole, and the tick that puts them there. What is listed here
// is what one gesture allows, neither more nor less.

import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactElement } from "react";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { countOf } from "../ui/words.ts";
import { Asker } from "./Asker.tsx";
import { CommandAsk } from "./CommandAsk.tsx";
import type { Batch } from "./useBatch.ts";
import { useTailSeen } from "./useArmed.ts";

export interface BatchListProps {
  readonly joined: readonly Approval[];
  /** The end of the list came within view. */
  readonly onSeen: () => void;
}

export function BatchList({ joined, onSeen }: BatchListProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLDivElement>(null);
  const isSeen = useTailSeen(tail, true) === "seen";
  const tell = useEffectEvent(onSeen);
  useEffect(() => {
    if (isSeen) tell();
  }, [isSeen]);
  // To its beginning: the end is for the person to reach. Nothing but the card's own body may move for it.
  useLayoutEffect(() => {
    const body = list.current?.parentElement;
    if (!list.current || !body) return;
    body.scrollTop += list.current.getBoundingClientRect().top - body.getBoundingClientRect().top;
  }, []);
  return (
    <div ref={list} className="batch">
      <p className="batch-head">Allowed too:</p>
      <ol aria-label={`Allowed too: ${countOf(joined.length, "command")}`}>
        {joined.map(({ key, ask, agent }) => (
          <li key={key}>
            {agent !== null && <Asker agent={agent} />}
            {ask.kind === "command" && <CommandAsk ask={ask} />}
          </li>
        ))}
      </ol>
      <div ref={tail} className="approval-tail" />
    </div>
  );
}

export interface BatchTickProps {
  readonly batch: Batch;
  readonly isDisabled: boolean;
  readonly onTick: (isOn: boolean) => void;
}

export function BatchTick({ batch, isDisabled, onTick }: BatchTickProps): ReactElement | null {
  const { others, joined } = batch;
  const isOn = joined.length > 0;
  if (others.length === 0) return null;
  const count = isOn ? joined.length : others.length;
  return (
    <label className="tick-row batch-tick">
      <input
        type="checkbox"
        className="tick"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onTick(currentTarget.checked)}
      />
      <span className="tick-words">
        {isOn ? `Allow these ${count} too` : `Show the ${countOf(count, "other command")} and allow too`}
      </span>
    </label>
  );
}
