// A command that ran: one line; unfolded the exact command, its folder, what was typed into it and its output.
// What only looked is told in words, the command one click away. A failed one shows the end of its output at
// once, a running one follows it. It answers no approval.

import { useContext, type ReactElement } from "react";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { CwdContext } from "../markdown/cwd.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { oneLine, pathWithin } from "../ui/words.ts";
import {
  commandMeta,
  commandState,
  shortCommand,
  sourceWords,
  type Command,
  type CommandState,
} from "./commandWords.ts";
import { useDensity } from "./density.ts";
import { capitalised, lookWords, onlyLooks } from "./explored.ts";
import type { ItemProps } from "./itemProps.ts";
import { Row } from "./Row.tsx";
import { OutputEndView, OutputView } from "./terminal/OutputView.tsx";

const icons: Record<CommandState, IconProps> = {
  running: { name: "loading", spin: true },
  waiting: { name: "bell-dot", tone: "attention" },
  succeeded: { name: "check", tone: "good" },
  failed: { name: "error", tone: "bad" },
  declined: { name: "circle-slash", tone: "dim" },
  cutOff: { name: "debug-disconnect", tone: "dim" },
};
const lookIcon: IconProps = { name: "search", tone: "dim" };

const glimpseLines = 6;

export function CommandItem({ entry, item, isAsked }: ItemProps<Command>): ReactElement {
  const state = commandState(item, entry.phase, isAsked);
  const nowMs = useNow(state === "running");
  const opensItself = useDensity() === "everything";
  const raw = item.aggregatedOutput ?? "";
  const hasEnd = (state === "failed" || state === "running") && raw.trim() !== "";
  const looked = lookedWords(item, state);
  return (
    <Row
      id={item.id}
      icon={looked !== undefined && state === "succeeded" ? lookIcon : icons[state]}
      dim={looked !== undefined}
      title={
        <Title
          item={item}
          looked={looked}
          source={sourceWords(item, entry.stdin)}
          isUnasked={entry.unasked !== null}
        />
      }
      meta={looked === undefined || state === "running" ? commandMeta(entry, item, state, nowMs) : undefined}
      opensItself={opensItself}
      glimpse={hasEnd && <OutputEndView id={item.id} raw={raw} count={glimpseLines} />}
      body={<CommandBody entry={entry} item={item} />}
    />
  );
}

/** What a command that only looks does, in words; undefined when the command itself is worth the line. */
function lookedWords(item: Command, state: CommandState): string | undefined {
  if (!onlyLooks(item.commandActions) || (state !== "running" && state !== "succeeded")) return undefined;
  return capitalised(lookWords(item.commandActions, state === "running" ? "running" : "done").join(" · "));
}

interface TitleProps {
  readonly item: Command;
  readonly looked: string | undefined;
  readonly source: string;
  /** A saved rule let it run without a question. */
  readonly isUnasked: boolean;
}

function Title({ item, looked, source, isUnasked }: TitleProps): ReactElement {
  return (
    <>
      {looked === undefined ? (
        <code>
          <Plain text={oneLine(shortCommand(item.command), 300)} kind="code" />
        </code>
      ) : (
        <Plain text={looked} kind="code" />
      )}
      {source !== "" && <span className="mark">{source}</span>}
      {isUnasked && <span className="mark">by a saved rule</span>}
    </>
  );
}

function CommandBody({ entry, item }: { readonly entry: ItemEntry; readonly item: Command }): ReactElement {
  const threadCwd = useContext(CwdContext);
  const folder = pathWithin(threadCwd, item.cwd);
  const raw = item.aggregatedOutput ?? "";
  const runs = entry.phase === "running";
  return (
    <>
      <pre className="box whole-command">
        <Plain text={item.command} kind="code" />
      </pre>
      {folder !== threadCwd && (
        <p className="fact">
          in <Plain text={folder} kind="code" />
        </p>
      )}
      {entry.unasked !== null && (
        <p className="fact">
          Ran without asking: allowed by <Plain text={entry.unasked} kind="code" />
        </p>
      )}
      <Typed stdin={entry.stdin} />
      {raw.trim() === "" ? (
        <p className="fact">{runs ? "No output yet" : "No output"}</p>
      ) : (
        <OutputView id={item.id} raw={raw} runs={runs} />
      )}
    </>
  );
}

const mostTyped = 50;

/** What the agent typed into the running command, a line each. */
function Typed({ stdin }: { readonly stdin: readonly string[] }): ReactElement | null {
  const lines = stdin.filter((text) => text !== "");
  if (lines.length === 0) return null;
  return (
    <>
      {lines.length > mostTyped && <p className="fact">The last {mostTyped} inputs:</p>}
      {lines.slice(-mostTyped).map((text, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className="fact">
          Typed into it:{" "}
          <code>
            <Plain text={text.replace(/\r?\n$/, " ⏎").replaceAll("\n", " ⏎ ")} kind="code" />
          </code>
        </p>
      ))}
    </>
  );
}
