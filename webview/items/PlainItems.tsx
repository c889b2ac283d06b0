// The items that need no more than a line: searches, looked-at pictures, compaction, reviews, proposed plans,
// and everything that this page does not know by name, which is shown with all its fields and hides nothing.

import { useContext, type ReactElement } from "react";
import type { ItemOf, ThreadItem } from "../../extension/shared/protocol.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine, pathWithin } from "../ui/words.ts";
import type { ItemProps } from "./itemProps.ts";
import { JsonBox } from "./JsonBox.tsx";
import { Row } from "./Row.tsx";

export function WebSearchItem({ entry, item }: ItemProps<ItemOf<"webSearch">>): ReactElement {
  const runs = entry.phase === "running";
  const verb = { search: "Searched", openPage: "Opened", findInPage: "Looked for", other: "Searched" };
  return (
    <Row
      id={item.id}
      icon={runs ? { name: "loading", spin: true } : { name: "globe" }}
      dim
      title={
        <>
          {runs ? "Searching the web" : verb[item.action?.type ?? "other"]}{" "}
          <Plain text={oneLine(item.query)} />
        </>
      }
    />
  );
}

export function ImageViewItem({ item }: ItemProps<ItemOf<"imageView">>): ReactElement {
  const cwd = useContext(CwdContext);
  return (
    <Row
      id={item.id}
      icon={{ name: "file-media" }}
      dim
      title={
        <>
          Looked at <Plain text={pathWithin(cwd, item.path)} kind="code" />
        </>
      }
    />
  );
}

export function CompactionItem({ entry, item }: ItemProps<ItemOf<"contextCompaction">>): ReactElement {
  const runs = entry.phase === "running";
  return (
    <Row
      id={item.id}
      icon={runs ? { name: "loading", spin: true } : { name: "fold" }}
      dim
      title={runs ? "Summarising earlier messages" : "Earlier messages were summarised to make room"}
    />
  );
}

type Review = ItemOf<"enteredReviewMode"> | ItemOf<"exitedReviewMode">;

export function ReviewItem({ item }: ItemProps<Review>): ReactElement {
  if (item.type === "exitedReviewMode") return <Markdown text={item.review} />;
  return (
    <Row
      id={item.id}
      icon={{ name: "eye" }}
      dim
      title={
        <>
          Review started: <Plain text={oneLine(item.review)} />
        </>
      }
    />
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

export function UnknownItem({ entry, item }: ItemProps<ThreadItem>): ReactElement {
  const runs = entry.phase === "running";
  return (
    <Row
      id={item.id}
      icon={runs ? { name: "loading", spin: true } : { name: "symbol-misc" }}
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
