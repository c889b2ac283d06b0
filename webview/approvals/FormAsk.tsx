// A form of a tool server: every field by its type, with what is wrong with it in words once it was left or the person
// wants to send. Labels and options are the server's own words; no tick is set from the start.

import { useState, type ReactElement } from "react";
import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { problemOf } from "../../extension/shared/approvals/form.ts";
import { replaced, type Fill } from "./fill.ts";
import { FormFieldRow } from "./FormFieldRow.tsx";
import { McpHead, McpMessage } from "./McpAsk.tsx";
import type { FillIn } from "./useFill.ts";

export interface FormAskProps {
  readonly ask: Extract<Ask, { kind: "mcpForm" }>;
  readonly fill: Fill;
  readonly onFill: FillIn;
  readonly isTried: boolean;
  readonly isSent: boolean;
}

export function FormAsk({ ask, fill, onFill, isTried, isSent }: FormAskProps): ReactElement {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  return (
    <>
      <McpHead server={ask.server} />
      <McpMessage text={ask.message} />
      {ask.fields.map((field, at) => {
        const value = fill.values[at];
        const isTold = isTried || left.has(at);
        return (
          <FormFieldRow
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            field={field}
            value={value}
            problem={isTold ? problemOf(field, value) : null}
            isSent={isSent}
            onChange={(next) => onFill({ values: replaced(fill.values, at, next) })}
            onLeave={() => setLeft((before) => new Set([...before, at]))}
          />
        );
      })}
    </>
  );
}
