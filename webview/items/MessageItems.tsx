// What the person said, in a box, with what was attached to it. Sent prompts that the server has not shown yet
// look the same, with a mark.

import { useState, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemOf, UserInput } from "../../extension/shared/protocol.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName, countOf } from "../ui/words.ts";
import { DataImage } from "./DataImage.tsx";
import type { ItemProps } from "./itemProps.ts";

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
  if (part.type === "image" && "url" in part && part.url.startsWith("data:"))
    return <DataImage url={part.url} name="Attached picture" />;
  const [icon, words, where] = attachmentWords(part);
  return (
    <span className="chip" title={where === undefined ? undefined : neutraliseToText(where, "code")}>
      <Icon name={icon} tone="dim" />
      <span className="chip-words">
        <Plain text={words} kind="code" />
      </span>
    </span>
  );
}

type AttachmentWords = readonly [icon: string, words: string, where?: string];

function attachmentWords(part: Exclude<UserInput, { type: "text" }>): AttachmentWords {
  switch (part.type) {
    case "image":
      return ["file-media", "picture"];
    case "localImage":
      return ["file-media", baseName(part.path), part.path];
    case "audio":
      return ["unmute", "sound"];
    case "localAudio":
      return ["unmute", baseName(part.path), part.path];
    case "skill":
      return ["mortar-board", part.name, part.path];
    case "mention":
      return ["file", part.name, part.path];
  }
}

export function UserMessageItem({ item }: ItemProps<ItemOf<"userMessage">>): ReactElement {
  return <Prompt input={item.content} />;
}
