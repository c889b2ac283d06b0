// The words of the offline demo. They say plainly that a script speaks and no model was asked, and they report
// only what the outputs of the calls show.

import type { ToolCall } from "../../test/provider/request.ts";
import { type DemoTask, exitCodeOf, type Outcome, outcomeOf } from "./demoTask.ts";

export const thoughts =
  "**Looking around**\n\nFirst read a few files, which needs no permission. Then ask before one command and one change.";

export const greetingText =
  "This is the offline demo. A fixed script answers here; no model is asked, so your words are not understood. " +
  "I begin with a look at the folder. Reading needs no permission.";

export const beforeCommand =
  "Next comes a command that asks to run outside the sandbox. In Ask mode it waits for your answer, and the demo goes on either way.";

/** Said between the command and the change. */
export function beforeChange(asked: ToolCall, task: DemoTask): string {
  const words: Record<Outcome, string> = {
    done: commandEnded(asked),
    declined: "You declined the command, so it did not run.",
    refused: "The command was refused without a question, as it is in Read only mode.",
  };
  return `${words[outcomeOf(asked)]} Now one change: it ${task.change}. In Ask mode you see it before it is written.`;
}

/** The closing message, in Markdown. */
export function closing(asked: ToolCall, changed: ToolCall, task: DemoTask): string {
  const written = outcomeOf(changed) === "done";
  return [
    "## What happened",
    "",
    "- **Reading** needs no permission: the script looked at the folder.",
    `- **The command** ${commandResult(asked)}.`,
    `- **The change** ${changeResult(changed)}.`,
    "",
    "| Step | Asks in Ask mode | Result |",
    "| --- | --- | --- |",
    "| Read files | no | done |",
    `| \`${task.command.replaceAll("|", "\\|")}\` | yes | ${short(asked)} |`,
    `| Change \`${task.file}\` | yes | ${short(changed)} |`,
    "",
    written ? "This is the core of the change:" : "This would have been the core of the change:",
    "",
    `\`\`\`${task.excerpt.language}`,
    task.excerpt.text,
    "```",
    "",
    "All of this was scripted: no model was asked. The app-server, its sandbox and the approvals are the real ones. " +
      "To work with Codex itself, sign in and start a new thread; more is told by [the Codex project](https://github.com/openai/codex).",
  ].join("\n");
}

export const beforeFollowUp =
  "The script does not understand what you wrote, for no model is asked. It can show one more small turn: reading again.";

/** The end of every later turn; `changedFile` is a file that the demo wrote, if it did. */
export function followUp(changedFile: string | undefined): string {
  const state =
    changedFile === undefined
      ? "The demo changed nothing in this folder."
      : `You see what \`${changedFile}\` holds now.`;
  return `${state} That is all this script has. Start the demo again in a new thread to answer the questions differently, or sign in to let Codex work here.`;
}

export const compactionText = "This thread is the offline demo of Lectern: a script, no model.";

export const reviewerText = "The offline demo has no reviewer. Only a person allows something here.";

function commandEnded(asked: ToolCall): string {
  const code = exitCodeOf(asked);
  if (code === 0) return "The command ran without an error.";
  return code === undefined ? "The command still runs." : `The command ran and ended with exit code ${code}.`;
}

function commandResult(asked: ToolCall): string {
  const code = exitCodeOf(asked);
  const words: Record<Outcome, string> = {
    done: `ran outside the sandbox and ${code === undefined ? "has not ended yet" : `ended with exit code ${code}`}`,
    declined: "did not run, because you declined it",
    refused: "was refused without a question, as it is in Read only mode",
  };
  return words[outcomeOf(asked)];
}

function changeResult(changed: ToolCall): string {
  const words: Record<Outcome, string> = {
    done: "was written",
    declined: "was not written, because you declined it",
    refused: "was not written, because the server refused it without a question",
  };
  return words[outcomeOf(changed)];
}

function short(call: ToolCall): string {
  const words: Record<Outcome, string> = { done: "done", declined: "declined", refused: "refused" };
  return words[outcomeOf(call)];
}
