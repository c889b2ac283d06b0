// The highlighter for a file, once it is there: it comes in a part of its own, after the first lines were drawn.

import { useEffect, useSyncExternalStore } from "react";
import type { Piece } from "../markdown/pieces.ts";
import { languageOf } from "./languageOf.ts";

type Highlight = (text: string, language: string) => readonly Piece[] | undefined;
type Colour = (text: string) => readonly Piece[] | undefined;

let highlight: Highlight | undefined;
let isLoading = false;
const listeners = new Set<() => void>();
const byLanguage = new Map<string, Colour>();

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  ({ highlight } = await import("../markdown/highlighter.ts"));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Fetches the highlighter when lines are shown; call it once, in the pane. */
export function useHighlighter(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    // Without it the lines are there all the same, in one colour.
    const drawn = requestAnimationFrame(() => void load().catch(() => undefined));
    return () => cancelAnimationFrame(drawn);
  }, [isWanted]);
}

/** The colours of a file's language; the same function as long as nothing changes. */
export function useColour(path: string): Colour | undefined {
  const known = useSyncExternalStore(subscribe, () => highlight);
  const language = languageOf(path);
  if (!known || language === "") return undefined;
  let colour = byLanguage.get(language);
  if (!colour) {
    colour = (text) => known(text, language);
    byLanguage.set(language, colour);
  }
  return colour;
}
