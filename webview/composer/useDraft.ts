// The unsent text: kept by the page at once and by the host a moment later, so that neither a reload of the page
// nor of the window loses a word. VS Code may give a page an old copy back: the newer of the two is taken.

import { useCallback, useEffect, useRef, useState } from "react";
import { usePage } from "../pageContext.ts";

const postAfterMs = 250;

export interface OwnDraft {
  readonly text: string;
  readonly change: (update: (text: string) => string) => void;
  /** Tells the host now what it was not told yet. */
  readonly tellHost: () => void;
}

export function useDraft(): OwnDraft {
  const { memory, post, store } = usePage();
  const [text, setOwn] = useState(memory.draft);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(text);
  const isTouched = useRef(false);

  const postNow = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    post({ type: "draft", text: latest.current, revision: memory.revision });
  }, [memory, post]);

  const change = useCallback(
    (update: (text: string) => string) => {
      const next = update(latest.current);
      isTouched.current = true;
      latest.current = next;
      setOwn(next);
      memory.keepDraft(next);
      timer.current ??= setTimeout(postNow, postAfterMs);
    },
    [memory, postNow],
  );

  useEffect(() => {
    let isCompared = false;
    const compare = (): void => {
      const { keptDraft: hostCopy } = store.read();
      if (isCompared || !hostCopy) return;
      isCompared = true;
      if (isTouched.current) return memory.outrun(hostCopy);
      if (hostCopy.revision <= memory.revision) return;
      latest.current = hostCopy.text;
      setOwn(hostCopy.text);
      memory.takeDraft(hostCopy);
    };
    compare();
    return store.subscribe(compare);
  }, [store, memory]);

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

  return { text, change, tellHost: postNow };
}
