// What a picture shows, and what is done before it is taken.

import type { Density } from "../../webview/items/density.ts";
import type { PageState } from "../../extension/shared/pageState.ts";

export interface GalleryState {
  readonly name: string;
  readonly state: PageState;
  /** How much stands open; what the person chose last. */
  readonly density?: Density;
  /** Text in the composer. */
  readonly draft?: string;
  /** Accessible names of rows to unfold before the picture. */
  readonly unfold?: readonly RegExp[];
}
