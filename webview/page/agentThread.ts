// What the page does differently while it shows the thread of an agent: where its name comes from, the way back, and
// where the keyboard goes when one thread takes the place of another.

import { useEffect, useRef } from "react";
import type { ParentView } from "../../extension/shared/agents.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { oneLine } from "../ui/words.ts";

/** `Agent counter`; `Agent` while it has no name. */
export function agentTitle(name: string): string {
  return `Agent ${neutraliseToText(oneLine(name, 60))}`.trimEnd();
}

/** `Back to Make checkout retry safe`. */
export function backWords({ title }: ParentView): string {
  const line = title.split("\n").find((words) => words.trim() !== "") ?? "";
  return line === "" ? "Back" : `Back to ${neutraliseToText(oneLine(line, 60))}`;
}

/** Alt and the left arrow lead back from an agent's thread, wherever the keyboard is. */
export function useBackKey(parent: ParentView | null): void {
  const post = usePost();
  const threadId = parent?.threadId;
  useEffect(() => {
    if (threadId === undefined) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "ArrowLeft" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
        return;
      event.preventDefault();
      // VS Code listens at the window and would go back in its editors.
      event.stopPropagation();
      post({ type: "showThread", threadId });
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [threadId, post]);
}

/** The button that led to an agent's thread, or back, went with its thread: the keyboard stays in the transcript. */
export function useFocusOnChange(thread: ThreadState | null): void {
  const threadId = thread?.threadId;
  const before = useRef(threadId);
  useEffect(() => {
    const was = before.current;
    before.current = threadId;
    if (threadId === undefined || was === undefined || was === threadId) return;
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    document.querySelector<HTMLElement>(".transcript")?.focus({ preventScroll: true });
  }, [threadId]);
}
