// Copies a text and says whether it did. Hidden characters are copied as the tokens that are shown, so that
// nobody pastes what they did not see.

import { useState, type ReactElement } from "react";
import { isMarked, neutraliseToText, type TextKind } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";

type CopyState = "ready" | "copied" | "failed";

export interface CopyButtonProps {
  readonly text: string;
  readonly kind: TextKind;
  /** The accessible name; with it only the icon is shown. */
  readonly label?: string;
}

export function CopyButton({ text, kind, label }: CopyButtonProps): ReactElement {
  const [state, setState] = useState<CopyState>("ready");
  const copy = (): void => {
    navigator.clipboard.writeText(seenText(text, kind)).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  };
  const words = { ready: label ?? "Copy", copied: "Copied", failed: "Could not copy" }[state];
  return (
    <button
      type="button"
      className="quiet-button"
      title={words}
      aria-label={label === undefined ? undefined : words}
      onClick={copy}
      onBlur={() => setState("ready")}
    >
      <Icon name={state === "copied" ? "check" : state === "failed" ? "error" : "copy"} />
      {label === undefined && words}
    </button>
  );
}

/** The text as a person sees it, hidden characters as tokens. */
export function seenText(text: string, kind: TextKind): string {
  return isMarked(text, kind) ? neutraliseToText(text, kind) : text;
}
