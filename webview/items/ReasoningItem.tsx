// What the agent thought: one dim line with the first words, the whole on unfolding. Often there are no words:
// then it is a plain line.

import type { ReactElement } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, durationWords, oneLine } from "../ui/words.ts";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";

type Reasoning = ItemOf<"reasoning">;

export function ReasoningItem({ entry, item }: ItemProps<Reasoning>): ReactElement {
  const runs = entry.phase === "running";
  const nowMs = useNow(runs);
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
      body={text === "" ? undefined : <Markdown text={text} streams={runs} />}
    />
  );
}

/** `Thinking`, `Thought for 6 s`, or `Thought` when nobody measured. */
export function thoughtWords(entry: ItemEntry): string {
  if (entry.phase === "running") return "Thinking";
  const { startedAtMs, completedAtMs } = entry;
  if (startedAtMs === null || completedAtMs === null) return "Thought";
  return `Thought for ${durationWords(Math.max(1000, Math.round((completedAtMs - startedAtMs) / 1000) * 1000)).replace(".0", "")}`;
}

/** Summary and raw text in the order told. */
export function reasoningText(item: Reasoning): string {
  const parts = item.summary.some((part) => part !== "") ? item.summary : item.content;
  return parts.filter((part) => part !== "").join("\n\n");
}

function firstWords(text: string): string {
  return oneLine(text.split("\n").find((line) => line.trim() !== "") ?? "", 120)
    .replace(/[*_`#]/g, "")
    .trim();
}
