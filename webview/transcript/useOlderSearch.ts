// The search in messages that are not loaded: loads one page of them after the other until something is found, the
// beginning is reached, or the person has enough. It searches nothing itself.

import { useCallback, useEffect, useRef, useState } from "react";

/** Pages at one press: some thousand turns. */
const mostPages = 100;

export interface OlderSearch {
  readonly isRunning: boolean;
  readonly start: () => void;
  readonly cancel: () => void;
}

export interface OlderSearchOptions {
  readonly query: string;
  /** Matches found so far. */
  readonly count: number;
  /** All that is loaded was looked through. */
  readonly isDone: boolean;
  /** Turns that are loaded. */
  readonly loaded: number;
  readonly hasOlder: boolean;
  /** `again`: also when the same page was asked for before, for that may have failed. */
  readonly loadOlder: (again?: boolean) => void;
  /** Told how many matches came before those that were known. */
  readonly onFound: (more: number) => void;
}

interface Run {
  readonly query: string;
  readonly count: number;
  readonly pages: number;
  /** Turns that were loaded when the last page was asked for. */
  readonly asked: number;
}

export function useOlderSearch(options: OlderSearchOptions): OlderSearch {
  const { query, count, isDone, loaded, hasOlder, loadOlder, onFound } = options;
  const [isRunning, setRunning] = useState(false);
  const run = useRef<Run | null>(null);
  const cancel = useCallback(() => {
    run.current = null;
    setRunning(false);
  }, []);
  const start = useCallback(() => {
    run.current = { query, count, pages: 1, asked: loaded };
    setRunning(true);
    loadOlder(true);
  }, [query, count, loaded, loadOlder]);

  useEffect(() => {
    const now = run.current;
    if (!now || !isDone || (loaded === now.asked && hasOlder)) return;
    const more = count - now.count;
    if (more > 0 || !hasOlder || now.pages >= mostPages || query !== now.query) {
      cancel();
      if (more > 0 && query === now.query) onFound(more);
      return;
    }
    run.current = { ...now, pages: now.pages + 1, asked: loaded };
    loadOlder();
  }, [query, count, isDone, loaded, hasOlder, loadOlder, onFound, cancel]);

  return { isRunning, start, cancel };
}
