// A tool of an MCP server or of a client: one line; unfolded what it was given and what it answered. It loads
// nothing: pictures of an answer are shown only when the answer holds them.

import type { ReactElement, ReactNode } from "react";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { clockWords, durationWords, oneLine } from "../ui/words.ts";
import { AnswerView } from "./AnswerView.tsx";
import { useDensity } from "./density.ts";
import type { ItemProps } from "./itemProps.ts";
import { JsonBox } from "./JsonBox.tsx";
import { Row } from "./Row.tsx";
import { toolName } from "./toolName.ts";

type McpCall = ItemOf<"mcpToolCall">;
type DynamicCall = ItemOf<"dynamicToolCall">;
type Tool = McpCall | DynamicCall;

export function McpToolItem({ entry, item }: ItemProps<McpCall>): ReactElement {
  const mark = item.readOnlyHint === true ? "read-only" : undefined;
  return (
    <ToolRow entry={entry} item={item} mark={mark} problem={item.error?.message}>
      {item.readOnlyHint === true && (
        <p className="fact">
          {entry.unasked === null
            ? "The server declared it read-only."
            : "Ran without asking: the server declared it read-only."}
        </p>
      )}
      <p className="fact">Given</p>
      <JsonBox value={item.arguments} />
      {item.error && <Told words="Failed" value={item.error.message} />}
      {item.result && (
        <>
          <p className="fact">Answered</p>
          <AnswerView id={item.id} content={item.result.content} />
          {item.result.structuredContent !== null && (
            <Told words="Answered as data" value={item.result.structuredContent} />
          )}
        </>
      )}
    </ToolRow>
  );
}

export function DynamicToolItem({ entry, item }: ItemProps<DynamicCall>): ReactElement {
  return (
    <ToolRow entry={entry} item={item} mark={undefined} problem={undefined}>
      <p className="fact">Given</p>
      <JsonBox value={item.arguments} />
      {item.contentItems && (
        <>
          <p className="fact">{item.success === false ? "Failed" : "Answered"}</p>
          <AnswerView id={item.id} content={item.contentItems} />
        </>
      )}
    </ToolRow>
  );
}

function Told({ words, value }: { readonly words: string; readonly value: unknown }): ReactElement {
  return (
    <>
      <p className="fact">{words}</p>
      <JsonBox value={value} />
    </>
  );
}

interface ToolRowProps {
  readonly entry: ItemEntry;
  readonly item: Tool;
  readonly mark: string | undefined;
  /** Why it failed, in the words of the server. */
  readonly problem: string | undefined;
  readonly children: ReactNode;
}

function ToolRow({ entry, item, mark, problem, children }: ToolRowProps): ReactElement {
  const runs = entry.phase === "running";
  const nowMs = useNow(runs);
  const opensItself = useDensity() === "everything";
  return (
    <Row
      id={item.id}
      icon={toolIcon(entry, item)}
      title={
        <>
          <code>
            <Plain text={toolName(item)} kind="code" />
          </code>
          {mark !== undefined && <span className="mark">{mark}</span>}
          {runs && entry.progress !== null && (
            <span className="dim">
              {" "}
              <Plain text={oneLine(entry.progress)} />
            </span>
          )}
        </>
      }
      meta={toolMeta(entry, item, nowMs)}
      opensItself={opensItself}
      glimpse={
        problem !== undefined && (
          <div className="box output">
            <pre>
              <Plain text={oneLine(problem, 400)} kind="code" />
            </pre>
          </div>
        )
      }
      body={children}
    />
  );
}

function toolIcon(entry: ItemEntry, item: Tool): IconProps {
  if (entry.phase === "running") return { name: "loading", spin: true };
  if (entry.phase === "cutOff") return { name: "debug-disconnect", tone: "dim" };
  return item.status === "failed" ? { name: "error", tone: "bad" } : { name: "tools", tone: "plain" };
}

function toolMeta(entry: ItemEntry, item: Tool, nowMs: number): string {
  if (entry.phase === "running")
    return entry.startedAtMs === null ? "" : clockWords(nowMs - entry.startedAtMs);
  if (entry.phase === "cutOff") return "cut off";
  const took = item.durationMs === null ? "" : durationWords(item.durationMs);
  return item.status === "failed" ? ["failed", took].filter(Boolean).join(" · ") : took;
}
