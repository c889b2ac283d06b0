// Code that still grows, in stretches of some lines: only the last one changes, so that a long block costs no
// more at its end than at its beginning.

import { useState, type ReactElement } from "react";
import { Plain } from "../ui/Plain.tsx";

const linesPerStretch = 40;

export function GrowingCode({ text }: { readonly text: string }): ReactElement {
  const [stretches] = useState(() => new Stretches());
  return (
    <>
      {stretches.read(text).map((stretch, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index} className="code-stretch">
          <Plain text={stretch} kind="code" />
        </span>
      ))}
    </>
  );
}

/** Cuts a growing text after every so many lines, looking at each part of it once. */
export class Stretches {
  private given = "";
  private full: readonly string[] = [];
  private from = 0;

  read(text: string): readonly string[] {
    if (!text.startsWith(this.given)) {
      this.full = [];
      this.from = 0;
    }
    this.given = text;
    for (let end = this.endOfFull(text); end > 0; end = this.endOfFull(text)) {
      this.full = [...this.full, text.slice(this.from, end)];
      this.from = end;
    }
    return [...this.full, text.slice(this.from)];
  }

  /** Where the next full stretch ends, behind its last newline; 0 when it is not full yet. */
  private endOfFull(text: string): number {
    let at = this.from - 1;
    for (let line = 0; line < linesPerStretch; line++) {
      at = text.indexOf("\n", at + 1);
      if (at < 0) return 0;
    }
    return at + 1;
  }
}
