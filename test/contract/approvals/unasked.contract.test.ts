// A command that a saved rule lets run, on the real server: nobody is asked, the item says by which rule, and a new
// window that reads the thread's history says the same.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Journal } from "../../../extension/journal/journal.ts";
import { turnRecords } from "../../../extension/journal/turnRecords.ts";
import { provedBy } from "../../../extension/rules/matchRule.ts";
import { readRuleFiles } from "../../../extension/rules/ruleFiles.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { itemsOf, setStage } from "../stage.ts";
import { Desk, escalated } from "./desk.ts";

it("says by which rule a command ran, also after the window was loaded anew", async () => {
  const stage = await setStage(sequence([escalated("git status -s"), message("Done.")]));
  await mkdir(join(stage.codexHome, "rules"));
  const rules = join(stage.codexHome, "rules", "default.rules");
  await writeFile(rules, 'prefix_rule(pattern=["git", "status"], decision="allow")\n');
  const folder = join(stage.codexHome, "journal");
  const openJournal = (): Journal => {
    const journal = new Journal({ folder, log: () => undefined, now: Date.now });
    onTestFinished(() => journal.dispose());
    return journal;
  };
  const first = openJournal();
  const desk = new Desk(stage, {
    host: {
      ruleFor: async (line) => provedBy(line, await readRuleFiles(stage.codexHome)),
      unasked: {
        keep: turnRecords(first).unasked.keep,
        read: (id) => turnRecords(openJournal()).unasked.read(id),
      },
    },
  });
  await desk.start();
  const { turn, asked } = await desk.turn("go");
  expect(asked).toEqual([]);
  const marks = (): (string | null)[] =>
    desk.host
      .state(desk.threadId)
      .turns.flatMap((one) => itemsOf(one, "commandExecution").map(({ unasked }) => unasked));
  expect(itemsOf(turn, "commandExecution")).toMatchObject([{ item: { status: "completed" } }]);
  await desk.host.until(() => marks()[0] === "default.rules:1");

  await first.dispose();
  // The rule is gone by now: what it did stays told.
  await writeFile(rules, "");
  await desk.reopen();
  await desk.host.until(() => marks()[0] === "default.rules:1");
});
