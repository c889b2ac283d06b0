// What the two sides said: the person's prompts in a box, the agent's messages as markdown. Sent prompts that
// the server has not shown yet look the same, with a mark.

import { useState, type ReactElement } from "react";
import type { ItemOf, UserInput } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName, countOf } from "../ui/words.ts";

export interface PromptProps {
  readonly input: readonly UserInput[];
  /** `sending`, `steering`: not acknowledged by the server yet. */
  readonly mark?: string;
}

export function Prompt({ input, mark }: PromptProps): ReactElement {
  const texts = input.filter((part) => part.type === "text").map((part) => part.text);
  const others = input.filter((part) => part.type !== "text");
  return (
    <div className="prompt">
      <PromptText text={texts.join("\n")} />
      {others.length > 0 && (
        <div className="chips">
          {others.map((part, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <Attachment key={index} part={part} />
          ))}
        </div>
      )}
      {mark !== undefined && (
        <p className="prompt-mark">
          <Icon name="loading" spin /> {mark}
        </p>
      )}
    </div>
  );
}

const shortText = 4_000;

function PromptText({ text }: { readonly text: string }): ReactElement {
  const [isWhole, setWhole] = useState(text.length <= shortText);
  const shown = isWhole ? text : text.slice(0, shortText);
  return (
    <>
      <p className="prompt-text">
        {shown.split(/(`[^`\n]+`)/).map((part, index) =>
          index % 2 === 1 ? (
            // oxlint-disable-next-line react/no-array-index-key
            <code key={index}>
              <Plain text={part.slice(1, -1)} kind="code" />
            </code>
          ) : (
            // oxlint-disable-next-line react/no-array-index-key
            <Plain key={index} text={part} />
          ),
        )}
      </p>
      {!isWhole && (
        <button type="button" className="quiet-button more" onClick={() => setWhole(true)}>
          Show all {countOf(text.length, "character")}
        </button>
      )}
    </>
  );
}

function Attachment({ part }: { readonly part: Exclude<UserInput, { type: "text" }> }): ReactElement {
  const [icon, words] = attachmentWords(part);
  return (
    <span className="chip">
      <Icon name={icon} tone="dim" />
      <Plain text={words} kind="code" />
    </span>
  );
}

function attachmentWords(part: Exclude<UserInput, { type: "text" }>): readonly [icon: string, words: string] {
  switch (part.type) {
    case "image":
      return ["file-media", "picture"];
    case "localImage":
      return ["file-media", baseName(part.path)];
    case "audio":
      return ["unmute", "sound"];
    case "localAudio":
      return ["unmute", baseName(part.path)];
    case "skill":
      return ["mortar-board", part.name];
    case "mention":
      return ["file", part.name];
  }
}

type AgentMessage = ItemOf<"agentMessage">;

export function AgentMessageItem(props: {
  readonly entry: ItemEntry;
  readonly item: AgentMessage;
}): ReactElement {
  const { entry, item } = props;
  return (
    <>
      <Markdown text={item.text} streams={entry.phase === "running"} />
      {item.questions?.map((question) => (
        <div key={question.title} className="question">
          <p>
            <Plain text={question.title} />
          </p>
          <ul>
            {(question.options ?? []).map((option, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <Plain text={option} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
