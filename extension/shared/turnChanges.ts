// What the foot of a turn tells of the files that changed while it ran. Plain data that survives JSON; small, for it
// stays with every turn of a thread.

export interface TurnChanges {
  readonly files: number;
  readonly addedLines: number;
  readonly removedLines: number;
  /** Of the files: those that no item of the turn told of. */
  readonly unreported: number;
  /** Of the files: those that the person has not decided on, or not on all of. */
  readonly open: number;
  /** Of the files: those whose content before was brought back. */
  readonly undone: number;
  /** Things that the checkpoints did not take in. */
  readonly leftOut: number;
  /** Why the files could not be compared, in plain words; then the numbers are 0. null when they could. */
  readonly problem: string | null;
}
