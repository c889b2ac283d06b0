// What every item component is given.

import type { ItemEntry } from "../../extension/shared/threadState.ts";

export interface ItemProps<T> {
  readonly entry: ItemEntry;
  readonly item: T;
  /** An open approval is about this item. */
  readonly isAsked: boolean;
  /** The next message says the same, word for word. */
  readonly isToldAgain?: boolean;
}
