// An earlier message in the composer, to be sent in its place: what is said of it, and the way out of it. The draft
// that stood there before is kept and comes back.

import { useSyncExternalStore } from "react";
import { placeOf } from "../../extension/shared/messageActions.ts";
import { usePage, useView } from "../pageContext.ts";
import { rewriteComposer } from "./focus.ts";

export interface OpenEdit {
  /** The message that is replaced; null when it is gone already and only the words are left. */
  readonly itemId: string | null;
  /** The draft that was put aside. */
  readonly before: string;
  readonly words: string;
  readonly leave: () => void;
}

/** The edit that is open in the shown thread; null when none is. */
export function useMessageEdit(threadId: string | undefined, isRunning: boolean): OpenEdit | null {
  const { memory } = usePage();
  const edit = useSyncExternalStore(
    (listener) => memory.subscribe(listener),
    () => memory.edit,
  );
  const isHere = edit !== null && edit.threadId === threadId;
  const isThere = useView(
    ({ state }) => isHere && state?.thread != null && placeOf(state.thread, edit.itemId) !== undefined,
  );
  if (!isHere) return null;
  const leave = (): void => {
    if (rewriteComposer(edit.before)) memory.keepEdit(null);
  };
  return {
    itemId: isThere ? edit.itemId : null,
    before: edit.before,
    words: wordsFor(isThere, isRunning),
    leave,
  };
}

function wordsFor(isThere: boolean, isRunning: boolean): string {
  if (!isThere) return "The earlier message is removed already. This is sent in its place.";
  const stops = isRunning ? " The running turn is stopped first." : "";
  return `Replaces everything from here on. Files stay as they are.${stops}`;
}
