// Chance that can be repeated: the same seed gives the same numbers on every machine.

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
  /** One of them; undefined of none. */
  pick<T>(values: readonly T[]): T | undefined;
  /** Some of them, in their order, perhaps none. */
  some<T>(values: readonly T[]): T[];
}

/** Mulberry32: small, quick, and even enough for tests. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (values) => values[below(values.length)],
    some: (values) => values.filter(() => below(2) === 0),
  };
}
