// Makes text of a model, a program or a file safe to look at: every character that hides, reorders or imitates
// becomes a visible token. It knows Unicode, not where the text came from; it drops nothing, so joining the
// segments always tells the whole text. Ordinary writing of any language passes without a mark.

import { isLookAlike, isPartOfMixedWord, mayLookAlike } from "./lookAlikes.ts";

/** A stretch of the text: shown as it is, or a character shown by its code point. */
export type Segment = TextSegment | TokenSegment;

export interface TextSegment {
  readonly text: string;
}

export interface TokenSegment {
  /** What is shown, such as `U+202E`, or the decoded text after a run of tag characters. */
  readonly token: string;
  readonly codePoint: number;
  /** In words, for a tooltip. */
  readonly name: string;
  /** The character itself when it is visible but imitates another; null when it must not be shown. */
  readonly glyph: string | null;
}

/**
 * `prose`: blanks that writers use (no-break space, ideographic space) are fine. `code`: commands, paths and
 * file contents, where every blank other than space, tab and newline is a trap.
 */
export type TextKind = "prose" | "code";

/** The text as segments. `\r\n` counts as a newline; a lone `\r` is a token. */
export function neutralise(text: string, kind: TextKind = "prose"): Segment[] {
  if (isSurelyPlain(text)) return text === "" ? [] : [{ text }];
  const points = Array.from(text.replaceAll("\r\n", "\n"));
  const segments: Segment[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") segments.push({ text: plain });
    plain = "";
  };
  for (let index = 0; index < points.length; index++) {
    const length = harmlessLength(points, index, kind);
    if (length > 0) {
      plain += points.slice(index, index + length).join("");
      index += length - 1;
      continue;
    }
    flush();
    segments.push(tokenOf(points[index] ?? ""));
    const hidden = endOfTagRun(points, index);
    if (hidden) segments.push(hidden);
  }
  flush();
  return segments;
}

/** The same as one string, tokens in brackets: for titles, names and labels that take no markup. */
export function neutraliseToText(text: string, kind: TextKind = "prose"): string {
  return neutralise(text, kind)
    .map((segment) => ("text" in segment ? segment.text : `${segment.glyph ?? ""}[${segment.token}]`))
    .join("");
}

/** True when something in the text had to be made visible. */
export function isMarked(text: string, kind: TextKind = "prose"): boolean {
  return neutralise(text, kind).some((segment) => "token" in segment);
}

/** A quick look that spares nearly every text the walk by code points. */
function isSurelyPlain(text: string): boolean {
  if (!/[^\t\n\u0020-\u007e]/.test(text)) return true;
  return !suspectButNewline.test(text) && !oddBlank.test(text) && !mayLookAlike.test(text);
}

const suspect =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u037e]/u;
const suspectButNewline = new RegExp(`(?![\\n\\t])${suspect.source}`, "u");
const oddBlank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
/** Format characters that are drawn: number signs and the like of Arabic, Syriac and Kaithi. */
const drawnFormat = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1345f}]/u;

/** How many code points from `index` on are fine together; 0 when the one there must be shown as a token. */
function harmlessLength(points: readonly string[], index: number, kind: TextKind): number {
  const point = points[index] ?? "";
  if (point === "\n" || point === "\t") return 1;
  if (point === "\u{1f3f4}") return 1 + lengthOfFlagTags(points, index + 1);
  if (isLookAlike(point)) return isPartOfMixedWord(points, index) ? 0 : 1;
  if (oddBlank.test(point)) return kind === "prose" ? 1 : 0;
  if (!suspect.test(point) || drawnFormat.test(point)) return 1;
  return joinsScript(points, index) || selectsVariation(points, index) ? 1 : 0;
}

/** The tags of the three flags that are drawn anywhere: England, Scotland, Wales. Any other run hides text. */
function lengthOfFlagTags(points: readonly string[], from: number): number {
  const run = points
    .slice(from, from + 6)
    .map(tagLetter)
    .join("");
  return run === "gbeng\u007f" || run === "gbsct\u007f" || run === "gbwls\u007f" ? 6 : 0;
}

function tagLetter(point: string): string {
  const code = point.codePointAt(0) ?? 0;
  return code >= 0xe0000 && code <= 0xe007f ? String.fromCharCode(code - 0xe0000) : "";
}

const pictograph = /\p{Extended_Pictographic}/u;
const emojiTail = /[\p{Emoji_Modifier}\ufe0f\p{Extended_Pictographic}]/u;
const joiningLetter =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** Behind these a joiner asks for a half form, at the end of a word too. */
const virama = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]/u;
const breakingLetter = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const letterOrMark = /[\p{L}\p{M}]/u;

/** Joiners where a script or an emoji sequence is written with them, one at a time. */
function joinsScript(points: readonly string[], index: number): boolean {
  const before = points[index - 1] ?? "";
  const after = points[index + 1] ?? "";
  const between = (set: RegExp): boolean =>
    set.test(before) && letterOrMark.test(before) && set.test(after) && letterOrMark.test(after);
  switch (points[index]) {
    case "\u200d":
      return (
        (emojiTail.test(before) && pictograph.test(after)) || virama.test(before) || between(joiningLetter)
      );
    case "\u200c":
      return between(joiningLetter);
    case "\u200b":
      return between(breakingLetter);
    default:
      return false;
  }
}

/** A single variation selector behind a character that has variants. */
function selectsVariation(points: readonly string[], index: number): boolean {
  const point = points[index] ?? "";
  const before = points[index - 1] ?? "";
  if (point === "\ufe0f" || point === "\ufe0e") {
    if (/[0-9#*]/.test(before)) return points[index + 1] === "\u20e3";
    return /\p{Emoji}/u.test(before);
  }
  if (/[\ufe00-\ufe02]/.test(point)) return /[\p{Unified_Ideograph}\p{Sm}]/u.test(before);
  if (/[\u{e0100}-\u{e01ef}]/u.test(point)) return /\p{Unified_Ideograph}/u.test(before);
  return /[\u180b-\u180d\u180f]/.test(point) && /\p{Script=Mongolian}/u.test(before);
}

function tokenOf(point: string): TokenSegment {
  const codePoint = point.codePointAt(0) ?? 0;
  const token = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  return { token, codePoint, name: nameOf(codePoint), glyph: isLookAlike(point) ? point : null };
}

/** Behind the last character of a run of tags: what the run says in plain letters. */
function endOfTagRun(points: readonly string[], index: number): TokenSegment | undefined {
  if (tagLetter(points[index] ?? "") === "" || tagLetter(points[index + 1] ?? "") !== "") return undefined;
  let start = index;
  while (start > 0 && tagLetter(points[start - 1] ?? "") !== "") start--;
  const hidden = points
    .slice(start, index + 1)
    .map(tagLetter)
    .join("")
    .replace(/[^\u0020-\u007e]/g, "");
  if (hidden === "") return undefined;
  return { token: `“${hidden}”`, codePoint: 0xe0000, name: "hidden text, decoded", glyph: null };
}

const names: Readonly<Record<number, string>> = {
  0x00: "null",
  0x07: "bell",
  0x08: "backspace",
  0x0d: "carriage return",
  0x1b: "escape",
  0x7f: "delete",
  0xa0: "no-break space",
  0xad: "soft hyphen",
  0x34f: "combining grapheme joiner",
  0x37e: "Greek question mark, looks like a semicolon",
  0x61c: "Arabic letter mark",
  0x200b: "zero width space",
  0x200c: "zero width non-joiner",
  0x200d: "zero width joiner",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x2028: "line separator",
  0x2029: "paragraph separator",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "pop directional formatting",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2060: "word joiner",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "pop directional isolate",
  0x2800: "blank Braille pattern",
  0x3164: "Hangul filler",
  0xfeff: "byte order mark",
};

function nameOf(codePoint: number): string {
  const known = names[codePoint];
  if (known !== undefined) return known;
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return "control character";
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return "half a character";
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return "tag character, invisible";
  const point = String.fromCodePoint(codePoint);
  if (isLookAlike(point)) return "imitates a Latin letter";
  if (oddBlank.test(point)) return "unusual blank";
  if (/\p{Variation_Selector}/u.test(point)) return "variation selector, invisible";
  return "invisible character";
}
