// Stories of what the model can call beside commands and changes: a plan, other agents, questions, pictures,
// terminals that go on, tools of MCP servers and of the client.

import { fileURLToPath } from "node:url";
import { commandEnds } from "./ends.ts";
import * as call from "../provider/calls.ts";
import * as say from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { prompt, type Scenario } from "./scenario.ts";

const tinyMcp = fileURLToPath(new URL("../provider/tinyMcp.ts", import.meta.url));

/** Parameters of a turn that only plans; the model's name is part of the mode. */
const planMode = (model: string): NonNullable<Scenario["turnParams"]> => ({
  collaborationMode: {
    mode: "plan",
    settings: { model, reasoning_effort: null, developer_instructions: null },
  },
});

const colours = [
  { label: "Red", description: "Warm." },
  { label: "Blue", description: "Cold." },
];

/** The child answers late, so that its parent is already waiting. */
const counts = whenUser(/^count the files$/, [[say.pause(400), say.message("Three files.")]]);

export const toolScenarios: Readonly<Record<string, Scenario>> = {
  planMode: {
    model: "gpt-6.1-sol",
    turnParams: planMode("gpt-6.1-sol"),
    script: sequence([
      [
        say.message(
          "I looked at it.\n\n<proposed_plan>\n# Greet well\n\n1. Read the test\n2. Mend `greet`\n</proposed_plan>",
        ),
      ],
    ]),
  },
  planModeQuestion: {
    model: "gpt-6.1-sol",
    turnParams: planMode("gpt-6.1-sol"),
    script: sequence([
      call.requestUserInput([{ id: "colour", header: "Colour", question: "Which one?", options: colours }]),
      say.message("Then I plan without it."),
    ]),
  },
  asyncQuestions: {
    model: "gpt-6.1-sol",
    script: firstOf(
      whenUser(/^Red/, [say.message("Red it is.")]),
      sequence([
        call.requestUserInputAsync([{ title: "Which colour?", options: ["Red", "Blue"] }]),
        say.message("I go on meanwhile."),
      ]),
    ),
    play: async (playing) => {
      await prompt(playing, "go");
      await prompt(playing, "Red");
    },
  },
  subAgent: {
    model: "gpt-6.1-sol",
    script: firstOf(
      counts,
      sequence([
        call.spawnAgent({ message: "count the files", taskName: "counter" }),
        call.waitAgent({ timeoutMs: 10_000 }),
        say.message("The agent counted three."),
      ]),
    ),
  },
  subAgentOlderForm: {
    model: "mock-model",
    script: firstOf(
      counts,
      sequence([
        call.spawnAgent({ message: "count the files" }),
        call.waitAgent({ timeoutMs: 10_000, targets: "spawned" }),
        say.message("The agent counted three."),
      ]),
    ),
  },
  backgroundTerminal: {
    script: firstOf(
      whenUser(/^Ada/, [
        call.writeStdin("Ada\n", { yieldTimeMs: 5_000, ofThread: true }),
        say.message("It took the name."),
      ]),
      sequence([
        call.command({ cmd: 'read name; sleep 0.3; echo "got $name"', tty: true, yieldTimeMs: 300 }),
        say.message("A program waits for a name."),
      ]),
    ),
    play: async (playing) => {
      await prompt(playing, "go");
      await prompt(playing, "Ada");
      await commandEnds(playing);
    },
  },
  sleep: {
    model: "gpt-6.1-sol",
    script: sequence([call.sleep(200), say.message("Slept well.")]),
  },
  imageView: { script: sequence([call.viewImage("dot.png"), say.message("A dot.")]) },
  dynamicTool: {
    threadParams: {
      dynamicTools: [
        {
          type: "function",
          name: "where",
          description: "Says where the cursor stands.",
          inputSchema: { type: "object", properties: {} },
        },
      ],
    },
    script: sequence([call.dynamicCall("where", { line: 1 }), say.message("Nobody said where.")]),
  },
  mcpResults: {
    script: sequence([
      call.mcpCall("tiny", "echo", { text: "hello" }),
      call.mcpCall("tiny", "fail", { text: "hello" }),
      call.mcpCall("tiny", "picture"),
      call.mcpCall("tiny", "no_such_tool"),
      say.message("One said it again, one failed, one drew."),
    ]),
    serverConfig: [
      `mcp_servers.tiny.command=${JSON.stringify(process.execPath)}`,
      `mcp_servers.tiny.args=${JSON.stringify([tinyMcp])}`,
    ],
  },
};
