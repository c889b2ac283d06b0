// How components reach the store, the memory and the host without naming them: one context, a few hooks.
// Selectors must give back what they found in the state, not something newly made, or every fold renders.

import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Intent } from "../extension/shared/bridge.ts";
import type { Memory } from "./memory.ts";
import type { Spoken } from "./page/spoken.ts";
import type { PictureShelf } from "./pictures/PictureShelf.ts";
import type { Store, View } from "./store.ts";

export interface Page {
  readonly store: Store;
  readonly memory: Memory;
  readonly pictures: PictureShelf;
  readonly spoken: Spoken;
  readonly post: (intent: Intent) => void;
}

export const PageContext = createContext<Page | null>(null);

/** Throws when used outside the page: a mistake of ours. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("a component was mounted outside the page");
  return page;
}

export function usePost(): (intent: Intent) => void {
  return usePage().post;
}

export function useView<T>(select: (view: View) => T): T {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, () => select(store.read()));
}

/** Whether the thing of this id is unfolded, and the function that turns it over. */
export function useUnfolded(id: string): readonly [unfolded: boolean, toggle: () => void] {
  const { memory } = usePage();
  const unfolded = useSyncExternalStore(
    (listener) => memory.subscribe(listener),
    () => memory.isUnfolded(id),
  );
  return [unfolded, useCallback(() => memory.toggle(id), [memory, id])];
}
