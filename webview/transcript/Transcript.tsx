// All that was said and done in the thread, oldest first, and what was sent but is not taken up yet. Scrolls;
// asks for older turns at the top. Quiet for screen readers: the announcer speaks for it.

import { useCallback, useRef, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { OutgoingMessage, ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import { inputText } from "../items/itemName.ts";
import { Prompt } from "../items/MessageItems.tsx";
import { CwdContext } from "../markdown/cwd.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { oneLine } from "../ui/words.ts";
import { TurnView } from "./TurnView.tsx";
import { useScroll } from "./useScroll.ts";

export function Transcript({ thread }: { readonly thread: ThreadState }): ReactElement {
  const firstTurnId = thread.turns[0]?.turnId;
  const loadOlder = useLoadOlder(thread.olderCursor, firstTurnId);
  const { view, content, hasNews, toEnd } = useScroll({
    threadId: thread.threadId,
    firstTurnId,
    version: thread.turns,
    onNearTop: loadOlder,
  });
  return (
    <CwdContext value={thread.cwd}>
      <div className="transcript-frame">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div
          ref={view}
          className="transcript"
          role="log"
          aria-label="Transcript"
          aria-live="off"
          tabIndex={0}
        >
          <div ref={content} className="transcript-content">
            {thread.olderCursor !== null && (
              <button type="button" className="quiet-button older" onClick={loadOlder}>
                Load earlier messages
              </button>
            )}
            {thread.turns.map((turn) => (
              <TurnView key={turn.turnId} turn={turn} asked={askedIn(thread, turn)} />
            ))}
            {thread.outgoing.map((message) => (
              <Outgoing key={message.clientId} message={message} />
            ))}
          </div>
        </div>
        {hasNews && (
          <button type="button" className="new-messages" onClick={toEnd}>
            <Icon name="arrow-down" /> New messages
          </button>
        )}
      </div>
    </CwdContext>
  );
}

function askedIn(thread: ThreadState, turn: TurnState): string {
  return thread.approvals
    .filter((approval) => approval.turnId === turn.turnId)
    .map((approval) => approval.itemId)
    .join(" ");
}

/** Asks once for what is before the oldest turn that is shown. */
function useLoadOlder(olderCursor: string | null, firstTurnId: string | undefined): () => void {
  const post = usePost();
  const asked = useRef<string | undefined>(undefined);
  return useCallback(() => {
    if (olderCursor === null || firstTurnId === undefined || asked.current === firstTurnId) return;
    asked.current = firstTurnId;
    post({ type: "loadOlder", beforeTurnId: firstTurnId });
  }, [olderCursor, firstTurnId, post]);
}

function Outgoing({ message }: { readonly message: OutgoingMessage }): ReactElement {
  const mark = message.acknowledged
    ? "sent"
    : message.steers === null
      ? "sending"
      : "sending, steers this turn";
  const name = neutraliseToText(oneLine(inputText(message.input), 300));
  return (
    <article className="item item-userMessage" aria-label={`You: ${name}, ${mark}`}>
      <Prompt input={message.input} mark={mark} />
    </article>
  );
}
