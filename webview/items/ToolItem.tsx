// A tool of an MCP server or of a client: one line; unfolded what it was given and what it answered, as text.
// Pictures and sounds of an answer are named, never loaded.

import type { ReactElement, ReactNode } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, durationWords, oneLine } from "../ui/words.ts";
import type { ItemProps } from "./itemProps.ts";
import { JsonBox } from "./JsonBox.tsx";
import { Row } from "./Row.tsx";

type Tool = ItemOf<"mcpToolCall"> | ItemOf<"dynamicToolCall">;

export function ToolItem({ entry, item }: ItemProps<Tool>): ReactElement {
  const runs = entry.phase === "running";
  const nowMs = useNow(runs);
  const failed = item.status === "failed";
  const problem = item.type === "mcpToolCall" ? item.error?.message : undefined;
  return (
    <Row
      id={item.id}
      icon={toolIcon(entry, failed)}
      title={
        <>
          <code>
            <Plain text={toolName(item)} kind="code" />
          </code>
          {runs && entry.progress !== null && (
            <span className="dim">
              {" "}
              <Plain text={oneLine(entry.progress)} />
            </span>
          )}
        </>
      }
      meta={toolMeta(entry, item, nowMs)}
      glimpse={
        problem !== undefined && (
          <div className="box output">
            <pre>
              <Plain text={oneLine(problem, 400)} kind="code" />
            </pre>
          </div>
        )
      }
      body={
        <>
          <p className="fact">Given</p>
          <JsonBox value={item.arguments} />
          <Answer item={item} />
        </>
      }
    />
  );
}

/** `server · tool`, as both are named by the server. */
export function toolName(item: Tool): string {
  const owner = item.type === "mcpToolCall" ? item.server : item.namespace;
  return owner === null ? item.tool : `${owner} · ${item.tool}`;
}

function toolIcon(entry: ItemEntry, failed: boolean): IconProps {
  if (entry.phase === "running") return { name: "loading", spin: true };
  if (entry.phase === "cutOff") return { name: "debug-disconnect", tone: "dim" };
  return failed ? { name: "error", tone: "bad" } : { name: "tools", tone: "plain" };
}

function toolMeta(entry: ItemEntry, item: Tool, nowMs: number): string {
  if (entry.phase === "running")
    return entry.startedAtMs === null ? "" : clockWords(nowMs - entry.startedAtMs);
  if (entry.phase === "cutOff") return "cut off";
  const took = item.durationMs === null ? "" : durationWords(item.durationMs);
  return item.status === "failed" ? ["failed", took].filter(Boolean).join(" · ") : took;
}

function Answer({ item }: { readonly item: Tool }): ReactNode {
  if (item.type === "mcpToolCall" && item.error) return <Given words="Failed" value={item.error.message} />;
  if (item.type === "mcpToolCall")
    return item.result && <Given words="Answered" value={plainAnswer(item.result.content)} />;
  return item.contentItems && <Given words="Answered" value={plainAnswer(item.contentItems)} />;
}

function Given({ words, value }: { readonly words: string; readonly value: unknown }): ReactElement {
  return (
    <>
      <p className="fact">{words}</p>
      <JsonBox value={value} />
    </>
  );
}

/** The text of an answer that is only text; the answer itself otherwise. */
function plainAnswer(content: readonly unknown[]): unknown {
  const texts = content.map((part) =>
    typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
      ? part.text
      : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join("\n") : content;
}
