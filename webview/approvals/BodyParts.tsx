// Small parts that the bodies of all cards share. What comes from outside is shown whole and marked.

import { useMemo, type ReactElement, type ReactNode } from "react";
import type { Segment } from "../../extension/shared/neutralise.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain, Segments } from "../ui/Plain.tsx";
import { baseName, pathWithin } from "../ui/words.ts";
import { decidableSegments } from "./collapseBlanks.ts";

export interface ExactProps {
  readonly text: string;
  readonly read?: (text: string) => Segment[];
}

/** A text to decide on, in monospace, wrapped, never cut. */
export function Exact({ text, read = decidableSegments }: ExactProps): ReactElement {
  const segments = useMemo(() => read(text), [text, read]);
  return (
    <pre className="box exact">
      <Segments segments={segments} />
    </pre>
  );
}

export function Fact({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className="fact">{children}</p>;
}

export interface QuotationProps {
  readonly text: string | null;
  /** Whose words they are. */
  readonly label?: string;
}

export function Quotation({ text, label = "Reason that Codex gives" }: QuotationProps): ReactElement | null {
  if (text === null || text.trim() === "") return null;
  return (
    <blockquote className="reason" aria-label={label}>
      “<Plain text={text.trim()} />”
    </blockquote>
  );
}

export function PermissionLines({ lines }: { readonly lines: readonly string[] }): ReactElement | null {
  if (lines.length === 0) return null;
  return (
    <ul className="permissions" aria-label="It also asks for">
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <Icon name="key" tone="attention" />
          <span>
            <Plain text={line} kind="code" />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The thread's own folder by its name, one below it by its path from there, any other in full. */
export function folderWords(threadCwd: string, cwd: string): string {
  return cwd === threadCwd ? baseName(cwd) : pathWithin(threadCwd, cwd);
}
