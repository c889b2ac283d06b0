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
  /** Fields to fill before the picture: their names and what is typed. */
  readonly type?: readonly (readonly [name: RegExp, text: string])[];
  /** Accessible names of ticks and choices to take before the picture. */
  readonly tick?: readonly RegExp[];
  /** Names of buttons to press before the picture. */
  readonly press?: readonly string[];
  /** Accessible names of a control that the pointer rests on, and of one that has the keyboard. */
  readonly pointAt?: RegExp;
  readonly focus?: RegExp;
}
