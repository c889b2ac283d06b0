// The answer of a tool that was handed in with a prompt: one line with the tool's name, the answer below.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { Plain } from "../ui/Plain.tsx";
import { AnswerView } from "./AnswerView.tsx";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

type FunctionOutput = ItemOf<"functionCallOutput">;

export function FunctionOutputItem({ item }: ItemProps<FunctionOutput>): ReactElement {
  return (
    <Row
      id={item.id}
      icon={{ name: "output", tone: "dim" }}
      dim
      title={
        <>
          Given to Codex: answer of{" "}
          <code>
            <Plain text={functionName(item)} kind="code" />
          </code>
        </>
      }
      body={<AnswerView id={item.id} content={item.output} />}
    />
  );
}

/** `namespace · name`, as the caller named both. */
export function functionName(item: FunctionOutput): string {
  return item.namespace === null ? item.name : `${item.namespace} · ${item.name}`;
}
