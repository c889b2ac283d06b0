// Named scripts about commands. The files are those of workspace.ts.

import { command } from "../calls.ts";
import { message, reasoning } from "../events.ts";
import { commandOutput, type ModelRequest, wasRefused } from "../request.ts";
import type { Script } from "../script.ts";
import type { Step } from "../step.ts";

// Not `node --test`: that starts a process for each file, which the sandbox does not let Node do.
const testCommand = "node --test-reporter=tap test/greeting.test.js";

/** "Run the tests and summarize the failures": thinks, reads, runs the failing test, sums up what it printed. */
export const testsAndSummary: Script = ({ kind, turnCalls }) => {
  if (kind !== "turn") return undefined;
  // One command a response: which of two at once is first would differ each time.
  const result = turnCalls[2]?.output;
  if (result !== undefined) return message({ text: summaryOf(commandOutput(result)), phase: "final_answer" });
  if (turnCalls.length === 2) {
    return [comment("Now the tests."), command({ cmd: testCommand, yieldTimeMs: 30_000 })];
  }
  if (turnCalls.length === 1) return command("cat test/greeting.test.js");
  const thought = reasoning({
    summary: ["**Finding the tests**\n\nFirst see what is here, then run the tests."],
  });
  return [thought, comment("I look at the tests first."), command("ls")];
};

/** A command that asks to leave the sandbox, and a message about what the person decided. */
export const approvedCommand: Script = asks({
  cmd: "git --version",
  escalate: {
    justification: "May I ask git for its version outside the sandbox?",
    prefixRule: ["git", "--version"],
  },
});

/** A command that prints a line every half second, twelve in all, and stays in the foreground. */
export const longCommand: Script = asks({
  cmd: "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; sleep 0.5; done",
  yieldTimeMs: 20_000,
});

function asks(options: Parameters<typeof command>[0]): Script {
  return ({ kind, turnCalls: [call] }: ModelRequest) => {
    if (kind !== "turn") return undefined;
    if (!call) return command(options);
    return message(
      wasRefused(call.output ?? "") ? "Understood: the command did not run." : "The command ran.",
    );
  };
}

function comment(text: string): Step {
  return message({ text, phase: "commentary" });
}

function summaryOf(output: string): string {
  const failures = [...output.matchAll(/^not ok \d+ - (.+)$/gm)].map((match) => match[1] ?? "");
  if (failures.length === 0) return "No test failed.";
  const list = failures.map((name) => `- \`${name}\``).join("\n");
  return `## ${failures.length} failing\n\n${list}\n\nThe empty name is not handled in \`src/greeting.js\`.`;
}
