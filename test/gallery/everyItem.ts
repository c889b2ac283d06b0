// Every type of item in the states that it has: running, completed, failed, cut off, long, hostile. A few whole
// stories as they were recorded from the real app-server stand beside them.

import type { CommandAction, ItemOf } from "../../extension/shared/protocol.ts";
import { readFixture } from "../record/fixture.ts";
import { replay } from "../story/replay.ts";
import {
  agent,
  command,
  cutOff,
  cwd,
  entry,
  files,
  other,
  page,
  reasoning,
  running,
  thread,
  turn,
  user,
} from "./builders.ts";
import { toolStates } from "./everyTool.ts";
import type { GalleryState } from "./galleryState.ts";
import { codeSample, colouredOutput, hostileOutput, longOutput, tinyPicture } from "./itemSamples.ts";
import { checkoutDiff, longFile, movedFile, retryTest } from "./samples.ts";

const read = (name: string): CommandAction => ({
  type: "read",
  command: `cat ${name}`,
  name,
  path: `${cwd}/src/${name}`,
});
const search = (query: string): CommandAction => ({
  type: "search",
  command: `rg ${query}`,
  query,
  path: "src",
});

const said = (
  text: string,
  fields: Partial<ItemOf<"agentMessage">>,
  change: Parameters<typeof agent>[1] = {},
): ReturnType<typeof agent> => {
  const made = agent(text, change);
  return entry({ ...made.item, ...fields } as typeof made.item, change);
};

const recorded = (name: string): GalleryState => ({
  name: `recorded-${name}`,
  state: page(replay(readFixture(name)).state),
});

const densities = ["compact", "commands", "everything"] as const;
const lookedRound = turn("turn-1", [
  user("Make it safe."),
  command("cat src/checkout.ts", {
    commandActions: [read("checkout.ts")],
    aggregatedOutput: "const a = 1\n",
  }),
  reasoning("**Looking for the charge**"),
  said("The charge is in `pay`. I will look there.", { phase: "commentary" }),
  command("rg -n pay src", { commandActions: [search("pay")], aggregatedOutput: "src/pay.ts:1: pay\n" }),
  command("pnpm build", { aggregatedOutput: "built in 2.1 s\n" }),
  files([checkoutDiff]),
  command("pnpm test", { status: "failed", exitCode: 1, aggregatedOutput: "1 failed\n" }),
  command("pnpm test", { aggregatedOutput: "43 passed\n" }),
  command("pnpm lint", { aggregatedOutput: "" }),
  said("Checkout is safe to retry now.", { phase: "final_answer" }),
]);

export const everyItem: readonly GalleryState[] = [
  {
    name: "item-commands-looked",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Look round."),
            command("/bin/bash -lc 'cat src/checkout.ts src/orders.ts && rg -n orderId src'", {
              commandActions: [read("checkout.ts"), read("orders.ts"), search("orderId")],
              durationMs: 210,
              aggregatedOutput: "src/orders.ts:4: orderId\n",
            }),
            command("ls -la src", {
              commandActions: [{ type: "listFiles", command: "ls -la src", path: "src" }],
              durationMs: 40,
            }),
            command("cat missing.ts", {
              commandActions: [read("missing.ts")],
              status: "failed",
              exitCode: 1,
              durationMs: 30,
              aggregatedOutput: "cat: missing.ts: No such file or directory\n",
            }),
            command("git status --short", {
              source: "userShell",
              durationMs: 90,
              aggregatedOutput: " M a.ts\n",
            }),
            command(
              "python3 -i",
              {
                source: "unifiedExecStartup",
                status: "inProgress",
                exitCode: null,
                durationMs: null,
                aggregatedOutput: ">>> 1 + 1\n2\n>>> ",
              },
              { ...running, stdin: ["1 + 1\n", "exit()\n"] },
            ),
            command(
              "rg -n pay",
              { commandActions: [search("pay")], exitCode: null, durationMs: null },
              running,
            ),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/Read checkout/, /python3/],
  },
  {
    name: "item-output-colours",
    state: page(
      thread([
        turn("turn-1", [
          user("Run the tests."),
          command("pnpm test", { aggregatedOutput: colouredOutput }),
          command("./install.sh", { status: "failed", exitCode: 2, aggregatedOutput: hostileOutput }),
        ]),
      ]),
    ),
    unfold: [/pnpm test/],
  },
  {
    name: "item-output-long",
    state: page(
      thread([turn("turn-1", [user("Build all."), command("pnpm build", { aggregatedOutput: longOutput })])]),
    ),
    unfold: [/pnpm build/],
  },
  {
    name: "item-messages",
    state: page(
      thread([
        turn("turn-1", [
          user(
            "Compare `old` with this picture.",
            { type: "image", url: tinyPicture },
            { type: "image", url: "data:image/png;base64,broken" },
            { type: "localImage", path: "/tmp/a very long name of a screenshot that somebody took.png" },
            { type: "mention", name: "checkout.ts", path: `${cwd}/src/checkout.ts` },
            { type: "skill", name: "release", path: "/x" },
          ),
          said("I will look at the order table first, then at the `pay` module.", { phase: "commentary" }),
          reasoning("**Comparing the two**\n\nThe charge comes before the row."),
          said("Both charge twice. The answer is below.", { phase: "final_answer" }),
          said("Two things are open.", {
            questions: [
              { title: "How long should a key be kept?", options: ["24 hours", "7 days", "For ever"] },
              { title: "Should a failed charge free it?", options: null },
            ],
          }),
        ]),
      ]),
    ),
  },
  {
    name: "item-reasoning",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Think."),
            other("reasoning", {
              summary: [
                "**Reading the module**\n\nIt charges first.",
                "**Planning**\n\nReserve, then charge.",
              ],
              content: ["The function `checkout` calls pay() before orders.reserve() …"],
            }),
            reasoning("", cutOff),
            reasoning("**Weighing two ways**\n\nA unique index would", running),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/Reading the module/, /Raw text/],
  },
  {
    name: "item-code",
    state: page(thread([turn("turn-1", [user("Show code."), agent(codeSample)])])),
  },
  {
    name: "item-files",
    state: page(
      thread([
        turn("turn-1", [
          user("Change files."),
          files([movedFile, longFile]),
          files([retryTest]),
          files([checkoutDiff], "failed"),
        ]),
      ]),
    ),
    unfold: [/charge\.ts/, /currencies/],
  },
  ...densities.map((density): GalleryState => ({
    name: `density-${density}`,
    state: page(thread([lookedRound])),
    density,
    unfold: density === "compact" ? [/^Read checkout/] : [],
  })),
  ...toolStates,
  ...["everything", "mcpCall", "webSearch", "compaction", "reasoning", "longCommand"].map(recorded),
];
