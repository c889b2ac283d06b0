// The commands that still run though their turn is over: one line above the composer that unfolds to a list, each with
// its End. It knows no turn and ends nothing by itself.

import { useState, type ReactElement } from "react";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { RunningCommand } from "../../extension/shared/threadState.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf, oneLine } from "../ui/words.ts";

const listId = "running-commands";

export function RunningCommands({
  commands,
}: {
  readonly commands: readonly RunningCommand[];
}): ReactElement | null {
  const [isOpen, open] = useState(false);
  if (commands.length === 0) return null;
  const words = `${countOf(commands.length, "command is", "commands are")} still running`;
  return (
    <section className="queue" aria-label={words}>
      <p className="queue-head">
        <Icon name="terminal" tone="attention" />
        <span>{words}</span>
        <button
          type="button"
          className="quiet-button"
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => open(!isOpen)}
        >
          {isOpen ? "Hide" : "Show"}
        </button>
      </p>
      <ol id={listId} hidden={!isOpen}>
        {commands.map((command) => (
          <Line key={command.processId} running={command} />
        ))}
      </ol>
    </section>
  );
}

function Line({ running }: { readonly running: RunningCommand }): ReactElement {
  const post = usePost();
  const { processId, command } = running;
  const name = oneLine(neutraliseToText(command, "code"), 60);
  return (
    <li className="queue-chip">
      <code className="queue-text" title={neutraliseToText(command, "code")}>
        <Plain text={oneLine(command, 300)} kind="code" />
      </code>
      <button
        type="button"
        className="quiet-button"
        aria-label={`End: ${name}`}
        onClick={() => post({ type: "endCommand", processId })}
      >
        End
      </button>
    </li>
  );
}
