// The colours of a language in the lines of a hunk: which stretch of which line is in which scope, and how they are woven
// into a line that is HTML already. Pure strings.
// Always: weaving adds spans of our own classes and changes nothing of the text.

import type { Hunk } from "../../extension/shared/changedFiles.ts";
import { hasTokens } from "../items/tokenHtml.ts";
import type { Piece } from "../markdown/pieces.ts";

/** A stretch of a line in the colour of a scope, by its place in the text. */
export interface Scope {
  readonly from: number;
  readonly to: number;
  readonly className: string;
}

/** The colours of a text of several lines; undefined where there are none. */
export type Colour = (text: string) => readonly Piece[] | undefined;
type Scopes = ReadonlyMap<number, readonly Scope[]>;

/** A hunk of no more lines is coloured as a whole, so that a comment of many lines is seen as one. */
const mostAtOnce = 400;
/** Longer text is not worth the time that its colours cost. */
const longestColoured = 20_000;
const colouredHunks = new WeakMap<Hunk, Scopes>();

/**
 * The scopes of the lines in `texts`, by index of the line, with hidden characters as tokens. `textsOf` gives the same
 * of all lines of the hunk.
 */
export function colouredLines(
  hunk: Hunk,
  texts: ReadonlyMap<number, string>,
  textsOf: (hunk: Hunk) => ReadonlyMap<number, string>,
  colour: Colour,
): Scopes {
  if (!isSmall(hunk)) return colourLines(hunk, texts, colour);
  let known = colouredHunks.get(hunk);
  if (!known) {
    known = colourLines(hunk, textsOf(hunk), colour);
    colouredHunks.set(hunk, known);
  }
  return known;
}

function isSmall({ lines }: Hunk): boolean {
  if (lines.length > mostAtOnce) return false;
  return lines.reduce((sum, { text }) => sum + text.length, 0) <= longestColoured;
}

/** The lines of one side are coloured together. A side with hidden characters stays plain. */
function colourLines(hunk: Hunk, texts: ReadonlyMap<number, string>, colour: Colour): Scopes {
  const scopes = new Map<number, readonly Scope[]>();
  for (const mark of ["-", "+"] as const) {
    const side = [...texts].filter(([index]) => {
      const own = hunk.lines[index]?.mark;
      return own === " " || own === mark;
    });
    if (!side.some(([index]) => hunk.lines[index]?.mark === mark) && mark === "-") continue;
    if (side.some(([, text]) => hasTokens(text))) continue;
    const text = side.map(([, line]) => line).join("\n");
    const pieces = text.length > longestColoured ? undefined : colour(text);
    if (!pieces) continue;
    for (const [at, found] of scopesByLine(pieces).entries()) {
      const index = side[at]?.[0];
      if (index !== undefined && found.length > 0) scopes.set(index, found);
    }
  }
  return scopes;
}

/** The innermost scopes of each line of the text that the pieces make up. */
function scopesByLine(pieces: readonly Piece[]): readonly (readonly Scope[])[] {
  const lines: Scope[][] = [[]];
  let at = 0;
  const walk = (inner: readonly Piece[], className: string): void => {
    for (const piece of inner) {
      if (typeof piece !== "string") {
        walk(piece.pieces, classOf(piece.scope));
        continue;
      }
      for (const [part, text] of piece.split("\n").entries()) {
        if (part > 0) {
          lines.push([]);
          at = 0;
        }
        if (className !== "" && text !== "")
          lines.at(-1)?.push({ from: at, to: at + text.length, className });
        at += text.length;
      }
    }
  };
  walk(pieces, "");
  return lines;
}

/** `title.function` as `hl-title hl-title-function`: letters, digits and signs of our own only. */
function classOf(scope: string): string {
  const [first = "", ...rest] = scope.split(/[.:]/).map((part) => part.replace(/[^\w-]/g, ""));
  return [`hl-${first}`, ...rest.map((part) => `hl-${first}-${part}`)].join(" ");
}

/** A tag of the word marks, an escaped character, or any other character. */
const unit = /<\/?(?:ins|del)[^>]*>|&#?\w+;|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^]/g;

/** Puts spans round the scopes of an escaped line. Its word marks are opened and closed outside of them. */
export function weave(content: string, scopes: readonly Scope[]): string {
  let [woven, at, next] = ["", 0, 0];
  let open: Scope | undefined;
  for (const [piece] of content.matchAll(unit)) {
    const scope = scopes[next];
    if (open && at >= open.to) {
      woven += "</span>";
      open = undefined;
    }
    if (piece.startsWith("<")) {
      woven += open ? `</span>${piece}<span class="${open.className}">` : piece;
      continue;
    }
    if (!open && scope && at >= scope.from) {
      woven += `<span class="${scope.className}">`;
      open = scope;
      next++;
    }
    woven += piece;
    at += piece.startsWith("&") && piece.length > 1 ? 1 : piece.length;
  }
  return open ? `${woven}</span>` : woven;
}
