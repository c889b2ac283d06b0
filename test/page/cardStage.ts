// Cards on the stage: how a test opens some, finds the one on show, and waits until it takes an answer.

import type { Locator } from "playwright-core";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { PageState } from "../../extension/shared/pageState.ts";
import { page, thread, turn, user } from "../gallery/builders.ts";
import type { Stage } from "./harness.ts";

export function waiting(...approvals: Approval[]): PageState {
  return page(thread([turn("turn-1", [user("Go")], { status: "inProgress" })], { approvals }));
}

export function cardOf(stage: Stage): Locator {
  return stage.page.getByRole("group", { name: /^Approval: / });
}

export function submitOf(stage: Stage): Locator {
  return cardOf(stage).getByRole("button", { name: "Submit" });
}

/** Focuses the card, as the host asks for on a person's gesture elsewhere. */
export async function bringUp(stage: Stage): Promise<void> {
  await stage.post({ type: "reveal", what: "approval", approvalKey: null, pick: null });
}

/** Until Submit can be pressed: the first moment is over and nothing is missing. */
export async function submittable(stage: Stage): Promise<void> {
  await stage.page.waitForFunction(
    () => document.querySelector(".approval vscode-button:not([disabled])") !== null,
  );
}

/** Until the first moment of the card on show is over, whatever is missing: picks and takes back a refusal. */
export async function armed(stage: Stage): Promise<void> {
  await cardOf(stage).getByRole("radio").last().click();
  await submittable(stage);
}

export async function focused(stage: Stage): Promise<string> {
  return await stage.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.id || activeElement?.className || "";
  });
}
