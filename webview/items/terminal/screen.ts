// Program output as lines, read once as it comes: colours, carriage returns and backspaces act as in a
// terminal, no other sequence is obeyed. What was read is never read again, and however the output was cut into
// pieces, the lines are the same. It keeps a bounded number of lines and says how many went before.

import { Line, type Run } from "./line.ts";
import { sequenceAt } from "./sequences.ts";
import { plainStyle, StyleSteps, type TextStyle } from "./style.ts";

export const linesPerChunk = 200;
export const mostLines = 10_000;
/** Characters that are kept, roughly 2 MB. */
export const mostCharacters = 2_000_000;

/** Some lines in a row. A chunk that is full is never made anew. */
export interface Chunk {
  /** Number of its first line, from 0. */
  readonly firstLine: number;
  readonly lines: readonly (readonly Run[])[];
}

export interface ScreenView {
  readonly chunks: readonly Chunk[];
  /** Lines that are not kept any more. */
  readonly linesBefore: number;
}

interface FullChunk extends Chunk {
  readonly characters: number;
}

const special = /[\n\r\b\u001b]/g;

export class Screen {
  private chunks: readonly FullChunk[] = [];
  private lines: (readonly Run[])[] = [];
  private line = new Line();
  private style: TextStyle = plainStyle;
  private readonly steps = new StyleSteps();
  /** The beginning of a sequence, or half a character, whose rest may come. */
  private unfinished = "";
  private firstLine = 0;
  private keptCharacters = 0;
  private charactersHere = 0;

  /** Takes what came after everything written so far. */
  write(more: string): void {
    const text = this.unfinished + more;
    this.unfinished = "";
    let at = 0;
    while (at < text.length) {
      special.lastIndex = at;
      const next = special.exec(text)?.index ?? text.length;
      const end = next === text.length && isHalf(text, next - 1) ? next - 1 : next;
      this.print(text.slice(at, end));
      if (next === text.length) {
        this.unfinished = text.slice(end);
        return;
      }
      const length = this.control(text, next);
      if (length === 0) {
        this.unfinished = text.slice(next);
        return;
      }
      at = next + length;
    }
  }

  /** What there is now. An unfinished sequence at the end is shown as text. */
  view(): ScreenView {
    const last = [...this.lines, this.openLine()];
    return {
      chunks: [...this.chunks, { firstLine: this.firstLine, lines: last }],
      linesBefore: this.chunks[0]?.firstLine ?? (this.firstLine > 0 ? this.firstLine : 0),
    };
  }

  private openLine(): readonly Run[] {
    const runs = this.line.runs();
    return this.unfinished === "" ? runs : [...runs, { text: this.unfinished, style: plainStyle }];
  }

  private print(text: string): void {
    this.line.write(text, this.style);
    this.charactersHere += text.length;
  }

  /** Obeys the control character at `at` and returns how many characters it took; 0: wait for more. */
  private control(text: string, at: number): number {
    switch (text[at]) {
      case "\n":
        this.endLine();
        return 1;
      case "\r":
        this.line.return();
        return 1;
      case "\b":
        this.line.back();
        return 1;
      default:
        return this.sequence(text, at);
    }
  }

  private sequence(text: string, at: number): number {
    const sequence = sequenceAt(text, at);
    switch (sequence.kind) {
      case "style":
        this.style = this.steps.after(this.style, sequence.parameters);
        return sequence.length;
      case "eraseLine":
        this.line.erase(sequence.mode);
        return sequence.length;
      case "redraw":
        return sequence.length;
      case "token":
        this.line.writeToken(sequence.name, sequence.payload);
        return sequence.length;
      case "text":
        this.print("\u001b");
        return 1;
      case "unfinished":
        return 0;
    }
  }

  private endLine(): void {
    this.lines.push(this.line.runs());
    this.line = new Line();
    this.charactersHere++;
    if (this.lines.length < linesPerChunk) return;
    const chunk = { firstLine: this.firstLine, lines: this.lines, characters: this.charactersHere };
    this.chunks = [...this.chunks, chunk];
    this.keptCharacters += chunk.characters;
    this.firstLine += this.lines.length;
    this.lines = [];
    this.charactersHere = 0;
    this.dropOldest();
  }

  private dropOldest(): void {
    let drop = Math.max(0, this.chunks.length - mostLines / linesPerChunk);
    let dropped = 0;
    for (const [index, { characters }] of this.chunks.entries()) {
      if (index >= drop && this.keptCharacters - dropped <= mostCharacters) break;
      dropped += characters;
      drop = index + 1;
    }
    if (drop === 0) return;
    this.keptCharacters -= dropped;
    this.chunks = this.chunks.slice(drop);
  }
}

function isHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}

const jointLength = 256;

/** Looks only at the joint: an output grows by deltas, and comparing all of it would cost more than reading the rest. */
export function seemsGrownFrom(given: string, text: string): boolean {
  if (text.length < given.length) return false;
  const from = Math.max(0, given.length - jointLength);
  return text.slice(from, given.length) === given.slice(from);
}

/** Reads a text that usually only grows; anew when it became another. */
export class ScreenReader {
  private screen = new Screen();
  private given = "";
  private last: ScreenView = this.screen.view();

  /** `runs`: more may come, by deltas alone. A text that is complete is compared in full. */
  read(text: string, runs = false): ScreenView {
    if (text === this.given) return this.last;
    const grew = runs ? seemsGrownFrom(this.given, text) : text.startsWith(this.given);
    if (!grew) this.screen = new Screen();
    this.screen.write(grew ? text.slice(this.given.length) : text);
    this.given = text;
    this.last = this.screen.view();
    return this.last;
  }
}
