// The search bar's state: what is looked for, what was found so far, where it stands. Searches between frames and
// goes on with what comes while the thread grows.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import type { Anchor } from "./useAnchor.ts";
import { findSteps, patternOf, type FindCache, type Match } from "./find.ts";
import { revealMatch, unpaint } from "./revealMatch.ts";
import { indexOfEntry, type Rows } from "./rows.ts";
import { useOlderSearch, type OlderSearch } from "./useOlderSearch.ts";

export interface Find {
  readonly isOpen: boolean;
  readonly query: string;
  /** At most `mostMatches`. */
  readonly count: number;
  /** Which match is shown, from 0; -1 while none is. */
  readonly at: number;
  /** The whole loaded thread was looked through. */
  readonly isDone: boolean;
  /** The key of the row that holds the match shown. */
  readonly rowKey: string | null;
  readonly open: () => void;
  readonly close: () => void;
  readonly look: (query: string) => void;
  /** To the next match, or the one before; round at the ends. */
  readonly step: (by: 1 | -1) => void;
  /** The search in what is not loaded; null when all is. */
  readonly older: OlderSearch | null;
}

export interface FindOptions {
  readonly thread: ThreadState;
  readonly rows: Rows;
  readonly anchor: Anchor;
  readonly loadOlder: (again?: boolean) => void;
}

export function useFind({ thread, rows, anchor, loadOlder }: FindOptions): Find {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState<Match | null>(null);
  const { matches, isDone, isCurrent } = useMatches(thread, isOpen ? query : "");
  const reveal = useReveal(rows, anchor, query);
  const at = useMemo(
    () => (shown ? matches.findIndex((match) => isSameMatch(match, shown)) : -1),
    [matches, shown],
  );

  const show = useCallback(
    (match: Match | undefined) => {
      setShown(match ?? null);
      if (match) reveal(match);
    },
    [reveal],
  );
  // What was found further up: its newest match is the nearest.
  const onFound = useCallback((more: number) => show(matches[more - 1]), [show, matches]);
  const hasOlder = thread.olderCursor !== null;
  const older = useOlderSearch({
    query,
    count: matches.length,
    isDone: isCurrent,
    loaded: thread.turns.length,
    hasOlder,
    loadOlder,
    onFound,
  });
  const { cancel } = older;
  const close = useCallback(() => {
    cancel();
    setOpen(false);
    setShown(null);
    unpaint();
  }, [cancel]);
  const look = useCallback(
    (text: string) => {
      cancel();
      setQuery(text);
      setShown(null);
      unpaint();
    },
    [cancel],
  );
  const step = (by: 1 | -1): void => {
    const count = matches.length;
    if (count === 0) return;
    // The first step goes to the newest match: the end is where the person mostly is.
    const next = at < 0 ? count - 1 : (at + by + count) % count;
    show(matches[next]);
  };
  const rowKey = shown ? (rows.all[indexOfEntry(rows.all, shown.entryId)]?.key ?? null) : null;
  return {
    isOpen,
    query,
    count: matches.length,
    at,
    isDone,
    rowKey,
    open: useCallback(() => setOpen(true), []),
    close,
    look,
    step,
    older: hasOlder ? older : null,
  };
}

function isSameMatch(a: Match, b: Match): boolean {
  return a.entryId === b.entryId && a.nth === b.nth;
}

function useReveal(rows: Rows, anchor: Anchor, query: string): (match: Match) => void {
  const latest = useRef<Match | null>(null);
  const { view, toRow } = anchor;
  return useCallback(
    (match) => {
      latest.current = match;
      const index = indexOfEntry(rows.all, match.entryId);
      const rowKey = rows.all[index]?.key;
      const pattern = patternOf(query);
      if (rowKey === undefined || !view.current || !pattern) return;
      toRow(index, "center");
      const isOver = (): boolean => latest.current !== match;
      void revealMatch({ view: view.current, rowKey, match, pattern, isOver });
    },
    [rows, query, view, toRow],
  );
}

interface Found {
  readonly matches: readonly Match[];
  readonly isDone: boolean;
  /** What was looked through. */
  readonly turns: ThreadState["turns"] | null;
}

const nothing: Found = { matches: [], isDone: true, turns: null };
/** How long the search may hold up the page at a time, in milliseconds. */
const sliceMs = 6;

/** `isCurrent`: all of the thread as it is now was looked through. */
function useMatches(thread: ThreadState, query: string): Found & { readonly isCurrent: boolean } {
  const [found, setFound] = useState<Found>(nothing);
  // oxlint-disable-next-line react/exhaustive-deps -- another query is another cache
  const cache = useMemo<FindCache>(() => new WeakMap(), [query]);
  const { turns, outgoing } = thread;
  useEffect(() => {
    if (query === "") {
      setFound(nothing);
      return;
    }
    const steps = findSteps({ turns, outgoing }, query, cache);
    const matches: Match[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = (): void => {
      const until = performance.now() + sliceMs;
      let step = steps.next();
      while (!step.done) {
        matches.push(...step.value);
        if (performance.now() >= until) break;
        step = steps.next();
      }
      if (step.done) setFound({ matches, isDone: true, turns });
      else timer = setTimeout(work);
    };
    work();
    return () => clearTimeout(timer);
  }, [turns, outgoing, query, cache]);
  const now = query === "" ? nothing : found;
  return { ...now, isCurrent: now.turns === turns };
}
