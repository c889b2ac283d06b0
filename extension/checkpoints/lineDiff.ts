// What differs between two lists of lines: the places that were replaced. Pure; it knows no files and no text encoding.
// Always: replacing each place of `a` by its lines of `b` gives `b`, whatever the input, and a hopeless pair costs
// bounded time: it is then told as one larger change instead of the smallest.

/** Lines `aStart` to `aEnd` (exclusive, zero-based) of the first list became `bStart` to `bEnd` of the second. */
export interface Change {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** More differing lines than this are not searched for the shortest script. */
const mostEdits = 700;

/** The changes from `a` to `b`, in order, none touching another. */
export function diffLines(a: readonly string[], b: readonly string[]): Change[] {
  const ids = new Map<string, number>();
  const idOf = (line: string): number => {
    let id = ids.get(line);
    if (id === undefined) ids.set(line, (id = ids.size));
    return id;
  };
  // Most of a large file is mostly the same: only the rest is looked into.
  const whole = { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length };
  const { aStart, aEnd, bStart, bEnd } = trimmed({ a, b }, whole);
  const pair: Pair = {
    a: Int32Array.from(a.slice(aStart, aEnd), idOf),
    b: Int32Array.from(b.slice(bStart, bEnd), idOf),
    changes: [],
  };
  compare(pair, { aStart: 0, aEnd: aEnd - aStart, bStart: 0, bEnd: bEnd - bStart });
  return joined(pair.changes).map((change) => ({
    aStart: change.aStart + aStart,
    aEnd: change.aEnd + aStart,
    bStart: change.bStart + bStart,
    bEnd: change.bEnd + bStart,
  }));
}

interface Lists {
  readonly a: ArrayLike<unknown>;
  readonly b: ArrayLike<unknown>;
}

interface Pair {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly changes: Change[];
}

function compare(pair: Pair, whole: Change): void {
  const part = trimmed(pair, whole);
  if (part.aStart === part.aEnd && part.bStart === part.bEnd) return;
  if (part.aStart === part.aEnd || part.bStart === part.bEnd) return void pair.changes.push(part);
  if (shortest(pair, part)) return;
  const anchors = anchorsOf(pair, part);
  if (anchors.length === 0) return void pair.changes.push(part);
  let { aStart, bStart } = part;
  for (const [a, b] of anchors) {
    compare(pair, { aStart, aEnd: a, bStart, bEnd: b });
    [aStart, bStart] = [a + 1, b + 1];
  }
  compare(pair, { aStart, aEnd: part.aEnd, bStart, bEnd: part.bEnd });
}

function trimmed({ a, b }: Lists, { aStart, aEnd, bStart, bEnd }: Change): Change {
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    aStart++;
    bStart++;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  return { aStart, aEnd, bStart, bEnd };
}

/** Myers' greedy search. False when there are more edits than it looks for; then nothing was added. */
function shortest({ a, b, changes }: Pair, part: Change): boolean {
  const [n, m] = [part.aEnd - part.aStart, part.bEnd - part.bStart];
  const most = Math.min(mostEdits, n + m);
  const reached = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    for (let k = -edits; k <= edits; k += 2) {
      const isDown =
        k === -edits || (k !== edits && at(reached, middle + k - 1) < at(reached, middle + k + 1));
      let x = isDown ? at(reached, middle + k + 1) : at(reached, middle + k - 1) + 1;
      while (x < n && x - k < m && a[part.aStart + x] === b[part.bStart + x - k]) x++;
      reached[middle + k] = x;
      if (x >= n && x - k >= m) {
        changes.push(...walkBack(trace, { edits, k, x }, part));
        return true;
      }
    }
    trace.push(reached.slice(middle - edits - 1, middle + edits + 2));
  }
  return false;
}

/** The single edits of the path that was found, first to last. `trace[d]` holds the diagonals -d-1 to d+1. */
function walkBack(
  trace: readonly Int32Array[],
  end: { edits: number; k: number; x: number },
  part: Change,
): Change[] {
  const steps: Change[] = [];
  let { k } = end;
  for (let edits = end.edits; edits > 0; edits--) {
    const before = trace[edits - 1] ?? new Int32Array();
    const reach = (diagonal: number): number => at(before, diagonal + edits);
    const isDown = k === -edits || (k !== edits && reach(k - 1) < reach(k + 1));
    const from = isDown ? k + 1 : k - 1;
    const x = reach(from);
    const [aStart, bStart] = [part.aStart + x, part.bStart + x - from];
    steps.push({ aStart, aEnd: aStart + (isDown ? 0 : 1), bStart, bEnd: bStart + (isDown ? 1 : 0) });
    k = from;
  }
  return steps.toReversed();
}

function at(list: Int32Array, index: number): number {
  return list[index] ?? 0;
}

/** Lines that stand once on each side, in the longest order that both share. */
function anchorsOf({ a, b }: Pair, part: Change): [number, number][] {
  const inB = placesOnce(b, part.bStart, part.bEnd);
  const pairs: [number, number][] = [];
  for (const [id, place] of placesOnce(a, part.aStart, part.aEnd)) {
    const other = inB.get(id);
    if (other !== undefined) pairs.push([place, other]);
  }
  return longestRising(pairs.toSorted((one, two) => one[0] - two[0]));
}

function placesOnce(lines: Int32Array, start: number, end: number): Map<number, number> {
  const places = new Map<number, number>();
  const twice = new Set<number>();
  for (let index = start; index < end; index++) {
    const id = at(lines, index);
    if (places.has(id)) twice.add(id);
    else places.set(id, index);
  }
  for (const id of twice) places.delete(id);
  return places;
}

function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, b]] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((pairs[tops[half] ?? 0]?.[1] ?? 0) < b) low = half + 1;
      else high = half;
    }
    before[index] = low === 0 ? -1 : (tops[low - 1] ?? -1);
    tops[low] = index;
  }
  const rising: [number, number][] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = at(before, index)) {
    const pair = pairs[index];
    if (pair) rising.push(pair);
  }
  return rising.toReversed();
}

function joined(changes: readonly Change[]): Change[] {
  const result: Change[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (last && last.aEnd === change.aStart && last.bEnd === change.bStart)
      result[result.length - 1] = { ...last, aEnd: change.aEnd, bEnd: change.bEnd };
    else result.push(change);
  }
  return result;
}
