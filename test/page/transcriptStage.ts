// A long thread for the tests of the transcript, and what a test sees of it: where it stands, and the line under the
// eye. It waits for conditions, never for a time.

import type { PageEvent } from "../../extension/shared/events.ts";
import type { TurnState } from "../../extension/shared/threadState.ts";
import { agent, command, running, turn, user } from "../gallery/builders.ts";
import type { Stage } from "./harness.ts";

export const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `line ${line}`).join("\n");

/** Turns of ten items: a prompt, four commands, a message, and so on. */
export function longTurns(count: number, first = 0): TurnState[] {
  return Array.from({ length: count }, (_, index) => {
    const at = first + index;
    const commands = Array.from({ length: 7 }, (_, step) =>
      command(`pnpm step ${at}.${step}`, { aggregatedOutput: lines(30), id: `command-${at}-${step}` }),
    );
    const answer = agent(`Answer ${at}\n\n${"Words that fill some lines. ".repeat(at % 9)}`);
    return turn(`turn-${at}`, [user(`Question ${at}`), agent("I look."), ...commands, answer]);
  });
}

export const streamed: PageEvent = {
  method: "item/agentMessage/delta",
  params: { threadId: "thread-1", turnId: "turn-last", itemId: "streamed", delta: "More words come.\n\n" },
};
export const lastTurn = (): TurnState => {
  const message = agent("Begin.\n\n", running);
  return turn("turn-last", [user("Go"), { ...message, item: { ...message.item, id: "streamed" } }], {
    status: "inProgress",
  });
};

export const log = (stage: Stage): ReturnType<Stage["page"]["getByRole"]> => stage.page.getByRole("log");
export const toEnd = async (stage: Stage): Promise<number> =>
  await log(stage).evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop);

/** Scrolls as a person does and waits until the list has drawn and measured what is there. */
export async function scrollTo(stage: Stage, share: number): Promise<void> {
  await log(stage).evaluate((view, share) => {
    view.dispatchEvent(new WheelEvent("wheel", { deltaY: -1 }));
    view.scrollTop = view.scrollHeight * share;
  }, share);
  await settled(stage);
}

/** Waits until nothing has moved for some frames and the list takes the pointer again. */
export async function settled(stage: Stage): Promise<void> {
  await stage.page.evaluate(async () => {
    const view = document.querySelector('[role="log"]');
    const look = (): string => {
      const list = view?.firstElementChild;
      const style = list instanceof HTMLElement ? list.style.cssText : "";
      return `${view?.scrollTop} ${view?.scrollHeight} ${view?.querySelectorAll(".line").length} ${style}`;
    };
    let before = "";
    for (let same = 0; same < 15;) {
      await new Promise((next) => requestAnimationFrame(next));
      const now = look();
      same = now === before && !now.includes("pointer-events: none") ? same + 1 : 0;
      before = now;
    }
  });
}

export interface Line {
  readonly key: string;
  readonly top: number;
}

/** The line in the middle of the view. */
export async function lineUnderTheEye(stage: Stage): Promise<Line> {
  return await log(stage).evaluate((view) => {
    const { top, height } = view.getBoundingClientRect();
    const middle = [...view.querySelectorAll<HTMLElement>("[data-row]")].find(
      (row) => row.getBoundingClientRect().bottom > top + height / 2,
    );
    return { key: middle?.dataset["row"] ?? "", top: middle?.getBoundingClientRect().top ?? 0 };
  });
}

export async function driftOf(stage: Stage, { key, top }: Line): Promise<number> {
  const now = await stage.page
    .locator(`[data-row="${key}"]`)
    .evaluate((row) => row.getBoundingClientRect().top);
  return Math.abs(now - top);
}

/** The key of a row that is drawn above the upper edge and can be unfolded. */
export async function rowAbove(stage: Stage): Promise<string> {
  return await log(stage).evaluate((view) => {
    const { top } = view.getBoundingClientRect();
    const rows = [...view.querySelectorAll<HTMLElement>("[data-row]")];
    const above = rows.findLast(
      (row) =>
        row.getBoundingClientRect().bottom <= top && row.querySelector("[aria-expanded='false']") !== null,
    );
    return above?.dataset["row"] ?? "";
  });
}
