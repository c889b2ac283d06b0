// Where the keyboard goes back to when a card is left.

export const composerId = "composer";
/** What stands in its place while an agent's thread is shown. */
export const closedComposerId = "closed-composer";

export function focusComposer(): void {
  const closed = document.getElementById(closedComposerId);
  (closed ?? document.getElementById(composerId))?.focus();
}
