// Any value as text in a box: strings as they are, everything else as JSON, both cut at a length that stays
// quick to lay out, and said so.

import type { ReactElement } from "react";
import { Plain } from "../ui/Plain.tsx";
import { countOf } from "../ui/words.ts";

const longest = 20_000;

export function JsonBox({ value }: { readonly value: unknown }): ReactElement {
  const text = typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? "");
  return (
    <div className="box output">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        <Plain text={text.slice(0, longest)} kind="code" />
      </pre>
      {text.length > longest && (
        <p className="fact">{countOf(text.length - longest, "more character")} not shown</p>
      )}
    </div>
  );
}
