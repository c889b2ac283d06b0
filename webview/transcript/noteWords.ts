// A note of ours in words: what was decided on an approval, warnings and remarks of the server.
// Pure. Hooks and automatic reviews, which are alive, have rows of their own.

import type { Forgotten, HookNote, Note, ReviewNote } from "../../extension/shared/threadState.ts";
import type { IconProps } from "../ui/Icon.tsx";
import { decisionWords } from "./decisionWords.ts";

export interface NoteWords {
  readonly icon: IconProps;
  readonly words: string;
  /** What came with it, right behind the words (outside text). */
  readonly told?: string;
  readonly isToldCode?: boolean;
  /** Outside text behind the words. */
  readonly subject?: string;
  /** The subject is a command, a path or an address. */
  readonly isCode?: boolean;
  /** The sub-agent that it was about, by its name (outside text); null or left out: none. */
  readonly agent?: string | null;
}

/** A note that is one line and does not change. */
export type PlainNote = Exclude<Note, HookNote | ReviewNote>;

const good: IconProps = { name: "check", tone: "good" };
const stopped: IconProps = { name: "circle-slash", tone: "dim" };
const warning: IconProps = { name: "warning", tone: "attention" };
const working: IconProps = { name: "loading", spin: true };

export function noteWords(note: PlainNote): NoteWords {
  switch (note.type) {
    case "decision": {
      const { isGood, ...words } = decisionWords(note);
      return { icon: isGood ? good : stopped, ...words, agent: note.agent };
    }
    case "approvalVoid":
      return {
        icon: stopped,
        words: voidWords[note.because],
        subject: note.subject === "" ? note.asked : note.subject,
        isCode: note.subject !== "" && note.isCode,
        agent: note.agent,
      };
    case "rerouted": {
      const subject = `${note.to} instead of ${note.from}`;
      return { icon: { name: "arrow-swap", tone: "dim" }, words: "Answered by another model", subject };
    }
    case "warning":
      return { icon: warning, words: "Warning", subject: note.text };
    case "serverGone":
      return {
        icon: { name: "debug-disconnect", tone: "bad" },
        words: "The Codex app-server ended during this turn",
      };
    case "forgotten":
      return { icon: warning, words: forgottenWords[note.outcome] };
    default:
      return remarkWords(note);
  }
}

const voidWords: Record<Extract<Note, { type: "approvalVoid" }>["because"], string> = {
  resolved: "No longer asked",
  serverGone: "Cancelled, nothing ran: the server ended before your answer",
  answerLost: "Your answer may not have reached Codex: the server ended",
};

const forgottenWords: Record<Forgotten, string> = {
  ended: "The app-server forgot this; Lectern wrote it down",
  notRun: "Not run: Codex ended before your answer",
  denied: "Denied, not run; the app-server forgot it",
  cutOff: "Cut off with its turn; the app-server forgot it",
  unknown: "It ran when Codex ended, its outcome is unknown; the app-server forgot it",
};

type Remark = Extract<
  PlainNote,
  { type: "strictReview" | "goal" | "verification" | "buffering" | "authRecovery" }
>;

const goalWords: Record<Extract<Note, { type: "goal" }>["status"], string> = {
  active: "Goal",
  paused: "Goal paused",
  blocked: "Goal blocked",
  usageLimited: "Goal held up by the usage limit",
  budgetLimited: "Goal held up by its budget",
  complete: "Goal reached",
  cleared: "Goal cleared",
};

function remarkWords(note: Remark): NoteWords {
  switch (note.type) {
    case "strictReview":
      return { icon: { name: "shield", tone: "dim" }, words: "Strict automatic review is required here" };
    case "goal": {
      const icon: IconProps = { name: "target", tone: note.status === "complete" ? "good" : "dim" };
      return { icon, words: goalWords[note.status] ?? "Goal", subject: note.objective };
    }
    case "verification":
      return {
        icon: { name: "info", tone: "dim" },
        words: "The provider asks to verify this account",
        subject: note.kinds.map((kind) => verificationWords[kind] ?? kind).join(", "),
      };
    case "buffering": {
      const words = note.isHeld ? "The provider is checking the answer before it shows it" : "Answer checked";
      return { icon: note.isHeld ? working : good, words, subject: note.reasons.join(", ") };
    }
    case "authRecovery":
      return {
        icon: note.phase === "running" ? working : { name: "key", tone: "dim" },
        words:
          note.phase === "running" ? "Signing in to the provider again" : "Signed in to the provider again",
        subject: note.message === "" ? note.provider : note.message,
      };
  }
}

const verificationWords: Record<string, string> = { trustedAccessForCyber: "trusted access for cyber" };
