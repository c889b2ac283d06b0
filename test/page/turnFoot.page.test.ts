// The foot of a turn: what changed in the files, in figures for the eye and in words for a screen reader, and what
// its buttons ask the host for.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { TurnChanges } from "../../extension/shared/turnChanges.ts";
import { agent, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const changes: TurnChanges = {
  files: 3,
  addedLines: 1_200,
  removedLines: 4,
  unreported: 1,
  open: 3,
  undone: 0,
  leftOut: 0,
  problem: null,
};
const entries = [user("Do it"), agent("Done.")];

async function opened(told: TurnChanges | null): Promise<Stage> {
  const stage = await stages.open({ width: 320 });
  await stage.show(page(thread([turn("turn-1", entries, { changes: told })])));
  return stage;
}

it("shows how many files changed, says it in words, and asks for the review and the undo of this turn", async () => {
  const stage = await opened(changes);
  const foot = stage.page.getByRole("note", { name: /^3 files changed/ });
  expect(await foot.getAttribute("aria-label")).toBe(
    "3 files changed, 1,200 lines added, 4 lines removed, 1 file changed without a report",
  );
  expect(await foot.innerText()).toMatch(
    /3 files changed\s*\+1,200\s*−4\s*Review\s*Undo\s*1 without a report/,
  );
  await foot.getByRole("button", { name: "Review the changes of this turn" }).click();
  expect(await stage.intent("reviewChanges")).toEqual({ type: "reviewChanges", turnId: "turn-1" });
  await foot.getByRole("button", { name: "Undo the changes of this turn" }).click();
  expect(await stage.intent("undoTurn")).toEqual({ type: "undoTurn", turnId: "turn-1" });
  const [box, row] = [await foot.boundingBox(), await foot.locator("..").boundingBox()];
  expect(box && row && box.width <= row.width).toBe(true);
  await stage.close();
});

it("follows a deed: undone in part, then whole without a way to undo", async () => {
  const stage = await opened(changes);
  const turnId = "turn-1";
  await stage.tell({ method: "lectern/turnChanges", params: { turnId, changes: { ...changes, undone: 1 } } });
  await stage.page.getByText("1 undone · 1 without a report").waitFor();
  await stage.tell({ method: "lectern/turnChanges", params: { turnId, changes: { ...changes, undone: 3 } } });
  await stage.page.getByRole("note", { name: /, all undone/ }).waitFor();
  expect(await stage.page.getByRole("button", { name: "Undo the changes of this turn" }).count()).toBe(0);
  await stage.close();
});

it("says why the changes are not known, and nothing where none are or the turn still runs", async () => {
  const problem = "The checkpoint before this turn took too long.";
  const failed = await opened({ ...changes, files: 0, problem });
  await failed.page.getByText(`What changed in the files is not known. ${problem}`).waitFor();
  expect(await failed.page.getByRole("button", { name: /of this turn$/ }).count()).toBe(0);
  await failed.close();
  for (const told of [null, { ...changes, files: 0 }]) {
    const stage = await opened(told);
    expect(await stage.page.locator(".turn-foot").count()).toBe(0);
    await stage.close();
  }
  const stage = await stages.open();
  const open = turn("turn-1", [user("Do it"), agent("So", running)], { status: "inProgress", changes });
  await stage.show(page(thread([open])));
  expect(await stage.page.locator(".turn-foot").count()).toBe(0);
  await stage.close();
});
