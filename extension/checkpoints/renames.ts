// Which deleted and added files of a change set are one that was moved: equal contents first, then similar ones.
// Pure; contents are handed in. Bounded: with very many candidates only equal contents are found.

import { linesOf } from "./byteLines.ts";
import type { PathChange } from "./folderState.ts";

export interface Move {
  readonly from: PathChange;
  readonly to: PathChange;
}

/** At least so much of the larger of two files must be the same. */
const similarEnough = 0.6;
const mostCandidates = 100;
const mostBytes = 512 * 1024;

/** Each deleted file is moved at most once, to at most one place. Links are never moved. */
export function findMoves(
  changes: readonly PathChange[],
  contentOf: (id: string) => Uint8Array | undefined,
): Move[] {
  const deleted = changes.filter(({ before, after }) => after === null && before?.mode !== "symlink");
  const added = changes.filter(({ before, after }) => before === null && after?.mode !== "symlink");
  const moves: Move[] = [];
  const free = new Set(added);
  const byId = Map.groupBy(added, ({ after }) => after?.id ?? "");
  const left = deleted.filter((from) => {
    const same = (byId.get(from.before?.id ?? "") ?? []).filter((to) => free.has(to));
    // An empty file is like every other.
    const to =
      from.before?.bytes === 0 ? undefined : (same.find((one) => nameOf(one) === nameOf(from)) ?? same[0]);
    if (!to) return true;
    free.delete(to);
    moves.push({ from, to });
    return false;
  });
  return moves.concat(similarMoves(left, [...free], contentOf));
}

function similarMoves(
  deleted: readonly PathChange[],
  added: readonly PathChange[],
  contentOf: (id: string) => Uint8Array | undefined,
): Move[] {
  if (deleted.length > mostCandidates || added.length > mostCandidates) return [];
  const counted = (id: string | undefined): Counted | undefined => {
    const bytes = id === undefined ? undefined : contentOf(id);
    return bytes && bytes.length > 0 && bytes.length <= mostBytes ? countLines(bytes) : undefined;
  };
  const olds = deleted.map((from) => ({ from, lines: counted(from.before?.id) }));
  const news = added.map((to) => ({ to, lines: counted(to.after?.id) }));
  const scored = olds.flatMap(({ from, lines }) =>
    news.map((other) => ({ from, to: other.to, score: likeness(lines, other.lines) })),
  );
  const moves: Move[] = [];
  const taken = new Set<PathChange>();
  for (const { from, to, score } of scored.toSorted((one, two) => two.score - one.score)) {
    if (score < similarEnough) break;
    if (taken.has(from) || taken.has(to)) continue;
    taken.add(from).add(to);
    moves.push({ from, to });
  }
  return moves;
}

interface Counted {
  readonly bytes: number;
  readonly lines: ReadonlyMap<string, number>;
}

function countLines(bytes: Uint8Array): Counted {
  const lines = new Map<string, number>();
  for (const line of linesOf(bytes)) lines.set(line, (lines.get(line) ?? 0) + 1);
  return { bytes: bytes.length, lines };
}

/** The share of bytes in lines that both have. */
function likeness(one: Counted | undefined, two: Counted | undefined): number {
  if (!one || !two) return 0;
  let same = 0;
  for (const [line, count] of one.lines) same += line.length * Math.min(count, two.lines.get(line) ?? 0);
  return same / Math.max(one.bytes, two.bytes);
}

function nameOf({ path }: PathChange): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
