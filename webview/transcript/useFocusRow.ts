// Moves the keyboard to a row, wherever it is: scrolls there, waits until it is drawn, focuses its article and tells
// it the place it has in the list. It knows no key.

import { useRef } from "react";
import { indexOfRow, type Rows } from "./rows.ts";
import type { Anchor } from "./useAnchor.ts";
import { rowElement, rowKeyAt } from "./useKeptRows.ts";

export interface FocusRow {
  /** The row in which an element stands, or the one that the keyboard is on its way to; null outside of rows. */
  readonly indexAt: (element: Element) => number | null;
  readonly goTo: (index: number) => void;
}

const mostFrames = 30;

/** `onGo`: told the key of the row, which has to be drawn. */
export function useFocusRow(rows: Rows, anchor: Anchor, onGo: (key: string) => void): FocusRow {
  /** Set while the focus is on its way. */
  const wanted = useRef<string | null>(null);
  const { view, toEnd, toRow } = anchor;
  return {
    indexAt(element) {
      const key = wanted.current ?? rowKeyAt(view.current, element);
      const index = key === null ? -1 : indexOfRow(rows.all, key);
      return index < 0 ? null : index;
    },
    goTo(index) {
      const key = rows.all[index]?.key;
      if (key === undefined || !view.current) return;
      wanted.current = key;
      onGo(key);
      if (index === rows.all.length - 1) toEnd();
      else toRow(index, index === 0 ? "start" : "nearest");
      void focusWhenDrawn(view.current, key, { at: index + 1, of: rows.all.length }, wanted);
    },
  };
}

interface PlaceInList {
  /** From 1. */
  readonly at: number;
  readonly of: number;
}

async function focusWhenDrawn(
  view: HTMLElement,
  key: string,
  place: PlaceInList,
  wanted: { current: string | null },
): Promise<void> {
  const row = await whenDrawn(view, key, () => wanted.current !== key);
  if (wanted.current !== key) return;
  wanted.current = null;
  if (row) focusIn(row, place);
}

/** A row that is not measured yet is hidden, and what is hidden takes no focus. */
async function whenDrawn(view: HTMLElement, key: string, isOver: () => boolean): Promise<HTMLElement | null> {
  for (let frame = 0; frame < mostFrames && !isOver(); frame++) {
    const row = rowElement(view, key);
    if (row?.checkVisibility({ visibilityProperty: true })) return row;
    await new Promise((resume) => requestAnimationFrame(resume));
  }
  return null;
}

function focusIn(row: HTMLElement, place: PlaceInList): void {
  const target = row.querySelector<HTMLElement>("article, section, [role='note'], button") ?? row;
  if (target.tagName === "ARTICLE") {
    target.setAttribute("aria-posinset", String(place.at));
    target.setAttribute("aria-setsize", String(place.of));
  }
  if (target.tagName !== "BUTTON") target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
