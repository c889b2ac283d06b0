import { describe, expect, it } from "vitest";
import {
  agentMessage,
  command,
  commandApproval,
  completed,
  fileChange,
  messageDelta,
  outputDelta,
  started,
  threadId,
  turnCompleted,
  turnStarted,
  userMessage,
  approvalOf,
} from "../samples/events.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ThreadEvent } from "../../extension/shared/events.ts";
import { reduceThread } from "../../extension/shared/reduceThread.ts";
import { emptyThread } from "../../extension/shared/threadState.ts";
import { Account } from "./account.ts";

/** What is printed when the account looks after each group of events. */
function told(...groups: ThreadEvent[][]): string {
  let text = "";
  let state = emptyThread(threadId, "/work/shop");
  const account = new Account((piece) => {
    text += piece;
  });
  for (const events of groups) {
    state = reduceThread(state, events);
    account.show(state);
  }
  return text;
}

const opened = (approval: Approval): ThreadEvent => ({
  method: "lectern/approvalOpened",
  params: { approval },
});

function approval(line: string): Approval {
  return approvalOf(commandApproval(7, line), { key: "k" });
}

const turn: ThreadEvent[] = [
  turnStarted(),
  completed(userMessage("u", "run the tests")),
  started(command("c", "npm test")),
  outputDelta("c", "one\ntwo"),
  completed(command("c", "npm test", { status: "failed", exitCode: 3, aggregatedOutput: "one\ntwo\n" })),
  started(agentMessage("m")),
  messageDelta("m", "Two tests fail"),
  messageDelta("m", "ed.\nSorry."),
  completed(agentMessage("m", "Two tests failed.\nSorry.")),
  turnCompleted(),
];

const account = `turn 1
  * you
    | run the tests
  * run npm test
    | one
    | two
    = failed, exit code 3
  * codex
    | Two tests failed.
    | Sorry.
turn 1 completed
`;

describe("the account", () => {
  it("tells items with their texts and ends", () => {
    expect(told(turn)).toBe(account);
  });

  it("tells the same however often it looked on the way", () => {
    expect(told(...turn.map((event) => [event]))).toBe(account);
  });

  it("prints a growing text by whole words, and says again who speaks", () => {
    const text = told(
      [turnStarted(), started(agentMessage("m")), messageDelta("m", "I am run")],
      [started(command("c", "ls")), outputDelta("c", "a\nb")],
      [messageDelta("m", "ning ")],
    );
    expect(text).toBe("turn 1\n  * codex\n    | I am \n  * run ls\n    | a\n  … codex\n    | running ");
  });

  it("begins anew when a retried message does, or when the whole output was longer", () => {
    const text = told(
      [turnStarted(), started(agentMessage("m")), messageDelta("m", "Half a ")],
      [started(agentMessage("m")), messageDelta("m", "Whole. ")],
      [started(command("c", "ls")), outputDelta("c", "late\n")],
      [completed(command("c", "ls", { status: "completed", aggregatedOutput: "early\nlate\n" }))],
    );
    expect(text).toContain("    | Half a \n    (from the beginning)\n  … codex\n    | Whole. \n");
    expect(text).toContain("    | late\n    (from the beginning)\n  … run ls\n    | early\n    | late\n");
  });

  it("shows a change whole before it is decided on", () => {
    const changes = [{ path: "/work/shop/a.ts", kind: { type: "add" as const }, diff: "x\ny\n" }];
    const text = told([turnStarted(), started(fileChange("f", changes))]);
    expect(text).toBe("turn 1\n  * change files: add a.ts\n    | x\n    | y\n");
  });

  it("tells what is asked, what was decided and how a turn failed", () => {
    const answer: ThreadEvent = {
      method: "lectern/approvalAnswered",
      params: { key: "k", choice: "decline", told: "", atMs: 1 },
    };
    const text = told([turnStarted(), opened(approval("rm -r x"))], [answer, turnCompleted("failed")]);
    expect(text).toBe(`turn 1
  ? Run this command outside the sandbox?
    rm -r x
    because: it writes outside
  ! decided: decline. Run this command outside the sandbox? rm -r x
turn 1 failed
`);
  });

  it("lets nothing through that a terminal would obey", () => {
    const hostile = "\u001b]52;c;eA==\u0007 \u202egone\u001b[2J";
    const text = told([
      turnStarted(),
      opened(approval(hostile)),
      started(command("c", hostile)),
      completed(command("c", hostile, { aggregatedOutput: `${hostile}\n` })),
      completed(agentMessage("m", hostile)),
    ]);
    expect(text).not.toMatch(/[^\n\u0020-\u007e…⏎]/u);
    expect(text).toContain("[U+001B]]52;c;eA==[U+0007] [U+202E]gone[U+001B][2J");
  });
});
