// The checkpoints of one folder as a line of differences: number n says what changed between n - 1 and n. What
// changed between any two of them is their sum. Kept in a file of lines; a line that was cut off counts as none.

import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { byPath, isSameSide, type PathChange } from "./folderState.ts";

interface Point {
  readonly number: number;
  readonly atMs: number;
  readonly changes: readonly PathChange[];
}

export class Points {
  readonly #file: string;
  #points: Point[] | undefined;

  /** `file` is absolute. */
  constructor(file: string) {
    this.#file = file;
  }

  /** The number of the newest checkpoint; 0 before the first difference. */
  async latest(): Promise<number> {
    return (await this.#read()).at(-1)?.number ?? 0;
  }

  /** Whether the differences after this one are all still here. */
  async reaches(number: number): Promise<boolean> {
    const points = await this.#read();
    return number <= (points.at(-1)?.number ?? 0) && number >= (points[0]?.number ?? 1) - 1;
  }

  /** Adds a difference, unless it is none. Returns the number of what stands now, when it is on the disk. */
  async add(changes: readonly PathChange[], atMs: number): Promise<number> {
    const points = await this.#read();
    const latest = points.at(-1)?.number ?? 0;
    if (changes.length === 0) return latest;
    const point = { number: latest + 1, atMs, changes };
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    await appendFile(this.#file, `${JSON.stringify(point)}\n`, { mode: 0o600 });
    points.push(point);
    return point.number;
  }

  /** What changed after checkpoint `from` until `to`, by path; what changed back is no change. */
  async between(from: number, to: number): Promise<PathChange[]> {
    const sums = new Map<string, PathChange>();
    for (const { number, changes } of await this.#read()) {
      if (number <= from || number > to) continue;
      for (const change of changes) {
        const before = (sums.get(change.path) ?? change).before;
        sums.set(change.path, { path: change.path, before, after: change.after });
      }
    }
    return [...sums.values()].filter(({ before, after }) => !isSameSide(before, after)).toSorted(byPath);
  }

  /** The ids of all contents that the differences name. */
  async ids(): Promise<string[]> {
    const sides = (await this.#read()).flatMap(({ changes }) =>
      changes.flatMap(({ before, after }) => [before, after]),
    );
    return sides.flatMap((side) => (side ? [side.id] : []));
  }

  /** Drops the differences up to this checkpoint, but never the newest, which carries the count. */
  async dropThrough(number: number): Promise<void> {
    const points = await this.#read();
    const kept = points.filter((point, index) => point.number > number || index === points.length - 1);
    if (kept.length === points.length) return;
    await writeFile(`${this.#file}.part`, kept.map((point) => `${JSON.stringify(point)}\n`).join(""), {
      mode: 0o600,
    });
    await rename(`${this.#file}.part`, this.#file);
    this.#points = kept;
  }

  async #read(): Promise<Point[]> {
    if (this.#points) return this.#points;
    const text = await readFile(this.#file, "utf8").catch(() => "");
    // What was cut off by a crash must not spoil the next line.
    if (text !== "" && !text.endsWith("\n")) await appendFile(this.#file, "\n");
    this.#points ??= text.split("\n").flatMap((line) => pointFrom(line));
    return this.#points;
  }
}

function pointFrom(line: string): Point[] {
  if (line === "") return [];
  try {
    const point = JSON.parse(line) as Point;
    return typeof point.number === "number" && Array.isArray(point.changes) ? [point] : [];
  } catch {
    return [];
  }
}
