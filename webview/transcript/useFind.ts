// The search bar's state: what is looked for, what was found so far, where it stands. Searches between frames and
// goes on with what comes while the thread grows.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import type { Anchor } from "./useAnchor.ts";
import { findSteps, patternOf, type FindCache, type Match } from "./find.ts";
import { revealMatch, unpaint } from "./revealMatch.ts";
import { indexOfEntry, type Rows } from "./rows.ts";

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
}

export function useFind(thread: ThreadState, rows: Rows, anchor: Anchor): Find {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState<Match | null>(null);
  const { matches, isDone } = useMatches(thread, isOpen ? query : "");
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
  const close = useCallback(() => {
    setOpen(false);
    setShown(null);
    unpaint();
  }, []);
  const look = useCallback((text: string) => {
    setQuery(text);
    setShown(null);
    unpaint();
  }, []);
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
}

const nothing: Found = { matches: [], isDone: true };
/** How long the search may hold up the page at a time, in milliseconds. */
const sliceMs = 6;

function useMatches(thread: ThreadState, query: string): Found {
  const [found, setFound] = useState<Found>(nothing);
  // oxlint-disable-next-line react/exhaustive-deps -- another query is another cache
  const cache = useMemo<FindCache>(() => new WeakMap(), [query]);
  const { turns } = thread;
  useEffect(() => {
    if (query === "") {
      setFound(nothing);
      return;
    }
    const steps = findSteps(turns, query, cache);
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
      if (step.done) setFound({ matches, isDone: true });
      else timer = setTimeout(work);
    };
    work();
    return () => clearTimeout(timer);
  }, [turns, query, cache]);
  return query === "" ? nothing : found;
}
