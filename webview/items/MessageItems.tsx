// What the person said, in a box, with what was attached to it. Sent prompts that the server has not shown yet
// look the same, with a mark.

import type { ReactElement, ReactNode } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemOf, UserInput } from "../../extension/shared/protocol.ts";
import { useUnfolded } from "../pageContext.ts";
import { FilePicture } from "../pictures/FilePicture.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { baseName, countOf } from "../ui/words.ts";
import { DataImage } from "./DataImage.tsx";
import type { ItemProps } from "./itemProps.ts";
import { MessageMenu } from "./MessageMenu.tsx";

export interface PromptProps {
  /** Of the item, or of the message that no item stands for yet. */
  readonly id: string;
  readonly input: readonly UserInput[];
  /** `sending`, `steering`: not acknowledged by the server yet. */
  readonly mark?: string;
  /** It did not arrive, and nothing goes on with it. */
  readonly isLost?: boolean;
  /** What can be done then. */
  readonly children?: ReactNode;
}

export function Prompt({ id, input, mark, isLost = false, children }: PromptProps): ReactElement {
  const texts = input.filter((part) => part.type === "text").map((part) => part.text);
  // Their places are the host's names for them.
  const others = [...input.entries()].filter(([, part]) => part.type !== "text");
  return (
    <div className="prompt">
      <PromptText id={id} text={texts.join("\n")} />
      {others.length > 0 && (
        <div className="chips">
          {others.map(([index, part]) => (
            <Attachment key={index} part={part} itemId={id} index={index} />
          ))}
        </div>
      )}
      {mark !== undefined && (
        <p className="prompt-mark">
          {isLost ? <Icon name="warning" tone="attention" /> : <Icon name="loading" spin />}{" "}
          <span className="prompt-mark-words">{mark}</span>
          {isLost && children}
        </p>
      )}
    </div>
  );
}

const shortText = 4_000;

function PromptText({ id, text }: { readonly id: string; readonly text: string }): ReactElement {
  const [isUnfolded, unfold] = useUnfolded(`prompt ${id}`);
  const isWhole = isUnfolded || text.length <= shortText;
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
        <button type="button" className="quiet-button more" onClick={unfold}>
          Show all {countOf(text.length, "character")}
        </button>
      )}
    </>
  );
}

interface AttachmentProps {
  readonly part: UserInput;
  readonly itemId: string;
  readonly index: number;
}

function Attachment({ part, itemId, index }: AttachmentProps): ReactElement | null {
  const id = `${itemId} ${index}`;
  if (part.type === "text") return null;
  if (part.type === "image" && "url" in part && part.url.startsWith("data:"))
    return <DataImage url={part.url} name="Attached picture" id={id} />;
  if (part.type !== "localImage") return <Chip part={part} problem="" />;
  return (
    <FilePicture
      wanted={{ type: "loadItemPicture", itemId, index }}
      name={neutraliseToText(baseName(part.path), "code")}
      id={id}
      renderInstead={(problem) => <Chip part={part} problem={problem} />}
    />
  );
}

interface ChipProps {
  readonly part: Exclude<UserInput, { type: "text" }>;
  /** Why it is not shown as itself; "" when it never is. */
  readonly problem: string;
}

function Chip({ part, problem }: ChipProps): ReactElement {
  const [icon, words, where = ""] = attachmentWords(part);
  const title = [neutraliseToText(where, "code"), problem].filter((line) => line !== "").join("\n");
  return (
    <span className="chip" title={title === "" ? undefined : title}>
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
  return (
    <>
      <Prompt id={item.id} input={item.content} />
      <MessageMenu itemId={item.id} />
    </>
  );
}
