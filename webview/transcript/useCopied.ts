// Copies what a row says and remembers for a moment which row it was, so that it can say so.

import { useCallback, useEffect, useState } from "react";
import { usePage } from "../pageContext.ts";
import { seenText } from "../markdown/CopyButton.tsx";

const shownMs = 2_000;

export interface Copied {
  /** The row whose text was just copied, or could not be. */
  readonly row: { readonly key: string; readonly words: string } | null;
  readonly copy: (key: string, text: string) => void;
}

export function useCopied(): Copied {
  const { spoken } = usePage();
  const [row, setRow] = useState<Copied["row"]>(null);
  const copy = useCallback(
    (key: string, text: string) => {
      if (text === "") return;
      const say = (words: string): void => {
        setRow({ key, words });
        spoken.say(words);
      };
      // As the copy button of a code block does: what cannot be seen is copied as its name.
      navigator.clipboard.writeText(seenText(text, "code")).then(
        () => say("Copied"),
        () => say("Could not copy"),
      );
    },
    [spoken],
  );
  useEffect(() => {
    if (!row) return;
    const timer = setTimeout(() => setRow(null), shownMs);
    return () => clearTimeout(timer);
  }, [row]);
  return { row, copy };
}
