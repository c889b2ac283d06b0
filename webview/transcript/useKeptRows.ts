// Which rows stay mounted though they are out of sight: the one that has the keyboard, the one that the search
// stands at, and those of an open selection, or copying would lose what was scrolled away.

import { useEffect, useMemo, useState, type RefObject } from "react";
import { indexOfRow, type Rows } from "./rows.ts";

/** A selection over more rows is not kept whole. */
const mostSelected = 200;

/** Indexes for the virtual list. `keys`: further rows to keep. */
export function useKeptRows(
  view: RefObject<HTMLElement | null>,
  rows: Rows,
  keys: readonly (string | null)[],
): readonly number[] {
  const selected = useSelectedRows(view);
  const wanted = keys.join("\n");
  return useMemo(() => {
    const kept = wanted
      .split("\n")
      .map((key) => (key === "" ? -1 : indexOfRow(rows.all, key)))
      .filter((index) => index >= 0);
    if (selected === null) return kept;
    const ends = selected.split("\n").map((key) => indexOfRow(rows.all, key));
    const from = Math.min(...ends);
    if (from < 0) return kept;
    const to = Math.min(Math.max(...ends), from + mostSelected);
    for (let index = from; index <= to; index++) kept.push(index);
    return kept;
  }, [rows, wanted, selected]);
}

/** The keys of the first and the last row of the selection, one a line; null while nothing is selected. */
function useSelectedRows(view: RefObject<HTMLElement | null>): string | null {
  const [ends, setEnds] = useState<string | null>(null);
  useEffect(() => {
    const changed = (): void => {
      const selection = document.getSelection();
      const isOpen = selection !== null && !selection.isCollapsed;
      const from = isOpen ? rowKeyAt(view.current, selection.anchorNode) : null;
      const to = isOpen ? rowKeyAt(view.current, selection.focusNode) : null;
      setEnds(from === null || to === null ? null : `${from}\n${to}`);
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [view]);
  return ends;
}

/** The key of the row that a node stands in; null outside the transcript. */
export function rowKeyAt(view: HTMLElement | null, node: Node | null): string | null {
  const element = node instanceof Element ? node : node?.parentElement;
  if (!view || !element || !view.contains(element)) return null;
  return element.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? null;
}

/** The element of a row, when it is mounted. */
export function rowElement(view: HTMLElement | null, key: string): HTMLElement | null {
  return view?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null;
}
