// How the benches measure: what is measured and its floor take turns in one run, so that a slow moment of the
// machine hits both, and the median of the rounds counts. It knows no metric.

/** How long something took, in milliseconds. Only what the function itself counts. */
export type Timed = () => number | Promise<number>;

/** Milliseconds that a synchronous piece of work takes. */
export function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The middle value; the mean of the two middle ones for an even count. Throws RangeError for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError("There is no median of nothing.");
  return (low + high) / 2;
}

/** The smallest value that `percent` percent of the values or more do not exceed. Throws RangeError for none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  if (value === undefined) throw new RangeError("There is no percentile of nothing.");
  return value;
}

/** What something costs: by itself, and against its floor. */
export interface Cost {
  /** Milliseconds; a median. */
  readonly ms: number;
  /** The median over the rounds of measured ÷ floor. */
  readonly ratio: number;
}

/** The median over the rounds of measured ÷ floor. */
export async function ratioOf(measured: Timed, floor: Timed, rounds: number): Promise<number> {
  return (await costOf(measured, floor, rounds)).ratio;
}

/** Measured and floor are taken right after each other, the order alternating. */
export async function costOf(measured: Timed, floor: Timed, rounds: number): Promise<Cost> {
  // Once unmeasured: what is compiled and cached then stays so.
  await floor();
  await measured();
  const ratios: number[] = [];
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const floorFirst = round % 2 === 0;
    const first = await (floorFirst ? floor() : measured());
    const second = await (floorFirst ? measured() : floor());
    ratios.push(floorFirst ? second / first : first / second);
    found.push(floorFirst ? second : first);
  }
  return { ms: median(found), ratio: median(ratios) };
}
