// A note of ours in the transcript, as one quiet line: what was decided on an approval, what was refused for
// lack of a way to ask, warnings, and that the server went.

import type { ReactElement, ReactNode } from "react";
import { isAllowing, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { Note, NoteEntry } from "../../extension/shared/threadState.ts";
import { Icon, type IconProps } from "../ui/Icon.tsx";
import { Plain } from "../ui/Plain.tsx";
import { oneLine, timeOfDay } from "../ui/words.ts";

interface NoteWords {
  readonly icon: IconProps;
  readonly words: string;
  /** Outside text behind the words. */
  readonly subject?: string;
  /** The subject is a command, a path or an address. */
  readonly isCode?: boolean;
}

export function NoteLine({ entry }: { readonly entry: NoteEntry }): ReactElement {
  const { icon, words, subject = "", isCode = false } = noteWords(entry.note);
  const shown = oneLine(subject, 300);
  const name = shown === "" ? words : `${words}: ${neutraliseToText(shown, isCode ? "code" : "prose")}`;
  return (
    <article className="note" aria-label={`Note: ${name}`}>
      <Icon {...icon} />
      <span className="row-title">
        {words}
        {shown !== "" && (
          <>
            {" · "}
            {asCode(isCode, <Plain text={shown} kind={isCode ? "code" : "prose"} />)}
          </>
        )}
      </span>
      <span className="row-meta">{timeOfDay(entry.atMs)}</span>
    </article>
  );
}

function asCode(isCode: boolean, node: ReactNode): ReactNode {
  return isCode ? <code>{node}</code> : node;
}

const decisionWords: Record<ChoiceId, string> = {
  accept: "Allowed by you",
  acceptForSession: "Allowed by you until the server ends",
  acceptWithRule: "Allowed by you, rule saved",
  decline: "Denied by you",
  declineWithRule: "Denied by you, rule saved",
  cancel: "Denied by you, turn stopped",
};

const good: IconProps = { name: "check", tone: "good" };
const stopped: IconProps = { name: "circle-slash", tone: "dim" };
const warning: IconProps = { name: "warning", tone: "attention" };

function noteWords(note: Note): NoteWords {
  switch (note.type) {
    case "decision": {
      return {
        icon: isAllowing(note.choice) ? good : stopped,
        words: decisionWords[note.choice],
        subject: note.subject,
        isCode: true,
      };
    }
    case "approvalVoid":
      return {
        icon: stopped,
        words:
          note.because === "serverGone" ? "Not run: the server ended before your answer" : "No longer asked",
        subject: note.subject === "" ? note.asked : note.subject,
        isCode: note.subject !== "",
      };
    case "rerouted":
      return {
        icon: { name: "arrow-swap", tone: "dim" },
        words: "Answered by another model",
        subject: `${note.to} instead of ${note.from}`,
      };
    case "warning":
      return { icon: warning, words: "Warning", subject: note.text };
    case "hook":
      return { icon: hookIcon(note.status), words: `Hook ${note.event} ${note.status}`, subject: note.text };
    case "serverGone":
      return {
        icon: { name: "debug-disconnect", tone: "bad" },
        words: "The Codex app-server ended during this turn",
      };
  }
}

function hookIcon(status: string): IconProps {
  return status === "blocked" || status === "failed" ? warning : { name: "plug", tone: "dim" };
}
