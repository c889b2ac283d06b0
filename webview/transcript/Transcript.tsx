// All that was said and done in the thread, oldest first, and what was sent but is not taken up yet. Draws only
// what is near the eye. Quiet for screen readers: the announcer speaks for it.

import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { Virtualizer } from "virtua";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { useDensity } from "../items/density.ts";
import { CwdContext } from "../markdown/cwd.ts";
import type { Activity } from "../page/activity.ts";
import { usePage, usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { FindBar } from "./FindBar.tsx";
import { RowReader, type Rows, type TranscriptRow, type Working } from "./rows.ts";
import { RowView } from "./RowView.tsx";
import { countTokens, noTokens, type TurnTokens } from "./turnTokens.ts";
import { PromptSteps } from "./PromptSteps.tsx";
import { useAnchor } from "./useAnchor.ts";
import { useCopied } from "./useCopied.ts";
import { useFind } from "./useFind.ts";
import { useKeptRows } from "./useKeptRows.ts";
import { useRowKeys } from "./useRowKeys.ts";

export interface TranscriptProps {
  readonly thread: ThreadState;
  /** What goes on in the turn that runs; null when none does. */
  readonly activity: Activity | null;
}

/** For one thread: give it the thread's id as its key. */
export function Transcript({ thread, activity }: TranscriptProps): ReactElement {
  const rows = useRows(thread, activity);
  const loadOlder = useLoadOlder(thread);
  const onLoadOlder = useCallback(() => loadOlder(), [loadOlder]);
  const version = thread.turns.at(-1);
  const anchor = useAnchor({ threadId: thread.threadId, rows, version, onNearTop: onLoadOlder });
  const { view, list, hasNews, toEnd, onResize } = anchor;
  const copied = useCopied();
  const keys = useRowKeys(rows, anchor, copied.copy);
  const find = useFind({ thread, rows, anchor, loadOlder });
  const kept = useKeptRows(view, rows, [...keys.keptKeys, find.rowKey]);
  useFindKey(find.open);
  useEndOnSend(thread, toEnd);
  const closeFind = (): void => {
    find.close();
    view.current?.focus({ preventScroll: true });
  };
  return (
    <CwdContext value={thread.cwd}>
      <div className="transcript-frame">
        {find.isOpen && <FindBar find={find} onClose={closeFind} />}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={view}
          className="transcript"
          role="log"
          aria-label="Transcript"
          aria-live="off"
          tabIndex={0}
          onKeyDown={keys.onKeyDown}
          onFocus={keys.onFocus}
        >
          <Virtualizer
            ref={list}
            data={rows.all}
            shift={rows.isPrepended}
            keepMounted={kept}
            onResize={onResize}
          >
            {(row: TranscriptRow, index) => (
              <RowView
                key={row.key}
                row={row}
                isFirst={index === 0}
                isLast={index === rows.all.length - 1}
                isFound={row.key === find.rowKey}
                copied={row.key === copied.row?.key ? copied.row.words : null}
                onLoadOlder={onLoadOlder}
              />
            )}
          </Virtualizer>
        </div>
        <PromptSteps rows={rows} anchor={anchor} />
        {hasNews && (
          <button type="button" className="new-messages" onClick={toEnd}>
            <Icon name="arrow-down" /> New messages
          </button>
        )}
      </div>
    </CwdContext>
  );
}

/** The rows of the thread, each reading made from the one before. */
function useRows(thread: ThreadState, activity: Activity | null): Rows {
  const density = useDensity();
  const { used } = useTurnTokens(thread.threadId);
  const [reader] = useState(() => new RowReader());
  const working = useWorking(thread, activity, used);
  return useMemo(
    () => reader.read(thread, { density, working, tokens: used }),
    [reader, thread, density, working, used],
  );
}

function useWorking(
  thread: ThreadState,
  activity: Activity | null,
  used: ReadonlyMap<string, number>,
): Working | null {
  const turn = thread.turns.at(-1);
  const isShown = activity !== null && turn?.status === "inProgress" && turn.retrying === null;
  const tokens = turn ? (used.get(turn.turnId) ?? null) : null;
  const words = isShown ? activity.words : null;
  const isWaiting = activity?.state === "waiting";
  const sinceMs = turn?.startedAtMs ?? null;
  return useMemo(
    () => (words === null ? null : { words, isWaiting, sinceMs, tokens }),
    [words, isWaiting, sinceMs, tokens],
  );
}

function useTurnTokens(threadId: string): TurnTokens {
  const { store } = usePage();
  const [counts, setCounts] = useState(() => noTokens(threadId));
  useEffect(() => store.onFold((events) => setCounts((before) => countTokens(before, events))), [store]);
  return counts;
}

/** Asks once for what is before the oldest turn that is shown; once more when the person wants it. */
function useLoadOlder({ olderCursor, turns }: ThreadState): (again?: boolean) => void {
  const post = usePost();
  const asked = useRef<string | undefined>(undefined);
  const firstTurnId = turns[0]?.turnId;
  return useCallback(
    (again = false) => {
      if (olderCursor === null || firstTurnId === undefined) return;
      if (asked.current === firstTurnId && !again) return;
      asked.current = firstTurnId;
      post({ type: "loadOlder", beforeTurnId: firstTurnId });
    },
    [olderCursor, firstTurnId, post],
  );
}

/** What the person sends is seen, wherever they were reading. */
function useEndOnSend({ outgoing }: ThreadState, toEnd: () => void): void {
  const latest = outgoing.at(-1)?.clientId;
  const known = useRef(latest);
  useEffect(() => {
    if (latest !== undefined && latest !== known.current) toEnd();
    known.current = latest;
  }, [latest, toEnd]);
}

/** Ctrl+F, or Cmd+F, anywhere in the page. */
function useFindKey(open: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f";
      if (!isFind || event.shiftKey) return;
      event.preventDefault();
      open();
      document.querySelector<HTMLInputElement>(".find-bar input")?.select();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [open]);
}
