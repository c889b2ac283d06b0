// The keyboard in the transcript: arrows go from row to row, Home and End to the ends, Alt and an arrow from prompt
// to prompt, Enter unfolds, c copies, Escape goes back to the composer. Keys inside a row's own controls are theirs.

import { useCallback, useState, type FocusEvent, type KeyboardEvent } from "react";
import { focusComposer } from "../composer/focus.ts";
import { rowText } from "./entryTexts.ts";
import { useFocusRow } from "./useFocusRow.ts";
import { nextIndex } from "./nextRow.ts";
import type { Rows, TranscriptRow } from "./rows.ts";
import type { Anchor } from "./useAnchor.ts";
import { rowElement, rowKeyAt } from "./useKeptRows.ts";

export interface RowKeys {
  /** The rows that have to stay drawn: the one that has, or had last, the keyboard, and the one that gets it. */
  readonly keptKeys: readonly (string | null)[];
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
}

/** Parts of a row that use the arrows themselves. */
const usesArrows = "input, textarea, select, pre[tabindex], [role='region'], [role='menu']";
/** Parts of a row that Enter presses. */
const usesEnter = "button, a, vscode-button, summary";

/** `onCopy`: told the key and the text of the row that is to be copied. */
export function useRowKeys(rows: Rows, anchor: Anchor, onCopy: (key: string, text: string) => void): RowKeys {
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const [wantedKey, setWantedKey] = useState<string | null>(null);
  const { view } = anchor;
  const focus = useFocusRow(rows, anchor, setWantedKey);

  const onFocus = useCallback(
    ({ target }: FocusEvent<HTMLElement>) => {
      const key = rowKeyAt(view.current, target);
      if (key !== null) setFocusedKey(key);
    },
    [view],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing) return;
    if (target.closest(usesArrows)) return;
    const from = focus.indexAt(target);
    const next = nextIndex(rows.all, { from, seen: anchor.seen(), key: event.key, isAlt: event.altKey });
    if (next !== undefined) focus.goTo(next);
    else if (event.altKey || !pressed(event.key, target, rows.all[from ?? -1], view.current, onCopy)) return;
    event.preventDefault();
  };

  return { keptKeys: [focusedKey, wantedKey], onKeyDown, onFocus };
}

/** Does what a key does at a row; false when it does nothing. */
function pressed(
  key: string,
  target: Element,
  row: TranscriptRow | undefined,
  view: HTMLElement | null,
  onCopy: (key: string, text: string) => void,
): boolean {
  if (key === "Escape") focusComposer();
  else if (!row) return false;
  else if (key === "c") onCopy(row.key, rowText(row));
  else if (key === "Enter" && !target.closest(usesEnter)) return unfold(rowElement(view, row.key));
  else return false;
  return true;
}

function unfold(row: HTMLElement | null): boolean {
  const fold = row?.querySelector<HTMLElement>("[aria-expanded]");
  fold?.click();
  return fold !== undefined && fold !== null;
}
