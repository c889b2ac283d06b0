// How a stretch of terminal output looks, and what an SGR sequence changes about it. Pure. Concealed text and
// blinking are not obeyed: output may colour what it says, never hide it.

/** One of the 16 colours of the theme, or a colour of the program's own as `#rrggbb`. */
export type Colour = number | string;

export interface TextStyle {
  readonly foreground: Colour | null;
  readonly background: Colour | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly inverse: boolean;
}

/** No style at all; every style that says nothing is this very object. */
export const plainStyle: TextStyle = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
};

/** The style after `ESC [ parameters m`. What it does not know changes nothing. */
export function styleAfter(style: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(";").map(codeOf);
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const [code = 0, ...sub] = codes[index] ?? [];
    if (code !== 38 && code !== 48) {
      next = { ...next, ...changeOf(code, sub[0]) };
      continue;
    }
    const rest = sub.length > 0 ? sub : codes.slice(index + 1).map(([first = 0]) => first);
    const { colour, used } = ownColour(rest, sub.length > 0);
    if (sub.length === 0) index += used;
    if (colour !== null) next = { ...next, [code === 38 ? "foreground" : "background"]: colour };
  }
  return isPlain(next) ? plainStyle : next;
}

/** Remembers the steps from style to style, so that equal styles are mostly the same object. */
export class StyleSteps {
  private readonly known = new Map<TextStyle, Map<string, TextStyle>>();
  private count = 0;

  after(style: TextStyle, parameters: string): TextStyle {
    const steps = this.known.get(style) ?? new Map<string, TextStyle>();
    const found = steps.get(parameters);
    if (found) return found;
    const made = styleAfter(style, parameters);
    if (++this.count > mostSteps) {
      this.known.clear();
      this.count = 0;
    }
    this.known.set(style, steps.set(parameters, made));
    return made;
  }
}

/** A program that makes more colours than these is drawing a picture. */
const mostSteps = 2_000;

/** A parameter with its sub-parameters; an empty one counts as 0. */
function codeOf(parameter: string): number[] {
  return parameter.split(":").map((part) => (part === "" ? 0 : Number(part)));
}

/** The colour behind 38 or 48: `5;n` or `2;r;g;b`, with colons also `2:space:r:g:b`. */
function ownColour(parts: readonly number[], hasSpace: boolean): { colour: Colour | null; used: number } {
  if (parts[0] === 5) return { colour: indexedColour(parts[1] ?? 0), used: 2 };
  if (parts[0] !== 2) return { colour: null, used: parts.length > 0 ? 1 : 0 };
  const from = hasSpace && parts.length > 4 ? 2 : 1;
  const [red = 0, green = 0, blue = 0] = parts.slice(from, from + 3);
  return { colour: hex(red, green, blue), used: 4 };
}

/** Of the 256 colours: 16 of the theme, a cube of 6 × 6 × 6, 24 greys. */
function indexedColour(index: number): Colour | null {
  if (index < 16) return index;
  if (index > 255) return null;
  if (index > 231) return hex(...grey(8 + (index - 232) * 10));
  const place = index - 16;
  return hex(level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6));
}

function level(step: number): number {
  return step === 0 ? 0 : 55 + step * 40;
}

function grey(value: number): [number, number, number] {
  return [value, value, value];
}

function hex(...channels: [number, number, number]): string {
  return `#${channels.map((value) => Math.min(255, value).toString(16).padStart(2, "0")).join("")}`;
}

function changeOf(code: number, sub: number | undefined): Partial<TextStyle> {
  if (code === 4) return { underline: sub !== 0 };
  const simple = simpleChanges[code];
  if (simple) return simple;
  if (code >= 30 && code <= 37) return { foreground: code - 30 };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 90 && code <= 97) return { foreground: code - 82 };
  if (code >= 100 && code <= 107) return { background: code - 92 };
  return {};
}

const simpleChanges: Readonly<Record<number, Partial<TextStyle>>> = {
  0: plainStyle,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  7: { inverse: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { foreground: null },
  49: { background: null },
};

function isPlain(style: TextStyle): boolean {
  return (
    style.foreground === null &&
    style.background === null &&
    !(style.bold || style.dim || style.italic || style.underline || style.strike || style.inverse)
  );
}
