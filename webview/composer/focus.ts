// Where the keyboard goes back to when a card is left, and how words get in front of the person before they are sent.

export const composerId = "composer";
/** What stands in its place while an agent's thread is shown. */
export const closedComposerId = "closed-composer";

export function focusComposer(): void {
  const closed = document.getElementById(closedComposerId);
  (closed ?? document.getElementById(composerId))?.focus();
}

/**
 * The host brought the composer up, with words for it or without. While VS Code has not given the keyboard to the page,
 * the person may be typing elsewhere, into the palette for instance, which closes when it loses the focus: then the
 * composer gets it with the page.
 */
export function composerRevealed({ words }: { readonly words: string | null }): void {
  if (words !== null) writeIntoComposer(words);
  else if (document.hasFocus()) focusComposer();
  else window.addEventListener("focus", focusComposer, { once: true });
}

/** Puts words in the place of what stands in the composer, as if typed. False while a prompt is on its way. */
export function rewriteComposer(words: string): boolean {
  const composer = document.getElementById(composerId);
  if (!(composer instanceof HTMLTextAreaElement) || composer.readOnly) return false;
  composer.focus();
  composer.select();
  if (words === "") document.execCommand("delete");
  else document.execCommand("insertText", false, words);
  return true;
}

/** Adds words to what stands in the composer, as if typed: the person sees them, can undo them, and sends them. */
export function writeIntoComposer(words: string): void {
  const composer = document.getElementById(composerId);
  if (!(composer instanceof HTMLTextAreaElement)) return;
  composer.focus();
  composer.setSelectionRange(composer.value.length, composer.value.length);
  const glue = composer.value === "" || composer.value.endsWith("\n") ? "" : "\n";
  // The one way that keeps the person's undo.
  document.execCommand("insertText", false, glue + words);
}
