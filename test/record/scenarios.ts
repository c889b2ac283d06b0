// The stories that are recorded: what the model says, how the approvals are decided, and what the person does.
// Each plays on a running host with one thread and returns when nothing more is to be heard.

import { fileURLToPath } from "node:url";
import { runningTurn, type ItemEntry, type ThreadState } from "../../extension/shared/threadState.ts";
import * as call from "../provider/calls.ts";
import * as say from "../provider/events.ts";
import { firstOf, type Script, sequence, whenKind, whenUser } from "../provider/script.ts";
import { approvedCommand, longCommand, testsAndSummary } from "../provider/scripts/commands.ts";
import { everything } from "../provider/scripts/everything.ts";
import { greeting, longStream } from "../provider/scripts/messages.ts";
import { declinedPatch, patch } from "../provider/scripts/patches.ts";
import { commandEnds } from "./ends.ts";
import { errorScenarios } from "./errorScenarios.ts";
import { guardScenarios } from "./guardScenarios.ts";
import { type Playing, prompt, type Scenario } from "./scenario.ts";
import { serverScenarios } from "./serverScenarios.ts";
import { toolScenarios } from "./toolScenarios.ts";

const tinyMcp = fileURLToPath(new URL("../provider/tinyMcp.ts", import.meta.url));
const tenSentences = Array.from({ length: 10 }, (_, index) => `Sentence ${index + 1}. `);
/** Begins to speak and then is silent, so that what was heard is always the same. */
const slowMessage = sequence([
  [say.message({ text: tenSentences.join(""), deltas: tenSentences, finish: false }), say.hang()],
]);
const afterwards = whenUser(/^and now/, [say.message("I go on from here.")]);
const fullReasoning = { model_reasoning_summary: "detailed", show_raw_agent_reasoning: true };

export const scenarios: Readonly<Record<string, Scenario>> = {
  greeting: { script: greeting },
  longStream: { script: longStream(200) },
  everything: { script: everything, threadConfig: fullReasoning },
  testsAndSummary: { script: testsAndSummary, threadConfig: { model_reasoning_summary: "detailed" } },
  longCommand: { script: longCommand },
  approvedCommandAccepted: { script: approvedCommand },
  approvedCommandAcceptedForSession: {
    script: approvedCommand,
    decide: "acceptForSession",
    play: async (playing) => {
      await prompt(playing, "go");
      await prompt(playing, "go again");
    },
  },
  approvedCommandDeclined: { script: approvedCommand, decide: "decline" },
  approvedCommandCancelled: { script: approvedCommand, decide: "cancel" },
  patchAccepted: { script: patch },
  patchDeclined: { script: declinedPatch, decide: "decline" },
  patchCancelled: { script: declinedPatch, decide: "cancel" },
  reasoning: {
    script: sequence([
      [say.reasoning({ summary: ["First this.", "Then that."], raw: "Raw thoughts." }), say.message("Done.")],
    ]),
    threadConfig: fullReasoning,
  },
  webSearch: {
    script: sequence([
      [
        say.webSearch("how to greet"),
        say.webSearch({ type: "open_page", url: "https://example.com/" }),
        say.webSearch({ type: "find_in_page", url: "https://example.com/", pattern: "greet" }),
        say.message("Found it."),
      ],
    ]),
  },
  plan: {
    script: sequence([
      call.updatePlan([
        { step: "Read", status: "in_progress" },
        { step: "Write", status: "pending" },
      ]),
      call.updatePlan([
        { step: "Read", status: "completed" },
        { step: "Write", status: "completed" },
      ]),
      say.message("As planned."),
    ]),
    serverConfig: ["tools.update_plan={enabled=true}"],
  },
  mcpCall: {
    script: sequence([
      call.mcpCall("tiny", "echo", { text: "hello" }),
      call.mcpCall("tiny", "write_thing", { text: "hello" }),
      say.message("One call ran, one was declined."),
    ]),
    serverConfig: [
      `mcp_servers.tiny.command=${JSON.stringify(process.execPath)}`,
      `mcp_servers.tiny.args=${JSON.stringify([tinyMcp])}`,
    ],
  },
  questionRefused: {
    script: sequence([
      call.requestUserInput([
        {
          id: "colour",
          header: "Colour",
          question: "Which one?",
          options: [
            { label: "Red", description: "Warm." },
            { label: "Blue", description: "Cold." },
          ],
        },
      ]),
      say.message("Then I choose."),
    ]),
    serverConfig: ["features.default_mode_request_user_input=true"],
  },
  codeMode: {
    model: "gpt-6.1-sol",
    script: sequence([
      call.exec('const r = await tools.exec_command({cmd: "cat README.md"}); text(r.output);'),
      say.message("Read by a program."),
    ]),
  },
  compaction: {
    script: firstOf(
      whenKind("compaction", say.message("Summed up: they greeted.")),
      whenUser(/^and now/, [say.message("Still here.")]),
      sequence([[say.message("A long talk."), say.usage({ inputTokens: 265_000, outputTokens: 5 })]]),
    ),
    play: async (playing) => {
      await prompt(playing, "go");
      await prompt(playing, "and now?");
    },
  },
  streamCutRetried: { script: cutOnce(), retries: 2 },
  streamCutRetriedWithNewId: { script: cutOnce("another-message"), retries: 2 },
  streamCutForGood: {
    script: sequence([[say.message({ text: "This will not", finish: false }), say.cut()]]),
    retries: 1,
  },
  error400: { script: sequence([say.httpError(400, "no such luck")]) },
  error500: { script: sequence([say.httpError(500, "out of order")]), retries: 1 },
  stopInMessage: { script: firstOf(afterwards, slowMessage), play: stopInMessage },
  steerInMessage: { script: firstOf(afterwards, slowMessage), play: steerInMessage },
  stopInCommand: { script: firstOf(afterwards, longCommand), play: stopInCommand },
  interruptInCommand: { script: firstOf(afterwards, longCommand), play: interruptInCommand },
  stopInApproval: { script: firstOf(afterwards, patch), decide: "leave", play: stopInApproval },
  crashInMessage: { script: firstOf(afterwards, slowMessage), play: crashInMessage },
  crashInCommand: { script: firstOf(afterwards, longCommand), play: crashInCommand },
  crashInApproval: { script: firstOf(afterwards, patch), decide: "leave", play: crashInApproval },
  ...toolScenarios,
  ...guardScenarios,
  ...serverScenarios,
  ...errorScenarios,
};

/** Sends a prompt and waits until there is something to see of its turn. */
async function begin({ host, threadId }: Playing, look: (state: ThreadState) => boolean): Promise<void> {
  await host.threads.send(threadId, "go");
  await host.until(() => look(host.state(threadId)));
}

async function stop({ host, threadId }: Playing): Promise<void> {
  await host.threads.stop(threadId);
  await host.until(() => runningTurn(host.state(threadId)) === undefined);
}

const streams = (state: ThreadState): boolean =>
  textOf(state, (item) => item.type === "agentMessage" && item.text.includes("Sentence 10."));
const prints = (state: ThreadState): boolean =>
  textOf(
    state,
    (item) => item.type === "commandExecution" && (item.aggregatedOutput ?? "").includes("line 3"),
  );
const asks = (state: ThreadState): boolean => state.approvals.length > 0;

function textOf(state: ThreadState, test: (item: ItemEntry["item"]) => boolean) {
  const entries = state.turns.at(-1)?.entries ?? [];
  return entries.some((entry) => entry.kind === "item" && test(entry.item));
}

async function stopInMessage(playing: Playing): Promise<void> {
  await begin(playing, streams);
  await stop(playing);
  await prompt(playing, "and now?");
}

async function steerInMessage(playing: Playing): Promise<void> {
  const { host, threadId } = playing;
  await begin(playing, streams);
  await host.threads.send(threadId, "and now something else");
  await host.until(() => runningTurn(host.state(threadId)) === undefined);
}

async function stopInCommand(playing: Playing): Promise<void> {
  await begin(playing, prints);
  await stop(playing);
  await commandEnds(playing);
  await prompt(playing, "and now?");
}

/** Interrupts without ending the command, as an older client would: its last words come after the turn's. */
async function interruptInCommand(playing: Playing): Promise<void> {
  const { host, threadId } = playing;
  await begin(playing, prints);
  const turnId = runningTurn(host.state(threadId))?.turnId ?? "";
  await host.supervisor.connection.call("turn/interrupt", { threadId, turnId });
  await commandEnds(playing);
}

async function stopInApproval(playing: Playing): Promise<void> {
  const { host, threadId } = playing;
  await begin(playing, asks);
  await stop(playing);
  await host.until(() => !asks(host.state(threadId)));
  await prompt(playing, "and now?");
}

async function crashInMessage(playing: Playing): Promise<void> {
  await begin(playing, streams);
  await playing.crash();
  await prompt(playing, "and now?");
}

async function crashInCommand(playing: Playing): Promise<void> {
  await begin(playing, prints);
  await playing.crash();
  await prompt(playing, "and now?");
}

async function crashInApproval(playing: Playing): Promise<void> {
  await begin(playing, asks);
  await playing.crash();
  await prompt(playing, "and now?");
}

/** Cuts the first response in the middle; the next try says it all, under the same id unless another is given. */
function cutOnce(idOfNextTry?: string): Script {
  let isCut = false;
  return ({ kind }) => {
    if (kind !== "turn") return undefined;
    const text = "This is the whole answer.";
    if (isCut) return say.message(idOfNextTry === undefined ? { text } : { text, id: idOfNextTry });
    isCut = true;
    return [say.message({ text: "This is the", finish: false }), say.cut()];
  };
}
