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
export declare function randomOf(seed: number): Random;
