// The script of the offline demo: a first turn that reads, asks for a command, asks for a change and sums up,
// and small later turns. It decides from the request alone; the words are in demoText, the task in demoTask.
// It must do no harm in any folder, whatever the person answers.

import { command, patch } from "../../test/provider/calls.ts";
import { assessment, message, reasoning, usage } from "../../test/provider/events.ts";
import type { ModelRequest, ToolCall } from "../../test/provider/request.ts";
import type { Script } from "../../test/provider/script.ts";
import type { Step } from "../../test/provider/step.ts";
import { commandOf, type DemoPlace, isEscalated, outcomeOf, readCommands, taskFor } from "./demoTask.ts";
import * as text from "./demoText.ts";

export interface DemoScriptOptions extends DemoPlace {
  /** Milliseconds between words; 0 says all at once. */
  readonly paceMs: number;
}

const lookCommand = "ls";
// The tests of the sample take a moment; the result belongs into the call that ran them.
const yieldTimeMs = 20_000;

export function demoScript(options: DemoScriptOptions): Script {
  return (request) => {
    if (request.kind === "compaction") return [message(text.compactionText), noTokens];
    if (request.kind === "autoReview") return [assessment("deny", text.reviewerText), noTokens];
    const isFirst = request.calls.length === request.turnCalls.length;
    return [...(isFirst ? firstTurn(request, options) : laterTurn(request, options)), noTokens];
  };
}

// No model, no tokens: the meters must not claim any.
const noTokens = usage({});

function firstTurn(request: ModelRequest, options: DemoScriptOptions): Step[] {
  const { turnCalls } = request;
  const [look, ...others] = turnCalls;
  if (!look) return opening(options);
  const reads = readCommands(look.output ?? "", options.platform);
  if (reads.length > 0 && others.length === 0) return reads.map((cmd) => command(cmd));
  const task = taskFor(request, options);
  const asked = others.find(isEscalated);
  if (!asked) {
    const escalate = { justification: task.justification };
    return [say(text.beforeCommand, options), command({ cmd: task.command, escalate, yieldTimeMs })];
  }
  const changed = others.find(isPatch);
  if (!changed) return [say(text.beforeChange(asked, task), options), patch(task.patch)];
  return [answer(text.closing(asked, changed, task), options)];
}

function opening(options: DemoScriptOptions): Step[] {
  return [
    reasoning({ summary: [text.thoughts], delayMs: options.paceMs }),
    say(text.greetingText, options),
    command(lookCommand),
  ];
}

function laterTurn({ calls, turnCalls }: ModelRequest, options: DemoScriptOptions): Step[] {
  const file = changedFile(calls);
  if (turnCalls.length > 0) return [answer(text.followUp(file), options)];
  return [say(text.beforeFollowUp, options), command(file === undefined ? lookCommand : `cat ${file}`)];
}

/** The first file of the last change that was written. */
function changedFile(calls: readonly ToolCall[]): string | undefined {
  const written = calls.findLast((call) => isPatch(call) && outcomeOf(call) === "done");
  return /^\*\*\* (?:Add|Update) File: (.+)$/m.exec(written?.input ?? "")?.[1];
}

function isPatch(call: ToolCall): boolean {
  return call.name === "apply_patch" && commandOf(call) === undefined;
}

function say(words: string, { paceMs }: DemoScriptOptions): Step {
  return message({ text: words, phase: "commentary", delayMs: paceMs });
}

function answer(words: string, { paceMs }: DemoScriptOptions): Step {
  return message({ text: words, phase: "final_answer", delayMs: paceMs });
}
