// The line that a program is writing: a cursor, and runs of text in one style each. Appending is cheap; only a
// line that is written over is taken apart into its characters.

import { plainStyle, type TextStyle } from "./style.ts";

/** A stretch in one style, or a sequence that is shown by its name. */
export type Run =
  | { readonly text: string; readonly style: TextStyle }
  | { readonly token: string; readonly payload: string };

type Cell = { readonly point: string; readonly style: TextStyle } | Extract<Run, { token: string }>;

const blank: Cell = { point: " ", style: plainStyle };

export class Line {
  private done: Run[] = [];
  private text = "";
  private style: TextStyle = plainStyle;
  /** The characters of a line that was written over; null while it only grew. */
  private cells: Cell[] | null = null;
  /** Counts only while there are cells. */
  private column = 0;
  /** A return stands at the end; it matters only if something follows. */
  private returned = false;

  /** Writes text without control characters. */
  write(text: string, style: TextStyle): void {
    if (text === "") return;
    this.overwriteIfReturned();
    if (this.cells) {
      for (const point of text) this.put({ point, style });
      return;
    }
    if (style !== this.style) this.endRun(style);
    this.text += text;
  }

  writeToken(token: string, payload: string): void {
    this.overwriteIfReturned();
    if (this.cells) return this.put({ token, payload });
    this.endRun(this.style);
    this.done.push({ token, payload });
  }

  return(): void {
    if (this.cells) this.column = 0;
    else this.returned = true;
  }

  back(): void {
    this.overwriteIfReturned();
    this.takeApart();
    this.column = Math.max(0, this.column - 1);
  }

  /** `0` from the cursor on, `2` all of it. At the end of a line that only grew there is nothing to erase. */
  erase(mode: 0 | 2): void {
    if (!this.cells && !this.returned && mode === 0) return;
    this.overwriteIfReturned();
    this.takeApart();
    if (this.cells) this.cells.length = mode === 2 ? 0 : Math.min(this.cells.length, this.column);
  }

  /** The line as it stands now, neighbours of one style joined. */
  runs(): readonly Run[] {
    if (this.cells) return joined(this.cells);
    return this.text === "" ? [...this.done] : [...this.done, { text: this.text, style: this.style }];
  }

  private overwriteIfReturned(): void {
    if (!this.returned) return;
    this.returned = false;
    this.takeApart();
    this.column = 0;
  }

  private endRun(next: TextStyle): void {
    if (this.text !== "") this.done.push({ text: this.text, style: this.style });
    this.text = "";
    this.style = next;
  }

  private takeApart(): void {
    if (this.cells) return;
    this.endRun(this.style);
    this.cells = this.done.flatMap((run): Cell[] =>
      "token" in run ? [run] : Array.from(run.text, (point) => ({ point, style: run.style })),
    );
    this.column = this.cells.length;
  }

  private put(cell: Cell): void {
    const { cells } = this;
    if (!cells) return;
    while (cells.length < this.column) cells.push(blank);
    cells[this.column++] = cell;
  }
}

function joined(cells: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  let text = "";
  let style = plainStyle;
  const end = (): void => {
    if (text !== "") runs.push({ text, style });
    text = "";
  };
  for (const cell of cells) {
    if ("token" in cell || cell.style !== style) end();
    if ("token" in cell) runs.push(cell);
    else {
      style = cell.style;
      text += cell.point;
    }
  }
  end();
  return runs;
}
