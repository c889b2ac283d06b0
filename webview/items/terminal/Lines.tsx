// Lines of output as text in their styles. Stretches of one style are joined over lines, so that plain output is
// one text. Every text goes through `neutralise`; a sequence that was not obeyed stands there by its name.

import { Fragment, memo, type CSSProperties, type ReactElement, type ReactNode } from "react";
import { neutralise, neutraliseToText } from "../../../extension/shared/neutralise.ts";
import { Segments } from "../../ui/Plain.tsx";
import { countOf } from "../../ui/words.ts";
import type { Run } from "./line.ts";
import { plainStyle, type Colour, type TextStyle } from "./style.ts";

export interface LinesProps {
  readonly lines: readonly (readonly Run[])[];
}

/** Longer lines end here: laying them out would hold up everything else. */
const longestLine = 4_000;

export const Lines = memo(function Lines({ lines }: LinesProps): ReactElement {
  return <>{joinedRuns(lines).map(nodeOf)}</>;
});

type Shown = Run | { readonly leftOut: number };

function joinedRuns(lines: readonly (readonly Run[])[]): Shown[] {
  const shown: Shown[] = [];
  let text = "";
  let style = plainStyle;
  const end = (): void => {
    if (text !== "") shown.push({ text, style });
    text = "";
  };
  for (const line of lines) {
    for (const run of cut(line)) {
      if (!("text" in run)) {
        end();
        shown.push(run);
        continue;
      }
      if (run.style !== style) end();
      style = run.style;
      text += run.text;
    }
    text += "\n";
  }
  end();
  return shown;
}

function lengthOf(run: Run): number {
  return "text" in run ? run.text.length : 1;
}

function cut(line: readonly Run[]): readonly Shown[] {
  const length = line.reduce((sum, run) => sum + lengthOf(run), 0);
  if (length <= longestLine) return line;
  const shown: Shown[] = [];
  let left = longestLine;
  for (const run of line) {
    if (left <= 0) break;
    shown.push("text" in run ? { ...run, text: run.text.slice(0, left) } : run);
    left -= lengthOf(run);
  }
  return [...shown, { leftOut: length - longestLine }];
}

/** No component a run: there are thousands. Its place is all the identity that it has. */
function nodeOf(run: Shown, place: number): ReactNode {
  if ("leftOut" in run)
    return (
      <span key={place} className="fact">
        {" "}
        … {countOf(run.leftOut, "more character")}
      </span>
    );
  if ("token" in run) {
    const carried = neutraliseToText(run.payload.slice(0, 200), "code");
    return (
      <mark key={place} className="hidden-character" title={`Not obeyed: ${carried}`}>
        <span>{run.token}</span>
      </mark>
    );
  }
  if (run.style === plainStyle) return <Fragment key={place}>{safe(run.text)}</Fragment>;
  const { className, style } = lookOf(run.style);
  return (
    <span key={place} className={className} style={style}>
      {safe(run.text)}
    </span>
  );
}

/** The same as Plain shows, without its components where nothing has to be marked. */
function safe(text: string): ReactNode {
  const segments = neutralise(text, "code");
  const [only] = segments;
  return segments.length === 1 && only !== undefined && "text" in only ? (
    only.text
  ) : (
    <Segments segments={segments} />
  );
}

interface Look {
  readonly className: string;
  readonly style: CSSProperties | undefined;
}

const looks = new WeakMap<TextStyle, Look>();

function lookOf(style: TextStyle): Look {
  const known = looks.get(style);
  if (known) return known;
  const made = newLook(style);
  looks.set(style, made);
  return made;
}

/** Classes for what the theme decides, custom properties for the colours of the program. */
function newLook(style: TextStyle): Look {
  const [foreground, background] = style.inverse
    ? [style.background ?? "back", style.foreground ?? "fore"]
    : [style.foreground, style.background];
  const names = ["bold", "dim", "italic", "underline", "strike"] as const;
  const classes: string[] = names.filter((name) => style[name]).map((name) => `ansi-${name}`);
  const own: Record<string, string> = {};
  addColour("fg", foreground, classes, own);
  addColour("bg", background, classes, own);
  return { className: classes.join(" "), style: Object.keys(own).length > 0 ? own : undefined };
}

function addColour(
  side: "fg" | "bg",
  colour: Colour | null,
  classes: string[],
  own: Record<string, string>,
): void {
  if (colour === null) return;
  if (typeof colour === "string" && colour.startsWith("#")) {
    classes.push(`ansi-${side}-own`);
    own[`--ansi-${side}`] = colour;
  } else classes.push(`ansi-${side}-${colour}`);
}
