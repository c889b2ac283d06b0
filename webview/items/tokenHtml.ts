// Hidden characters on their way through a diff renderer: tokens go in as text between two marks that no text can hold,
// and get their markup when everything has been escaped. Pure strings; used only where HTML strings are made.

import { neutralise } from "../../extension/shared/neutralise.ts";

/** Noncharacters: `neutralise` lets none through, so they can stand round its tokens. */
const open = "\ufdd0";
const close = "\ufdd1";

/** The text with its hidden characters as tokens, in one line. Not HTML yet. */
export function withTokens(text: string): string {
  return neutralise(text.replaceAll("\n", "\u2028"), "code")
    .map((segment) =>
      "text" in segment ? segment.text : `${segment.glyph ?? ""}${open}${segment.token}${close}`,
    )
    .join("");
}

/** True when `withTokens` had to make something visible. */
export function hasTokens(text: string): boolean {
  return text.includes(open);
}

/** Gives whole tokens in escaped text their markup. One that the word comparison has split keeps its text only. */
export function markTokens(escaped: string): string {
  return escaped
    .replace(
      new RegExp(`${open}([^<${open}${close}]*)${close}`, "g"),
      '<mark class="hidden-character"><span>$1</span></mark>',
    )
    .replace(new RegExp(`[${open}${close}]`, "g"), "");
}
