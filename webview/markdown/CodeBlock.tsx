// A block of code in a message: its language, what one can do with it, the text in monospace. Hidden characters
// are copied, inserted and opened as the tokens that are shown, so that nobody runs what they did not see.

import { memo, useContext, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { CopyButton, seenText } from "./CopyButton.tsx";
import { GrowingCode } from "./GrowingCode.tsx";
import { HighlightedCode } from "./HighlightedCode.tsx";
import { SettledContext } from "./settled.ts";

export interface CodeBlockProps {
  readonly text: string;
  /** The info string of the fence; its first word is shown. */
  readonly lang: string;
}

export const CodeBlock = memo(function CodeBlock({ text, lang }: CodeBlockProps): ReactElement {
  const isSettled = useContext(SettledContext);
  const label = lang.split(/\s/)[0] ?? "";
  return (
    <div className="code-block">
      <div className={label === "" ? "code-head bare" : "code-head"}>
        <span className="code-lang">
          <Plain text={label} kind="code" />
        </span>
        {isSettled && <CodeTools text={text} language={label} />}
      </div>
      {/* The keyboard has to reach what scrolls sideways. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label === "" ? "Code" : `Code, ${neutraliseToText(label, "code")}`}
      >
        <code>
          {isSettled ? (
            <HighlightedCode text={text} language={label.toLowerCase()} />
          ) : (
            <GrowingCode text={text} />
          )}
        </code>
      </pre>
    </div>
  );
});

interface CodeToolsProps {
  readonly text: string;
  readonly language: string;
}

function CodeTools({ text, language }: CodeToolsProps): ReactElement {
  const post = usePost();
  const short = language.slice(0, 100);
  return (
    <span className="code-tools">
      <CopyButton text={text} kind="code" />
      <button
        type="button"
        className="quiet-button"
        title="Insert at cursor"
        aria-label="Insert at cursor"
        onClick={() => post({ type: "insertCode", text: seenText(text, "code") })}
      >
        <Icon name="insert" />
      </button>
      <button
        type="button"
        className="quiet-button"
        title="Open as a file"
        aria-label="Open as a file"
        onClick={() => post({ type: "openCode", text: seenText(text, "code"), language: short })}
      >
        <Icon name="new-file" />
      </button>
    </span>
  );
}
