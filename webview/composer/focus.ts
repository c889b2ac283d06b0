// Where the keyboard goes back to when a card is left.

export const composerId = "composer";

export function focusComposer(): void {
  document.getElementById(composerId)?.focus();
}
