// What the agent said, as markdown: commentary on its work quieter than an answer. Questions that it left stand
// below, with what may be answered. The whole message can be copied as it was written.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { CopyButton } from "../markdown/CopyButton.tsx";
import { Markdown } from "../markdown/Markdown.tsx";
import { Plain } from "../ui/Plain.tsx";
import type { ItemProps } from "./itemProps.ts";

type AgentMessage = ItemOf<"agentMessage">;

export function AgentMessageItem({ entry, item }: ItemProps<AgentMessage>): ReactElement {
  const streams = entry.phase === "running";
  const isQuiet = item.phase === "commentary";
  return (
    <div className={isQuiet ? "message commentary" : "message"}>
      <Markdown text={item.text} streams={streams} />
      <Questions questions={item.questions ?? []} />
      {!streams && item.text.trim() !== "" && (
        <div className="message-tools">
          <CopyButton text={item.text} kind="prose" label="Copy message as Markdown" />
        </div>
      )}
    </div>
  );
}

type Question = NonNullable<AgentMessage["questions"]>[number];

function Questions({ questions }: { readonly questions: readonly Question[] }): ReactElement | null {
  if (questions.length === 0) return null;
  return (
    <div className="questions">
      {questions.map(({ title, options }, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="question">
          <p>
            <Plain text={title} />
          </p>
          {options !== null && options.length > 0 && (
            <ul>
              {options.map((option, place) => (
                // oxlint-disable-next-line react/no-array-index-key
                <li key={place}>
                  <Plain text={option} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
      <p className="fact">
        {questions.length === 1 ? "Your next message answers this." : "Your next message answers these."}
      </p>
    </div>
  );
}
