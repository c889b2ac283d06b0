// Lectern's page as a person or a screen reader meets it: by role and name alone. It knows no class and no
// markup, so that the names stay the contract that they are.

import type { FrameLocator, Locator } from "playwright-core";

const readDeadlineMs = 30_000;

/** Scrolls to the end and lets the browser draw. */
const toEnd = (element: Element): Promise<void> =>
  new Promise((resolve) => {
    element.scrollTo(0, element.scrollHeight);
    requestAnimationFrame(() => resolve());
  });

export const composer = (lectern: FrameLocator): Locator =>
  lectern.getByRole("textbox", { name: "Message Codex" });
export const transcript = (lectern: FrameLocator): Locator =>
  lectern.getByRole("log", { name: "Transcript" });
export const button = (lectern: FrameLocator, name: string): Locator =>
  lectern.getByRole("button", { name, exact: true });
export const approval = (lectern: FrameLocator): Locator =>
  lectern.getByRole("group", { name: /^Approval: / });
/** What says the permission mode, by its words. */
export const modeChip = (lectern: FrameLocator, words: string): Locator =>
  lectern.getByRole("button", { name: `Permission mode: ${words}`, exact: true });

/** The items of a kind, by the words that their names begin with. */
export function articles(lectern: FrameLocator, kind: string): Locator {
  return transcript(lectern).getByRole("article", { name: new RegExp(`^${kind}`) });
}

/** Types a prompt and sends it by the button. */
export async function send(lectern: FrameLocator, text: string): Promise<void> {
  await composer(lectern).fill(text);
  await button(lectern, "Send").click();
}

/** Reads the open approval to its end and picks a choice. */
export async function pick(lectern: FrameLocator, choice: RegExp): Promise<void> {
  const card = approval(lectern).first();
  const radio = card.getByRole("radio", { name: choice });
  const body = card.getByRole("region", { name: "What is asked" });
  // The diffs of a card are drawn when they are ready: until then there is no end to scroll to.
  for (const deadline = Date.now() + readDeadlineMs; !(await radio.isEnabled());) {
    if (Date.now() > deadline)
      throw new Error("The approval cannot be allowed, although it was read to its end.");
    await body.evaluate(toEnd);
  }
  await radio.click();
}

/** Picks a choice and submits it; resolves when the card is gone. */
export async function answer(lectern: FrameLocator, choice: RegExp): Promise<void> {
  const card = approval(lectern).first();
  const title = await card.getAttribute("aria-label");
  await pick(lectern, choice);
  await card.getByRole("button", { name: "Submit" }).click();
  if (title !== null)
    await lectern.getByRole("group", { name: title, exact: true }).waitFor({ state: "detached" });
}
