// The messages that wait above the composer: in the order in which they go, each with what can be done with it. It
// sends nothing by itself and knows no turn.

import type { ReactElement } from "react";
import type { HeldBecause, MessageQueueView, QueuedMessage } from "../../extension/shared/messageQueue.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { usePost } from "../pageContext.ts";
import { Icon } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { countOf, oneLine } from "../ui/words.ts";
import { writeIntoComposer } from "./focus.ts";

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
  if (messages.length === 0) return null;
  const words = held === null ? "sent turn by turn" : heldWords[held];
  return (
    <section className="queue" aria-label={`${countOf(messages.length, "queued message")}`}>
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
        <Tool icon="edit" words="Edit in the composer" name={name} onPress={edit} />
        <Tool
          icon="arrow-up"
          words="Move up"
          name={name}
          isDisabled={isFirst}
          onPress={() => post({ type: "moveQueued", clientId, by: "up" })}
        />
        <Tool
          icon="arrow-down"
          words="Move down"
          name={name}
          isDisabled={isLast}
          onPress={() => post({ type: "moveQueued", clientId, by: "down" })}
        />
        <Tool
          icon="send"
          words={sendWords}
          name={name}
          onPress={() => post({ type: "sendQueued", clientId })}
        />
        <Tool icon="close" words="Delete" name={name} onPress={() => post({ type: "unqueue", clientId })} />
      </span>
    </li>
  );
}

interface ToolProps {
  readonly icon: string;
  readonly words: string;
  /** Of the message. */
  readonly name: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

function Tool({ icon, words, name, isDisabled = false, onPress }: ToolProps): ReactElement {
  return (
    <button
      type="button"
      className="quiet-button"
      title={words}
      aria-label={`${words}: ${name}`}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
