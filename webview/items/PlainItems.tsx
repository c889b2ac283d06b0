// The items that need little more than a line: compaction, reviews, proposed plans, what hooks wrote, waiting,
// and everything that this page does not know by name, which is shown with all its fields and hides nothing.

import type { ReactElement } from "react";
import type { ItemOf, ThreadItem } from "../../extension/shared/protocol.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, durationWords, oneLine } from "../ui/words.ts";
import { Divider } from "./Divider.tsx";
import type { ItemProps } from "./itemProps.ts";
import { JsonBox } from "./JsonBox.tsx";
import { Row } from "./Row.tsx";

export function CompactionItem({ entry }: ItemProps<ItemOf<"contextCompaction">>): ReactElement {
  if (entry.phase === "running")
    return <Divider icon={{ name: "loading", spin: true }}>Summarising earlier messages</Divider>;
  if (entry.phase === "cutOff")
    return <Divider icon={{ name: "debug-disconnect" }}>Summarising was cut off</Divider>;
  return <Divider icon={{ name: "fold" }}>Earlier messages were summarised to make room</Divider>;
}

export function ReviewStartItem({ item }: ItemProps<ItemOf<"enteredReviewMode">>): ReactElement {
  return (
    <Divider icon={{ name: "eye" }}>
      Review started
      {item.review.trim() !== "" && (
        <>
          : <Plain text={oneLine(item.review)} />
        </>
      )}
    </Divider>
  );
}

export function PlanItem({ entry, item }: ItemProps<ItemOf<"plan">>): ReactElement {
  return (
    <div className="proposed-plan">
      <p className="box-title">Proposed plan</p>
      <Markdown text={item.text} streams={entry.phase === "running"} />
    </div>
  );
}

export function HookPromptItem({ item }: ItemProps<ItemOf<"hookPrompt">>): ReactElement {
  const text = item.fragments.map((fragment) => fragment.text).join("\n\n");
  return (
    <Row
      id={item.id}
      icon={{ name: "plug", tone: "dim" }}
      title={
        <>
          A hook wrote to Codex
          {text.trim() !== "" && (
            <span className="dim">
              {" — "}
              <Plain text={oneLine(text, 120)} />
            </span>
          )}
        </>
      }
      body={
        <p className="box prompt-text">
          <Plain text={text} />
        </p>
      }
    />
  );
}

export function SleepItem({ entry, item }: ItemProps<ItemOf<"sleep">>): ReactElement {
  const runs = entry.phase === "running";
  const nowMs = useNow(runs);
  return (
    <Row
      id={item.id}
      icon={{ name: "watch", tone: "dim" }}
      dim
      title={sleepWords(item, runs)}
      meta={runs && entry.startedAtMs !== null ? clockWords(nowMs - entry.startedAtMs) : undefined}
    />
  );
}

/** `Waiting 30 s`, `Waited 30 s`. */
export function sleepWords(item: ItemOf<"sleep">, runs: boolean): string {
  return `${runs ? "Waiting" : "Waited"} ${durationWords(item.durationMs).replace(".0 s", " s")}`;
}

export function UnknownItem({ entry, item }: ItemProps<ThreadItem>): ReactElement {
  const runs = entry.phase === "running";
  return (
    <Row
      id={item.id}
      icon={runs ? { name: "loading", spin: true } : { name: "symbol-misc", tone: "dim" }}
      dim
      title={<Plain text={typeWords(item.type)} kind="code" />}
      body={<JsonBox value={item} />}
    />
  );
}

/** `subAgentActivity` as `Sub agent activity`. */
export function typeWords(type: string): string {
  const words = type.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
