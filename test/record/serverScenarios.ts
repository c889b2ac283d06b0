// Stories of turns that no prompt began: a review, a compaction, a command of the person's own, the queue.

import * as say from "../provider/events.ts";
import { firstOf, sequence, whenKind, whenUser } from "../provider/script.ts";
import { greeting } from "../provider/scripts/messages.ts";
import { prompt, type Scenario, turnBy } from "./scenario.ts";

const finding = {
  title: "The empty name is greeted badly",
  body: '`greet("")` says `Hello, !`.',
  confidence_score: 0.9,
  priority: 1,
  code_location: {
    absolute_file_path: "/work/greeting/src/greeting.js",
    line_range: { start: 2, end: 2 },
  },
};
const verdict = {
  findings: [finding],
  overall_correctness: "patch is incorrect",
  overall_explanation: "One case is wrong.",
  overall_confidence_score: 0.9,
};

export const serverScenarios: Readonly<Record<string, Scenario>> = {
  review: {
    script: sequence([[say.message({ text: JSON.stringify(verdict), deltas: 3 })]]),
    play: (playing) =>
      turnBy(playing, () =>
        playing.host.supervisor.connection.call("review/start", {
          threadId: playing.threadId,
          target: { type: "custom", instructions: "Look at src/greeting.js." },
        }),
      ),
  },
  compactionAsked: {
    script: firstOf(whenKind("compaction", say.message("Summed up: they greeted.")), greeting),
    play: async (playing) => {
      const { host, threadId } = playing;
      await prompt(playing, "go");
      await turnBy(playing, () => host.supervisor.connection.call("thread/compact/start", { threadId }));
    },
  },
  userShell: {
    script: greeting,
    play: async (playing) => {
      const { host, threadId } = playing;
      await turnBy(playing, () =>
        host.supervisor.connection.call("thread/shellCommand", { threadId, command: "echo mine; exit 3" }),
      );
      await prompt(playing, "go");
    },
  },
  queued: {
    script: firstOf(
      whenUser(/^and then/, [say.message("The next one.")]),
      // Silent at first, so that the queue is told of between its beginning and its words.
      sequence([[say.pause(500), say.message("The first one.")]]),
    ),
    play: async (playing) => {
      const { host, threadId } = playing;
      await host.threads.send(threadId, "go");
      await host.until(() =>
        host
          .state(threadId)
          .turns[0]?.entries.some((entry) => entry.kind === "item" && entry.phase === "completed"),
      );
      const input = [{ type: "text" as const, text: "and then this", text_elements: [] }];
      const params = { threadId, input, clientUserMessageId: "queued-1" };
      await turnBy(playing, () => host.supervisor.connection.call("thread/queue/add", params));
    },
  },
};
