// Commands that the real server asks about at one time: they can be allowed together, and each gets its own reply.

import { expect, it } from "vitest";
import { joinable } from "../../../extension/shared/approvals/batch.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { itemsOf } from "../stage.ts";
import { escalated, openDesk, replyLine } from "./desk.ts";

it("are listed with the first card, and all run once each was answered", async () => {
  const commands = ["echo one", "echo two", "echo three"];
  const desk = await openDesk(sequence([commands.map((cmd) => escalated(cmd)), message("Done.")]));
  await desk.begin("go");
  const cards = await desk.host.until(() => {
    const { approvals } = desk.host.state(desk.threadId);
    return approvals.length === commands.length ? approvals : undefined;
  });
  const [first, ...others] = cards;
  if (!first) throw new Error("No card came.");
  expect(joinable(first, cards)).toEqual(others);
  // As the page sends them: one answer for each, one after the other.
  await Promise.all(cards.map(({ key }) => desk.answer({ ...first, key }, "accept")));
  const turn = await desk.end("go");
  expect(desk.replies.toSorted()).toEqual(
    cards.map(({ requestId }) => replyLine(Number(requestId), { decision: "accept" })).toSorted(),
  );
  expect(itemsOf(turn, "commandExecution").map(({ item }) => item.status)).toEqual(
    commands.map(() => "completed"),
  );
});
