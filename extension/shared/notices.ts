// The list of things to tell that belong to no thread: what is told already is not told twice, and the oldest go. Pure.

import type { Notice } from "./hostState.ts";

const mostShown = 5;

export interface Noticed {
  readonly notices: readonly Notice[];
  /** The id of the notice, new or told before: short, whatever its words, so that the page can name it. */
  readonly id: string;
}

/** `number` is one that no notice had before. */
export function withNotice(notices: readonly Notice[], words: Omit<Notice, "id">, number: number): Noticed {
  const same = notices.find(
    ({ severity, text, detail }) =>
      severity === words.severity && text === words.text && detail === words.detail,
  );
  if (same) return { notices, id: same.id };
  const id = `notice-${number}`;
  return { notices: [...notices, { ...words, id }].slice(-mostShown), id };
}
