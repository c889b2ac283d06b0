// How the components of the review pane reach its store: one context, one hook.

import { createContext, useContext } from "react";
import type { ReviewStore } from "./reviewStore.ts";

export const ReviewContext = createContext<ReviewStore | null>(null);

/** Throws when used outside the pane: a mistake of ours. */
export function useReview(): ReviewStore {
  const store = useContext(ReviewContext);
  if (!store) throw new Error("a component was mounted outside the review pane");
  return store;
}
