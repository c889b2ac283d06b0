// The unsent text: kept by the page at once and by the host a moment later, so that neither a reload of the page
// nor of the window loses a word. The host's copy is taken when the page has none of its own.

import { useCallback, useEffect, useRef, useState } from "react";
import { usePage, useView } from "../pageContext.ts";

const postAfterMs = 250;

/** The text and the function that changes it. */
export function useDraft(): readonly [text: string, change: (update: (text: string) => string) => void] {
  const { memory, post } = usePage();
  const [text, setOwn] = useState(memory.draft);
  const keptByHost = useView((view) => view.keptDraft);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(text);

  const postNow = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    post({ type: "draft", text: latest.current });
  }, [post]);

  const change = useCallback(
    (update: (text: string) => string) => {
      const next = update(latest.current);
      latest.current = next;
      setOwn(next);
      memory.keepDraft(next);
      timer.current ??= setTimeout(postNow, postAfterMs);
    },
    [memory, postNow],
  );

  useEffect(() => {
    if (keptByHost && latest.current === "") {
      latest.current = keptByHost;
      setOwn(keptByHost);
      memory.keepDraft(keptByHost);
    }
  }, [keptByHost, memory]);

  useEffect(() => {
    const leave = (): void => {
      postNow();
      memory.write();
    };
    window.addEventListener("pagehide", leave);
    // What the person does next, a reload of the window too, comes after the text.
    document.addEventListener("focusout", postNow);
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("focusout", postNow);
    };
  }, [memory, postNow]);

  return [text, change];
}
