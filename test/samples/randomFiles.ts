// Random folders and random work on them, for tests: texts of all endings, binary files, links, modes, moves, and
// files that become folders. The same chance gives the same files.

import type { Random } from "./random.ts";
import type { Held } from "../../extension/checkpoints/testing/folderStage.ts";

export type Files = Record<string, Held>;

const words = ["alpha", "beta", "gamma", "delta", "", "}", "  return x;", "é ü", "end"];

export function randomText(chance: Random): string {
  const ending = chance.chance(25) ? "\r\n" : "\n";
  const lines = Array.from({ length: chance.below(40) }, () => chance.pick(words) ?? "");
  return lines.join(ending) + (chance.chance(70) && lines.length > 0 ? ending : "");
}

export function randomHeld(chance: Random): Held {
  const kind = chance.below(10);
  if (kind === 0) return Buffer.from(Array.from({ length: chance.below(50) }, () => chance.below(256)));
  if (kind === 1) return { link: chance.pick(["elsewhere", "a/b.txt", "../out"]) ?? "x" };
  if (kind === 2) return { executable: randomText(chance) };
  return randomText(chance);
}

const names = [
  "a.txt",
  "b.txt",
  "a/b.txt",
  "a/c.txt",
  "d/e/f.txt",
  "d/e",
  "x y.txt",
  "ü.txt",
  "d/g.bin",
  "h",
];

/** A folder of some files; none is a folder of another. */
export function randomFiles(chance: Random): Files {
  const files: Files = {};
  for (const name of chance.some(names)) if (isFree(files, name)) files[name] = randomHeld(chance);
  return files;
}

function isFree(files: Files, name: string): boolean {
  return Object.keys(files).every((other) => !other.startsWith(`${name}/`) && !name.startsWith(`${other}/`));
}

/** The text with some lines changed, added or taken out; `mark` is in each line that comes. */
export function editedText(text: string, chance: Random, mark: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  for (let edits = 1 + chance.below(4); edits > 0; edits--) {
    const at = chance.below(lines.length + 1);
    const came = chance.chance(75) ? [`${mark} ${chance.below(1000)}\n`] : [];
    lines.splice(at, chance.below(3), ...came);
  }
  return lines.join("");
}

/** What some work makes of a folder: null stands for a file that goes. */
export function randomWork(files: Files, chance: Random, mark: string): Record<string, Held | null> {
  const now: Files = { ...files };
  const work: Record<string, Held | null> = {};
  const put = (name: string, held: Held | null): void => {
    if (held === null) delete now[name];
    else now[name] = held;
    work[name] = held;
  };
  for (const [name, held] of Object.entries(files)) {
    const kind = chance.below(8);
    if (kind === 0) put(name, null);
    else if (kind === 1) put(name, randomHeld(chance));
    else if (kind === 2 && typeof held === "string") put(name, { executable: held });
    else if (kind === 3) {
      const to = chance.pick(names) ?? "";
      if (to in now || !isFree(now, to)) continue;
      put(name, null);
      put(to, typeof held === "string" && chance.chance(50) ? editedText(held, chance, mark) : held);
    } else if (kind < 6 && typeof held === "string") put(name, editedText(held, chance, mark));
  }
  for (const name of chance.some(names))
    if (!(name in now) && isFree(now, name) && chance.chance(40)) put(name, randomHeld(chance));
  return work;
}
