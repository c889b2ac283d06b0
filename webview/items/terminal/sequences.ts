// Reads one control sequence of terminal output. Pure: it names what stands there and how long it is. Nothing
// is carried out here; what is not known stays text, where its escape character is shown as a token.

export type Sequence =
  /** Colours and weights. */
  | { readonly kind: "style"; readonly length: number; readonly parameters: string }
  /** Erases in the line that is being written: `0` from here on, `2` all of it. */
  | { readonly kind: "eraseLine"; readonly length: number; readonly mode: 0 | 2 }
  /** Only moves or redraws: leaves nothing in a log. */
  | { readonly kind: "redraw"; readonly length: number }
  /** Reaches beyond the text (links, clipboard, titles, device requests): shown by name, never obeyed. */
  | { readonly kind: "token"; readonly length: number; readonly name: string; readonly payload: string }
  /** Not a sequence: the escape character is text. */
  | { readonly kind: "text" }
  /** It may become one when more text comes. */
  | { readonly kind: "unfinished" };

const csi = /\u001b\[([0-?]*)([ -/]*)([@-~])/y;
const csiBeginning = /\u001b(?:\[[0-?]*[ -/]*)?$/y;
const short = /\u001b(?:[78=>cDEHMN]|[()*+][0-9A-Za-z]|#[3-8])/y;
const shortBeginning = /\u001b[()*+#]?$/y;
const stringStart = /\u001b([\]PX^_])/y;

/** Longer strings are no sequence: nothing may swallow output without end. */
const longestString = 4_096;

const names: Readonly<Record<string, string>> = { P: "DCS", X: "SOS", "^": "PM", _: "APC" };
/** Marks of shells and progress reports. */
const silentStrings = /^(?:133|633|9;4)(?:;|$)/;

/** The sequence at `at`, where an escape character stands. */
export function sequenceAt(text: string, at: number): Sequence {
  const control = matchAt(csi, text, at);
  if (control) return control[0].length > longestString ? { kind: "text" } : controlSequence(control);
  const brief = matchAt(short, text, at);
  if (brief) return { kind: "redraw", length: brief[0].length };
  const opened = matchAt(stringStart, text, at);
  if (opened) return stringSequence(text, at, opened[1] ?? "");
  const goesOn = matchAt(csiBeginning, text, at) ?? matchAt(shortBeginning, text, at);
  return goesOn && text.length - at < longestString ? { kind: "unfinished" } : { kind: "text" };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function controlSequence([whole, parameters = "", middle = "", final = ""]: RegExpExecArray): Sequence {
  const { length } = whole;
  if (middle === "" && final === "m" && /^[0-9;:]*$/.test(parameters)) {
    return { kind: "style", length, parameters };
  }
  if (final === "K" && /^[02]?$/.test(parameters))
    return { kind: "eraseLine", length, mode: parameters === "2" ? 2 : 0 };
  if (/[@A-HJKLMPSTXZ`a-fhlmqrsu]/.test(final)) return { kind: "redraw", length };
  return { kind: "token", length, name: "CSI", payload: whole.slice(2) };
}

function stringSequence(text: string, at: number, opener: string): Sequence {
  const limit = Math.min(text.length, at + longestString);
  for (let end = at + 2; end < limit; end++) {
    const character = text[end];
    if (character === "\n") return { kind: "text" };
    if (character === "\u0007") return stringToken(opener, text.slice(at + 2, end), end + 1 - at);
    if (character !== "\u001b") continue;
    if (text[end + 1] === "\\") return stringToken(opener, text.slice(at + 2, end), end + 2 - at);
    return end + 1 < text.length ? { kind: "text" } : { kind: "unfinished" };
  }
  return limit < text.length || text.length - at >= longestString ? { kind: "text" } : { kind: "unfinished" };
}

function stringToken(opener: string, payload: string, length: number): Sequence {
  if (opener !== "]") return { kind: "token", length, name: names[opener] ?? "string", payload };
  if (silentStrings.test(payload)) return { kind: "redraw", length };
  const number = /^\d+/.exec(payload)?.[0] ?? "";
  return { kind: "token", length, name: `OSC ${number}`.trim(), payload };
}
