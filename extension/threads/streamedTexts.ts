// Texts that grow while they are shown: a message, the output of a command. Says when so much is new that it is worth
// writing down. Pure but for what it holds; knows no files.
// Always: what it gives ends where a word ends, so that no half of a secret is written before it can be told as one.

interface Growing {
  text: string;
  keptLength: number;
  keptAtMs: number;
}

export interface StreamedTextsOptions {
  /** Of one text; what comes behind it is not kept. */
  readonly mostChars?: number;
  readonly leastMs?: number;
}

/** The longer the text, the more must be new: all that is written stays in proportion to the text. */
const newShare = 0.1;
const restedMs = 1_000;

export class StreamedTexts {
  readonly #growing = new Map<string, Growing>();
  readonly #mostChars: number;
  readonly #leastMs: number;

  constructor({ mostChars = 16_000, leastMs = 250 }: StreamedTextsOptions = {}) {
    this.#mostChars = mostChars;
    this.#leastMs = leastMs;
  }

  /** The text begins, or begins again. */
  begin(id: string, text: string): void {
    this.#growing.set(id, { text: text.slice(0, this.#mostChars), keptLength: 0, keptAtMs: -Infinity });
  }

  /** The whole text as it is to be kept now; undefined when it can wait. */
  add(id: string, delta: string, nowMs: number): string | undefined {
    const growing = this.#growing.get(id);
    if (!growing || growing.text.length >= this.#mostChars) return undefined;
    growing.text = (growing.text + delta).slice(0, this.#mostChars);
    const sinceMs = nowMs - growing.keptAtMs;
    // A clock that was set back keeps nothing from being written.
    if (sinceMs >= 0 && sinceMs < this.#leastMs) return undefined;
    const isLittle = growing.text.length - growing.keptLength < growing.text.length * newShare;
    if (isLittle && sinceMs >= 0 && sinceMs < restedMs) return undefined;
    const kept = wholeWords(growing.text);
    if (kept.length <= growing.keptLength) return undefined;
    growing.keptLength = kept.length;
    growing.keptAtMs = nowMs;
    return kept;
  }

  end(id: string): void {
    this.#growing.delete(id);
  }

  clear(): void {
    this.#growing.clear();
  }
}

function wholeWords(text: string): string {
  return text.slice(0, text.search(/\s\S*$/) + 1);
}
