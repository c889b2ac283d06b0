// The keys of a review: from change to change, from file to file, and what is done with the one that has the focus.
// Never while one types, and never together with Ctrl, Alt or Cmd, which are VS Code's.

import { useEffect, useRef, useState, type RefObject } from "react";
import { rowAt, stopsOf, type Row, type Rows } from "./layout.ts";
import { isViewed } from "./reviewState.ts";
import type { ReviewStore } from "./reviewStore.ts";
import type { RowWindow } from "./useRowWindow.ts";

export interface ReviewKeysInput {
  readonly store: ReviewStore;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: Rows;
  readonly window: RowWindow;
  readonly onHelp: () => void;
}

interface Keys extends ReviewKeysInput {
  /** Gives the focus to the row of this key as soon as it is drawn. */
  readonly focus: (key: string) => void;
}

/** The key of the row that gets the focus once it is drawn: it has to be. */
export function useReviewKeys(input: ReviewKeysInput): string | null {
  const [wanted, setWanted] = useState<{ readonly key: string } | null>(null);
  const done = useRef<typeof wanted>(null);
  const now = useRef<Keys | null>(null);
  useEffect(() => {
    now.current = { ...input, focus: (key) => setWanted({ key }) };
    if (wanted && wanted !== done.current && focusRow(input.scroller, wanted.key)) done.current = wanted;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return;
      if (document.querySelector("dialog[open]") !== null || !now.current) return;
      if (act(now.current, event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return wanted?.key ?? null;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}

/** False for a key that means nothing here. */
function act(input: Keys, key: string): boolean {
  const { store, rows } = input;
  const isForward = key === "n" || key === "j";
  switch (key) {
    case "n":
    case "p":
      step(input, stopsOf(rows), isForward);
      return true;
    case "j":
    case "k":
      step(
        input,
        rows.sections.filter(({ file }) => file).map(({ from }) => from),
        isForward,
      );
      return true;
    case "v": {
      const file = rowOf(input)?.file;
      if (file) store.setViewed(file, !isViewed(store.read(), file));
      return true;
    }
    case "u":
      undoFocused(input);
      return true;
    case "?":
      input.onHelp();
      return true;
    default:
      return false;
  }
}

type FileRow = Extract<Row, { readonly file: unknown }>;

/** The row that has the focus; else the first one below the head of the file at the top. */
function rowOf({ rows, scroller, window: { offsets } }: Keys): FileRow | undefined {
  const focused = focusedRow(rows) ?? rows.all[rowAt(offsets, (scroller.current?.scrollTop ?? 0) + 1)];
  return focused && "file" in focused ? focused : undefined;
}

function focusedRow(rows: Rows): Row | undefined {
  const key = document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset["row"];
  return key === undefined ? undefined : rows.all.find((row) => row.key === key);
}

function step(
  { rows, scroller, window: { offsets, goTo }, focus }: Keys,
  stops: readonly number[],
  isForward: boolean,
): void {
  const focused = focusedRow(rows);
  const at = focused ? rows.all.indexOf(focused) : -1;
  // Nothing has the focus yet: the first stop is what stands at the top.
  const from = at >= 0 ? at : rowAt(offsets, scroller.current?.scrollTop ?? 0) - (isForward ? 1 : 0);
  const next = isForward ? stops.find((stop) => stop > from) : stops.findLast((stop) => stop < from);
  const row = next === undefined ? undefined : rows.all[next];
  if (!row) return;
  focus(row.key);
  goTo(row.key, row.kind === "file" ? 0 : headHeight());
}

/** What the head of the file covers at the upper edge. CSS pixels. */
function headHeight(): number {
  return document.querySelector(".file-head")?.getBoundingClientRect().height ?? 40;
}

/** False while it is not drawn. */
function focusRow(scroller: RefObject<HTMLElement | null>, key: string): boolean {
  const row = scroller.current?.querySelector(`[data-row="${CSS.escape(key)}"]`);
  const stop = row?.querySelector<HTMLElement>("[data-stop]");
  stop?.focus({ preventScroll: true });
  return stop != null;
}

/** Only what plainly has the focus: nothing that merely stands at the top. */
function undoFocused({ store, rows }: Keys): void {
  const row = focusedRow(rows);
  if (row?.kind === "hunk") {
    if (row.hunk.fate !== "undone") store.undo(row.file.path, row.hunk.id);
  } else if (row?.kind === "lines") {
    if (row.plan.hunk.fate !== "undone") store.undo(row.file.path, row.plan.hunk.id);
  } else if (row?.kind === "file") {
    if (row.file.fate !== "undone") store.undo(row.file.path, null);
  } else store.say("Go to a change first: n for the next one, p for the one before.");
}
