// A block of code in a message: its language, a button that copies it, the text in monospace. Hidden characters
// are copied as the tokens that are shown, so that nobody pastes what they did not see.

import { useState, type ReactElement } from "react";
import { isMarked, neutraliseToText } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";

export interface CodeBlockProps {
  readonly text: string;
  /** The info string of the fence; its first word is shown. */
  readonly lang: string;
}

export function CodeBlock({ text, lang }: CodeBlockProps): ReactElement {
  const label = lang.split(/\s/)[0] ?? "";
  return (
    <div className="code-block">
      <div className="code-head">
        <span className="code-lang">
          <Plain text={label} kind="code" />
        </span>
        <CopyButton text={text} />
      </div>
      {/* The keyboard has to reach what scrolls sideways. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label === "" ? "Code" : `Code, ${neutraliseToText(label, "code")}`}
      >
        <code>
          <Plain text={text} kind="code" />
        </code>
      </pre>
    </div>
  );
}

type CopyState = "ready" | "copied" | "failed";
const copyWords: Record<CopyState, string> = { ready: "Copy", copied: "Copied", failed: "Could not copy" };

function CopyButton({ text }: { readonly text: string }): ReactElement {
  const [state, setState] = useState<CopyState>("ready");
  const copy = (): void => {
    const safe = isMarked(text, "code") ? neutraliseToText(text, "code") : text;
    navigator.clipboard.writeText(safe).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  };
  return (
    <button type="button" className="quiet-button" onClick={copy} onBlur={() => setState("ready")}>
      <Icon name={state === "copied" ? "check" : "copy"} />
      {copyWords[state]}
    </button>
  );
}
