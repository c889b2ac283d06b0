// Where the person writes. A plain labelled text area, because screen readers and input methods need one. Enter
// sends, Shift+Enter breaks the line, Escape twice stops the turn. The text leaves only when it was taken.

import { useCallback, type KeyboardEvent, type ReactElement } from "react";
import { runningTurn, type ThreadState } from "../../extension/shared/threadState.ts";
import type { WhileBusy } from "../../extension/shared/messageQueue.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import { usePage } from "../pageContext.ts";
import { Button, type ButtonProps } from "../ui/Button.tsx";
import { FolderLine } from "./FolderLine.tsx";
import { composerId } from "./focus.ts";
import { EditLine, editLineId, hintFor, hintId, HintLine, StuckLine, type Hint } from "./Hint.tsx";
import { ModelName } from "./ModelName.tsx";
import { ModeMenu } from "./ModeMenu.tsx";
import { RunningCommands } from "./RunningCommands.tsx";
import { QueueChips } from "./QueueChips.tsx";
import { obstacleOf, placeholderFor } from "./sendState.ts";
import { useDraft } from "./useDraft.ts";
import { useMessageEdit, type OpenEdit } from "./useMessageEdit.ts";
import { useSending, type SendHow, type Sending } from "./useSending.ts";
import { useStopping, type Stopping } from "./useStopping.ts";

export interface ComposerProps {
  readonly host: HostState;
  readonly thread: ThreadState | null;
  /** A banner above says already why nothing can be sent. */
  readonly isExplained: boolean;
}

export function Composer({ host, thread, isExplained }: ComposerProps): ReactElement {
  const composer = useComposer(host, thread);
  const { text, change, sending, stopping, isRunning, obstacle, hint, canSend, send, edit } = composer;
  return (
    <div className="composer-area">
      {stopping.isStuck && <StuckLine />}
      {thread && !isRunning && <RunningCommands commands={thread.commands} />}
      {thread && <QueueChips queue={thread.messageQueue} isRunning={isRunning} />}
      {!thread && <FolderLine host={host} />}
      {edit && <EditLine words={edit.words} onLeave={edit.leave} />}
      {hint && <HintLine hint={hint} isHidden={isExplained && hint.isObstacle} />}
      <div className={`composer${sending.isSending ? " sending" : ""}`}>
        <textarea
          id={composerId}
          aria-label="Message Codex"
          aria-describedby={describedBy(edit !== null, hint !== null)}
          placeholder={placeholderFor(host, thread)}
          value={text}
          readOnly={sending.isSending}
          rows={2}
          onChange={({ currentTarget }) => change(() => currentTarget.value)}
          onKeyDown={composer.keyDown}
        />
        <div className="composer-row">
          <ModeMenu host={host} thread={thread} />
          <ModelName host={host} thread={thread} />
          {composer.offersStop ? (
            <StopButton onPress={stopping.stop} />
          ) : (
            <SendButton
              title={obstacle ?? sendTitle(isRunning ? host.whileBusy : null, edit !== null)}
              disabled={!canSend}
              onPress={send}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface ComposerModel {
  readonly text: string;
  readonly change: (update: (text: string) => string) => void;
  readonly sending: Sending;
  readonly stopping: Stopping;
  readonly isRunning: boolean;
  readonly obstacle: string | null;
  readonly hint: Hint | null;
  readonly edit: OpenEdit | null;
  readonly canSend: boolean;
  readonly offersStop: boolean;
  /** Does nothing when nothing may be sent. */
  readonly send: () => void;
  readonly keyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

function useComposer(host: HostState, thread: ThreadState | null): ComposerModel {
  const { text, change, tellHost } = useDraft();
  const { memory } = usePage();
  const onTaken = useCallback(
    (sent: string) => {
      const { edit: over } = memory;
      memory.keepEdit(null);
      change((now) => leftOver(now, sent, over?.before ?? ""));
    },
    [change, memory],
  );
  const sending = useSending(onTaken);
  const turnId = thread ? runningTurn(thread)?.turnId : undefined;
  // What runs elsewhere is neither steered nor stopped from here.
  const isRunning = turnId !== undefined && !thread?.elsewhere;
  const stopping = useStopping(turnId);
  const edit = useMessageEdit(thread?.threadId, isRunning);
  const obstacle = obstacleOf(host, thread, text);
  const isBlank = text.trim() === "";
  const canSend = obstacle === null && !isBlank && !sending.isSending;
  const { whileBusy } = host;
  const sendAs = (busyAs: WhileBusy): void => {
    if (!canSend) return;
    // The host knows the draft that it clears once this is taken.
    tellHost();
    sending.send(text, sendHow(edit, isRunning ? busyAs : "steer"));
  };
  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An input method still composes: every key is its own. 229 is how some of them say so.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && edit) edit.leave();
    else if (event.key === "Escape" && isRunning) stopping.escape();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    sendAs(event.altKey ? otherOf(whileBusy) : whileBusy);
  };
  const send = (): void => sendAs(whileBusy);
  const isStopArmed = stopping.isArmed;
  const busy = isRunning && edit === null ? whileBusy : null;
  const hint = hintFor({ problem: sending.problem, obstacle, isBlank, isStopArmed, whileBusy: busy });
  const offersStop = isRunning && isBlank && edit === null;
  const sends = { sending, obstacle, canSend, send };
  return { text, change, ...sends, stopping, isRunning, hint, edit, offersStop, keyDown };
}

/** Text typed behind the sent one while nothing answered stays; else what was put aside comes back. */
function leftOver(now: string, sent: string, before: string): string {
  if (!now.startsWith(sent)) return now;
  return now.slice(sent.length).trimStart() || before;
}

function describedBy(isEdit: boolean, hasHint: boolean): string | undefined {
  const ids = [isEdit && editLineId, hasHint && hintId].filter((id) => id !== false);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

function sendHow(edit: OpenEdit | null, whileBusy: WhileBusy): SendHow {
  if (edit && edit.itemId !== null) return { type: "resend", itemId: edit.itemId };
  return { type: whileBusy === "queue" ? "queue" : "send" };
}

function otherOf(whileBusy: WhileBusy): WhileBusy {
  return whileBusy === "steer" ? "queue" : "steer";
}

/** `whileBusy`: null while no turn runs. */
function sendTitle(whileBusy: WhileBusy | null, isEdit: boolean): string {
  if (isEdit) return "Resend (Enter)";
  if (whileBusy === null) return "Send (Enter)";
  return whileBusy === "steer"
    ? "Send: steers the running turn (Enter). Queue: Alt+Enter"
    : "Queue: sent when the turn is done (Enter). Steer: Alt+Enter";
}

/* Two components, not one button that changes: the focus on Send must not become a focus on Stop. */

function StopButton({ onPress }: { readonly onPress: () => void }): ReactElement {
  const title = "Stop (Escape twice)";
  return (
    <Button className="send" look="primary" icon="debug-stop" label="Stop" title={title} onPress={onPress} />
  );
}

type SendButtonProps = Pick<ButtonProps, "onPress"> & Required<Pick<ButtonProps, "title" | "disabled">>;

function SendButton(props: SendButtonProps): ReactElement {
  return <Button className="send" look="primary" icon="arrow-up" label="Send" {...props} />;
}
