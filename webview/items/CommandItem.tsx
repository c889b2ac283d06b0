// A command that the agent ran: one line; unfolded the exact command, its folder and its output. A failed one
// shows the end of its output at once, a running one follows it. It answers no approval.

import { useContext, type ReactElement } from "react";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { CwdContext } from "../markdown/cwd.ts";
import { usePost } from "../pageContext.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { useNow } from "../ui/useNow.ts";
import { countOf, oneLine, pathWithin } from "../ui/words.ts";
import { commandMeta, commandState, shortCommand, type Command, type CommandState } from "./commandWords.ts";
import type { ItemProps } from "./itemProps.ts";
import { endOfOutput } from "./output.ts";
import { Row } from "./Row.tsx";

const icons: Record<CommandState, IconProps> = {
  running: { name: "loading", spin: true },
  waiting: { name: "bell-dot", tone: "attention" },
  succeeded: { name: "check", tone: "good" },
  failed: { name: "error", tone: "bad" },
  declined: { name: "circle-slash", tone: "dim" },
  cutOff: { name: "debug-disconnect", tone: "dim" },
};

const glimpseLines = 6;
const unfoldedLines = 400;

export function CommandItem({ entry, item, isAsked }: ItemProps<Command>): ReactElement {
  const state = commandState(item, entry.phase, isAsked);
  const nowMs = useNow(state === "running");
  const hasEnd = (state === "failed" || state === "running") && (item.aggregatedOutput ?? "").trim() !== "";
  return (
    <Row
      id={item.id}
      icon={icons[state]}
      title={
        <code>
          <Plain text={oneLine(shortCommand(item.command), 300)} kind="code" />
        </code>
      }
      meta={commandMeta(entry, item, state, nowMs)}
      glimpse={hasEnd && <OutputBox id={item.id} raw={item.aggregatedOutput ?? ""} lines={glimpseLines} />}
      body={<CommandBody entry={entry} item={item} />}
    />
  );
}

function CommandBody({ entry, item }: { readonly entry: ItemEntry; readonly item: Command }): ReactElement {
  const threadCwd = useContext(CwdContext);
  const folder = pathWithin(threadCwd, item.cwd);
  const raw = item.aggregatedOutput ?? "";
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
      {entry.stdin.length > 0 && (
        <p className="fact">
          Typed into it: <Plain text={oneLine(entry.stdin.join(""))} kind="code" />
        </p>
      )}
      {raw.trim() === "" ? (
        <p className="fact">{entry.phase === "running" ? "No output yet" : "No output"}</p>
      ) : (
        <OutputBox id={item.id} raw={raw} lines={unfoldedLines} />
      )}
    </>
  );
}

interface OutputBoxProps {
  readonly id: string;
  readonly raw: string;
  readonly lines: number;
}

/** The end of an output. Laid out from its end, so that it follows what comes without a script. */
function OutputBox({ id, raw, lines }: OutputBoxProps): ReactElement {
  const post = usePost();
  const { text, linesBefore } = endOfOutput(raw, lines);
  return (
    <div className="box output">
      {linesBefore > 0 && (
        <button
          type="button"
          className="quiet-button more"
          onClick={() => post({ type: "openOutput", itemId: id })}
        >
          … {countOf(linesBefore, "more line")}
        </button>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={lines > glimpseLines ? 0 : undefined}>
        <Plain text={text} kind="code" />
      </pre>
    </div>
  );
}
