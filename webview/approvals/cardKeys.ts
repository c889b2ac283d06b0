// The keys of a card: digits pick, Enter submits, Escape goes back to the composer and answers nothing. What has its
// own use for a key keeps it: text fields their digits, long fields and buttons their Enter.

import type { KeyboardEvent } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { focusComposer } from "../composer/focus.ts";

export interface CardKeys {
  /** Counted from 1, as shown. */
  readonly onDigit: (digit: number) => void;
  readonly onEnter: (event: Event) => void;
}

/** The options of the only question come first in the count, then the choices. */
export function optionDigits(ask: Ask): number {
  const only = ask.kind === "questions" && ask.questions.length === 1 ? ask.questions[0] : undefined;
  return only?.options.length ?? 0;
}

export function takeKey(event: KeyboardEvent<HTMLElement>, { onDigit, onEnter }: CardKeys): void {
  const { key, target } = event;
  // An input method still composes: every key is its own. 229 is how some of them say so.
  if (event.nativeEvent.isComposing || event.keyCode === 229 || event.altKey) return;
  const hasControl = event.ctrlKey || event.metaKey;
  if (key === "Enter" && (hasControl ? isField(target, "textarea") : !isOwnEnter(target)))
    onEnter(event.nativeEvent);
  else if (hasControl) return;
  else if (/^[1-9]$/.test(key) && !isField(target, typing)) onDigit(Number(key));
  else if (key === "Escape") focusComposer();
  else return;
  event.preventDefault();
}

const typing = 'input:not([type="radio"], [type="checkbox"]), textarea, select';

function isField(target: EventTarget, selector: string): boolean {
  return target instanceof Element && target.matches(selector);
}

/** Enter on a button or in a long field belongs to it. Shadow roots hide the inner button: its host is asked. */
function isOwnEnter(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, vscode-button, a, textarea, select") !== null;
}
