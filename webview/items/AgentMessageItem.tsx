// What the agent said, as markdown: commentary on its work quieter than an answer. Questions that it left stand
// below. The whole message can be copied as it was written.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { CopyButton } from "../markdown/CopyButton.tsx";
import { Markdown } from "../markdown/Markdown.tsx";
import { AsyncQuestions } from "./AsyncQuestions.tsx";
import type { ItemProps } from "./itemProps.ts";

type AgentMessage = ItemOf<"agentMessage">;

export function AgentMessageItem({ entry, item }: ItemProps<AgentMessage>): ReactElement {
  const streams = entry.phase === "running";
  const isQuiet = item.phase === "commentary";
  return (
    <div className={isQuiet ? "message commentary" : "message"}>
      <Markdown text={item.text} streams={streams} />
      {item.questions && item.questions.length > 0 && (
        <AsyncQuestions itemId={item.id} questions={item.questions} />
      )}
      {!streams && item.text.trim() !== "" && (
        <div className="message-tools">
          <CopyButton text={item.text} kind="prose" label="Copy message as Markdown" />
        </div>
      )}
    </div>
  );
}
