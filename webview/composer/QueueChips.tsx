// The messages that wait above the composer: in the order in which they go, each with what can be done with it. It
// sends nothing by itself and knows no turn.

import { useLayoutEffect, type ReactElement } from "react";
import type { HeldBecause, MessageQueueView, QueuedMessage } from "../../extension/shared/messageQueue.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf, oneLine } from "../ui/words.ts";
import { focusComposer, writeIntoComposer } from "./focus.ts";

const heldWords: Record<HeldBecause, string> = {
  person: "held",
  interrupted: "held: the turn was stopped",
  failed: "held: the turn failed",
  serverGone: "held: the app-server ended",
  reloaded: "held since the reload",
  notSent: "held: it could not be sent",
};

interface QueueChipsProps {
  readonly queue: MessageQueueView;
  readonly isRunning: boolean;
}

export function QueueChips({ queue, isRunning }: QueueChipsProps): ReactElement | null {
  const post = usePost();
  const { messages, held } = queue;
  useFocusKept();
  if (messages.length === 0) return null;
  const words = held === null ? "sent turn by turn" : heldWords[held];
  return (
    <section className="queue" aria-label={countOf(messages.length, "queued message")}>
      <p className="queue-head">
        <Icon name={held === null ? "clock" : "debug-pause"} tone={held === null ? "dim" : "attention"} />
        <span>
          {messages.length} queued, {words}
        </span>
        <button
          type="button"
          className="quiet-button"
          title={held === null ? "Send none until resumed" : "Send them one by one"}
          onClick={() => post({ type: "holdQueue", held: held === null })}
        >
          {held === null ? "Hold" : "Resume"}
        </button>
      </p>
      <ol>
        {messages.map((message, at) => (
          <Chip
            key={message.clientId}
            message={message}
            isFirst={at === 0}
            isLast={at === messages.length - 1}
            isRunning={isRunning}
          />
        ))}
      </ol>
    </section>
  );
}

/** The tool that was pressed last, by its name. */
let lastTool: string | undefined;

/** A chip that moved or went took the keyboard with it: it goes back to the tool, or to the composer. */
function useFocusKept(): void {
  useLayoutEffect(() => {
    if (lastTool === undefined || document.activeElement !== document.body) return;
    const tools = [...document.querySelectorAll<HTMLElement>(".queue-tools button")];
    const tool = tools.find((element) => element.dataset["tool"] === lastTool);
    if (tool) tool.focus();
    else focusComposer();
    lastTool = undefined;
  });
}

interface ChipProps {
  readonly message: QueuedMessage;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isRunning: boolean;
}

function Chip({ message, isFirst, isLast, isRunning }: ChipProps): ReactElement {
  const post = usePost();
  const { clientId, text } = message;
  const line = oneLine(text, 300);
  const name = oneLine(neutraliseToText(text), 60);
  const edit = (): void => {
    writeIntoComposer(text);
    post({ type: "unqueue", clientId });
  };
  const sendWords = isRunning ? "Send now: steers the running turn" : "Send now";
  return (
    <li className="queue-chip">
      <span className="queue-text" title={neutraliseToText(text)}>
        <Plain text={line} />
      </span>
      <span className="queue-tools">
        <Tool icon="edit" words="Edit in the composer" name={name} clientId={clientId} onPress={edit} />
        <Tool
          icon="arrow-up"
          words="Move up"
          name={name}
          clientId={clientId}
          isDisabled={isFirst}
          onPress={() => post({ type: "moveQueued", clientId, by: "up" })}
        />
        <Tool
          icon="arrow-down"
          words="Move down"
          name={name}
          clientId={clientId}
          isDisabled={isLast}
          onPress={() => post({ type: "moveQueued", clientId, by: "down" })}
        />
        <Tool
          icon="send"
          words={sendWords}
          name={name}
          clientId={clientId}
          onPress={() => post({ type: "sendQueued", clientId })}
        />
        <Tool
          icon="close"
          words="Delete"
          name={name}
          clientId={clientId}
          onPress={() => post({ type: "unqueue", clientId })}
        />
      </span>
    </li>
  );
}

interface ToolProps {
  readonly icon: string;
  readonly words: string;
  readonly clientId: string;
  /** Of the message. */
  readonly name: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

function Tool({ icon, words, name, clientId, isDisabled = false, onPress }: ToolProps): ReactElement {
  return (
    <button
      type="button"
      className="quiet-button"
      title={words}
      aria-label={`${words}: ${name}`}
      aria-disabled={isDisabled || undefined}
      data-tool={`${icon} ${clientId}`}
      onClick={(event) => {
        lastTool = event.currentTarget.dataset["tool"];
        if (!isDisabled) onPress();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
