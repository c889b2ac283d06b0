// Commands that ask, on the real server: what each choice sends, what becomes of the item and the turn, what is
// stored, and what is asked again, in the same turn, in the next one and after a restart.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import { command } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { itemsOf } from "../stage.ts";
import { type Answer, type Desk, escalated, openDesk, replyLine, statuses } from "./desk.ts";

const rejected = expect.stringContaining("rejected by user") as string;

const nothing = { rules: "", config: "" };

async function isAsked(desk: Desk, prompt: string): Promise<readonly string[]> {
  return (await desk.turn(prompt)).asked;
}

describe("an escalated command", () => {
  const lines = ["stat -c %n a.txt", "stat -c %n a.txt", "stat -c %n b.txt", "stat -c %s a.txt"];
  const script = sequence([...lines.map((line) => escalated(line, ["stat", "-c", "%n"])), message("Done.")]);
  const files = { "a.txt": "a", "b.txt": "b" };

  it.each<[string, Answer, unknown, readonly string[], string]>([
    ["accept", "accept", "accept", lines, ""],
    ["acceptForSession", "acceptForSession", "acceptForSession", [lines[0] ?? "", ...lines.slice(2)], ""],
    [
      "acceptWithRule, whole",
      "acceptWithRule",
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["stat", "-c", "%n"] } },
      [lines[0] ?? "", lines[3] ?? ""],
      'prefix_rule(pattern=["stat", "-c", "%n"], decision="allow")\n',
    ],
    [
      "acceptWithRule, one word less",
      ["acceptWithRule", { kind: "rule", words: 2 }],
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["stat", "-c"] } },
      [lines[0] ?? ""],
      'prefix_rule(pattern=["stat", "-c"], decision="allow")\n',
    ],
  ])("%s: runs, and asks again only for what was not covered", async (_, answer, decision, asked, rules) => {
    const desk = await openDesk(script, { files });
    const seen = await desk.turn("go", [answer]);
    expect(seen.asked).toEqual(asked);
    expect(seen.turn.status).toBe("completed");
    expect(desk.replies[0]).toBe(replyLine(0, { decision }));
    expect(seen.told[0]).toBe("a.txt");
    const covered = lines.map((line, at) => at === 0 || !asked.slice(1).includes(line));
    expect(statuses(seen, "commandExecution")).toEqual(covered.map((is) => (is ? "completed" : "declined")));
    expect(await desk.stored()).toEqual({ rules, config: "" });
  });

  it("is asked again in the next turn by what was decided, and after a restart by what was saved", async () => {
    const desk = await openDesk(script, { files });
    await desk.turn("go", ["acceptForSession", "acceptWithRule"]);
    expect((await desk.stored()).rules).toBe('prefix_rule(pattern=["stat", "-c", "%n"], decision="allow")\n');
    expect(await isAsked(desk, "next")).toEqual([lines[3]]);
    await desk.reopen();
    expect(await isAsked(desk, "later")).toEqual([lines[3]]);
  });

  it("that was allowed for the session is asked again after a restart", async () => {
    const desk = await openDesk(script, { files });
    await desk.turn("go", ["acceptForSession"]);
    expect(await isAsked(desk, "next")).toEqual(lines.slice(2));
    await desk.reopen();
    expect(await isAsked(desk, "later")).toEqual(lines);
  });

  it("is not run when declined; the model is told and the turn goes on", async () => {
    const desk = await openDesk(script, { files });
    const seen = await desk.turn("go", ["decline"]);
    expect(seen.asked).toEqual(lines);
    expect(seen.told).toEqual([rejected, rejected, rejected, rejected]);
    expect(seen.turn.status).toBe("completed");
    expect(statuses(seen, "commandExecution")).toEqual(["declined", "declined", "declined", "declined"]);
    expect(desk.replies).toEqual([0, 1, 2, 3].map((id) => replyLine(id, { decision: "decline" })));
    expect(await desk.stored()).toEqual(nothing);
  });

  it("ends the turn when cancelled", async () => {
    const desk = await openDesk(script, { files });
    const seen = await desk.turn("go", ["cancel"]);
    expect(seen.turn.status).toBe("interrupted");
    expect(statuses(seen, "commandExecution")).toEqual(["declined"]);
    expect(desk.replies).toEqual([replyLine(0, { decision: "cancel" })]);
    expect(await desk.stored()).toEqual(nothing);
  });
});

describe("a command with shell syntax", () => {
  const line = "echo hi > x.txt";
  const script = sequence([
    escalated(line, ["echo"]),
    escalated(line, ["echo"]),
    escalated("echo hi > y.txt"),
    message("Done."),
  ]);

  it("has its whole script as the rule, which cannot be shortened", async () => {
    const desk = await openDesk(script);
    const seen = await desk.turn("go", [
      async (card, { host }) => {
        const rule = card.choices.find(({ id }) => id === "acceptWithRule")?.rule;
        expect(rule).toEqual({
          kind: "prefix",
          words: [expect.any(String), "-lc", line],
          leastWords: 3,
          runsOutside: true,
        });
        const shorter = { kind: "rule", words: 2 } as const;
        expect(await host.threads.answer(card.key, "acceptWithRule", shorter)).toBe("notFitting");
        // The card is back, under another key.
        expect(await host.threads.answer(card.key, "acceptWithRule")).toBe("unknown");
        const again = host.threads.pending.open[0]?.approval.key ?? "";
        expect(await host.threads.answer(again, "acceptWithRule")).toBe("sent");
      },
    ]);
    const shell = String(desk.requests[0]?.params["command"]).split(" ")[0] ?? "";
    const decision = { acceptWithExecpolicyAmendment: { execpolicy_amendment: [shell, "-lc", line] } };
    expect(desk.replies[0]).toBe(replyLine(0, { decision }));
    expect(seen.asked).toEqual([line, "echo hi > y.txt"]);
    const rules = `prefix_rule(pattern=["${shell}", "-lc", "${line}"], decision="allow")\n`;
    expect(await desk.stored()).toEqual({ rules, config: "" });
  });

  it("allowed for the session runs outside the sandbox each time", async () => {
    const desk = await openDesk(script);
    const seen = await desk.turn("go", ["acceptForSession"]);
    expect(seen.asked).toEqual([line, "echo hi > y.txt"]);
    expect(statuses(seen, "commandExecution")).toEqual(["completed", "completed", "declined"]);
    expect(await desk.stored()).toEqual(nothing);
  });
});

// The profile of a mode denies reading the login file, and where reads are denied the server keeps a command that
// only a rule allows inside the sandbox. Without that entry it would run outside, asked for or not.
describe("a command that a saved rule covers", () => {
  it("is not asked for any more; while the login file is hidden it runs inside the sandbox, whatever it asks for", async () => {
    const desk = await openDesk(
      sequence([escalated("touch one.txt", ["touch"]), escalated("touch two.txt"), message("Done.")]),
      { hasLogin: true },
    );
    const seen = await desk.turn("go", ["acceptWithRule"]);
    expect(seen.asked).toEqual(["touch one.txt"]);
    expect(seen.cards[0]?.choices).toMatchObject([{}, {}, { rule: { runsOutside: false } }, {}, {}]);
    expect(seen.told[1]).toContain("Read-only file system");
    const exist = ["one.txt", "two.txt"].map((name) => existsSync(join(desk.stage.workspace, name)));
    expect(exist).toEqual([true, false]);
  });

  it("runs outside the sandbox where nothing is hidden, and stands for 24 similar ones in the same turn", async () => {
    const names = Array.from({ length: 25 }, (_, number) => `f${number}.txt`);
    const desk = await openDesk(
      sequence([...names.map((name) => escalated(`touch ${name}`, ["touch"])), message("Done.")]),
    );
    const seen = await desk.turn("go", ["acceptWithRule"]);
    expect(seen.asked).toEqual(["touch f0.txt"]);
    expect(seen.cards[0]?.choices).toMatchObject([{}, {}, { rule: { runsOutside: true } }, {}, {}]);
    expect(names.filter((name) => !existsSync(join(desk.stage.workspace, name)))).toEqual([]);
    expect(desk.replies).toHaveLength(1);
  });

  it.each<ChoiceId>(["acceptWithRule", "acceptForSession"])(
    "was asked for already when it came together with the others: %s settles only its own card",
    async (choice) => {
      const names = ["f0", "f1", "f2", "f3", "f4"];
      const desk = await openDesk(
        sequence([names.map((name) => escalated(`stat -c %n ${name}`, ["stat", "-c"])), message("Done.")]),
        { files: Object.fromEntries(names.map((name) => [name, ""])) },
      );
      await desk.begin("go");
      const state = () => desk.host.state(desk.threadId);
      await desk.host.until(() => state().approvals.length === names.length);
      const [first] = state().approvals;
      if (first) await desk.answer(first, choice);
      // Allowed for the session, a command even waits with its start until the others are decided.
      for (const card of state().approvals) await desk.answer(card, "decline");
      const turn = await desk.end("go");
      expect(turn.status).toBe("completed");
      const states = itemsOf(turn, "commandExecution").map(({ item }) => item.status);
      expect(states.toSorted()).toEqual(["completed", ...Array<string>(4).fill("declined")]);
      expect(desk.replies).toHaveLength(names.length);
    },
  );
});

describe("a command with further permissions", () => {
  it.each<[ChoiceId, string, string[]]>([
    ["accept", "completed", ["completed", "declined"]],
    ["decline", "completed", ["declined", "declined"]],
    ["cancel", "interrupted", ["declined"]],
  ])("%s: offers no session and no rule, and asks again for the same one", async (choice, ended, states) => {
    const desk = await openDesk(
      ({ lastUserText, ...request }) => {
        const write = [lastUserText.slice("in ".length)];
        const step = command({ cmd: "touch x.txt", additionalPermissions: { write, justification: "J" } });
        return sequence([step, step, message("Done.")])({ lastUserText, ...request });
      },
      { features: ["exec_permission_approvals"] },
    );
    const folder = desk.stage.workspace;
    const seen = await desk.turn(`in ${folder}`, [choice]);
    expect(seen.cards[0]?.ask).toMatchObject({ permissions: [`write ${folder}`], reason: "J" });
    expect(seen.cards[0]?.choices.map(({ id }) => id)).toEqual(["accept", "decline", "cancel"]);
    expect(desk.replies[0]).toBe(replyLine(0, { decision: choice }));
    expect(seen.turn.status).toBe(ended);
    expect(statuses(seen, "commandExecution")).toEqual(states);
    expect(existsSync(join(folder, "x.txt"))).toBe(choice === "accept");
    expect(await desk.stored()).toEqual(nothing);
  });
});
