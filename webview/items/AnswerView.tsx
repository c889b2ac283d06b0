// The parts of a tool's answer below each other: text in a box, pictures as thumbnails, all else as JSON.

import type { ReactElement } from "react";
import { answerParts } from "./answerParts.ts";
import { DataImage } from "./DataImage.tsx";
import { JsonBox } from "./JsonBox.tsx";

export interface AnswerViewProps {
  /** The item's. */
  readonly id: string;
  readonly content: string | readonly unknown[];
}

export function AnswerView({ id, content }: AnswerViewProps): ReactElement {
  const parts = answerParts(content);
  if (parts.length === 0) return <p className="fact">Nothing was answered</p>;
  return (
    <>
      {parts.map((part, index) => {
        // Parts have no identity beyond their place.
        const key = `${index}`;
        if (part.kind === "text") return <JsonBox key={key} value={part.text} />;
        if (part.kind === "image")
          return (
            <div key={key} className="chips">
              <DataImage url={part.url} name="Picture in the answer" id={`${id} ${key}`} />
            </div>
          );
        return <JsonBox key={key} value={part.value} />;
      })}
    </>
  );
}
