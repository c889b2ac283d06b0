// What the agent thought: one dim line with the first words; unfolded the parts of its summary, and under them,
// folded again, the raw text. Often there are no words: then it is a plain line.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, durationWords, oneLine } from "../ui/words.ts";
import { useDensity } from "./density.ts";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

type Reasoning = ItemOf<"reasoning">;

export function ReasoningItem({ entry, item }: ItemProps<Reasoning>): ReactElement {
  const runs = entry.phase === "running";
  const nowMs = useNow(runs);
  const opensItself = useDensity() === "everything";
  const text = reasoningText(item);
  const words = firstWords(text);
  return (
    <Row
      id={item.id}
      icon={{ name: "lightbulb" }}
      dim
      title={
        <>
          {thoughtWords(entry)}
          {words !== "" && (
            <>
              {" — "}
              <Plain text={words} />
            </>
          )}
        </>
      }
      meta={runs && entry.startedAtMs !== null ? clockWords(nowMs - entry.startedAtMs) : undefined}
      opensItself={opensItself}
      body={text === "" ? undefined : <Thoughts item={item} runs={runs} />}
    />
  );
}

function Thoughts({ item, runs }: { readonly item: Reasoning; readonly runs: boolean }): ReactElement {
  const summary = item.summary.filter(isSaid);
  const raw = item.content.filter(isSaid);
  if (summary.length === 0) return <Parts parts={raw} runs={runs} />;
  return (
    <>
      <Parts parts={summary} runs={runs} />
      {raw.length > 0 && (
        <Row
          id={`${item.id} raw`}
          icon={{ name: "list-flat", tone: "dim" }}
          dim
          title="Raw text of the reasoning"
          body={<Parts parts={raw} runs={runs} />}
        />
      )}
    </>
  );
}

/** Only the last part may still grow. */
function Parts({ parts, runs }: { readonly parts: readonly string[]; readonly runs: boolean }): ReactElement {
  return (
    <div className="thoughts">
      {parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Markdown key={index} text={part} streams={runs && index === parts.length - 1} />
      ))}
    </div>
  );
}

function isSaid(part: string): boolean {
  return part !== "";
}

/** `Thinking`, `Thought for 6 s`, or `Thought` when nobody measured. */
export function thoughtWords(entry: ItemEntry): string {
  if (entry.phase === "running") return "Thinking";
  const { startedAtMs, completedAtMs } = entry;
  if (startedAtMs === null || completedAtMs === null) return "Thought";
  return `Thought for ${durationWords(Math.max(1000, Math.round((completedAtMs - startedAtMs) / 1000) * 1000)).replace(".0", "")}`;
}

/** The summary, or the raw text where there is none. */
export function reasoningText(item: Reasoning): string {
  const parts = item.summary.some(isSaid) ? item.summary : item.content;
  return parts.filter(isSaid).join("\n\n");
}

function firstWords(text: string): string {
  return oneLine(text.split("\n").find((line) => line.trim() !== "") ?? "", 120)
    .replace(/[*_`#]/g, "")
    .trim();
}
