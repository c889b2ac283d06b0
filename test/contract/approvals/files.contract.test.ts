// Patches that ask, on the real server: what each choice sends, what becomes of the file, the item and the turn,
// and which later patches are asked for again.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import { patch } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { firstOf, whenUser } from "../../provider/script.ts";
import { itemsOf } from "../stage.ts";
import { openDesk, replyLine, statuses } from "./desk.ts";

const change = (file: string, from: string, to: string) =>
  patch(`*** Update File: ${file}\n@@\n-${from}\n+${to}`);
const script = firstOf(
  whenUser(/^go$/, [change("a.txt", "a", "b"), change("b.txt", "a", "b"), message("Done.")]),
  whenUser(/^twice$/, [
    change("a.txt", "a", "b"),
    change("a.txt", "b", "c"),
    change("b.txt", "a", "b"),
    message("Done."),
  ]),
  whenUser(/^next$/, [change("a.txt", "c", "d"), message("Done.")]),
  whenUser(/^later$/, [change("a.txt", "d", "e"), message("Done.")]),
);
const files = { "a.txt": "a\n", "b.txt": "a\n" };
const open = () => openDesk(script, { files });

describe("a file change", () => {
  it("is written once for each acceptance, and asked for again each time", async () => {
    const desk = await open();
    const seen = await desk.turn("twice", ["accept", "accept", "decline"]);
    expect(seen.asked).toEqual(["a.txt", "a.txt", "b.txt"]);
    expect(statuses(seen, "fileChange")).toEqual(["completed", "completed", "declined"]);
    expect(desk.replies).toEqual([
      replyLine(0, { decision: "accept" }),
      replyLine(1, { decision: "accept" }),
      replyLine(2, { decision: "decline" }),
    ]);
    expect(await readFile(join(desk.stage.workspace, "a.txt"), "utf8")).toBe("c\n");
    expect(await readFile(join(desk.stage.workspace, "b.txt"), "utf8")).toBe("a\n");
    expect(await desk.stored()).toEqual({ rules: "", config: "" });
  });

  it("allowed for the session: the same file is not asked for again, others and later servers are", async () => {
    const desk = await open();
    const seen = await desk.turn("twice", ["acceptForSession"]);
    expect(seen.asked).toEqual(["a.txt", "b.txt"]);
    expect(statuses(seen, "fileChange")).toEqual(["completed", "completed", "declined"]);
    expect(desk.replies[0]).toBe(replyLine(0, { decision: "acceptForSession" }));
    expect((await desk.turn("next")).asked).toEqual([]);
    expect(await readFile(join(desk.stage.workspace, "a.txt"), "utf8")).toBe("d\n");
    expect(await desk.stored()).toEqual({ rules: "", config: "" });
    await desk.reopen();
    expect((await desk.turn("later")).asked).toEqual(["a.txt"]);
  });

  it.each<[ChoiceId, string, string, string]>([
    ["decline", "completed", "declined", "completed"],
    ["cancel", "interrupted", "inProgress", "cutOff"],
  ])("%s: nothing is written", async (choice, ended, status, phase) => {
    const desk = await open();
    const seen = await desk.turn("go", [choice, choice]);
    expect(seen.turn.status).toBe(ended);
    // After `cancel` the server never tells that the item is over.
    expect(itemsOf(seen.turn, "fileChange")[0]).toMatchObject({ phase, item: { status } });
    expect(desk.replies[0]).toBe(replyLine(0, { decision: choice }));
    expect(await readFile(join(desk.stage.workspace, "a.txt"), "utf8")).toBe("a\n");
    if (choice === "decline") expect(seen.told).toEqual(["patch rejected by user", "patch rejected by user"]);
  });
});
