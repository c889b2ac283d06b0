// Byte chunks in, whole lines of text out. It knows nothing of JSON.
// Only byte 0x0A ends a line: raw U+2028 inside a line is ordinary text, which is why readline is not used.
// A character is never cut in two, however the bytes were chunked: text is decoded only from complete lines.

const newline = 0x0a;
const carriageReturn = 0x0d;

/** The longest line that is taken, in bytes. */
export const maxLineBytes = 128 * 1024 * 1024;

export interface LineSplitterOptions {
  /** Receives each line without its line end. Must not throw: the rest of the chunk would be lost. */
  onLine: (line: string) => void;
  /** A line outgrew the limit; called once for that line, whose bytes are dropped up to the next line end. */
  onOverflow?: (limitBytes: number) => void;
  /** Limit in bytes; {@link maxLineBytes} unless told. */
  limitBytes?: number;
}

/** Splits a stream of bytes into lines. Feed it with `push`, close it with `end`. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #onOverflow: ((limitBytes: number) => void) | undefined;
  readonly #limitBytes: number;
  /** The pieces of the line that is not complete yet, joined once when its end comes. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #skipping = false;

  constructor(options: LineSplitterOptions) {
    this.#onLine = options.onLine;
    this.#onOverflow = options.onOverflow;
    this.#limitBytes = options.limitBytes ?? maxLineBytes;
  }

  /** Takes the next bytes and hands out every line that they complete. */
  push(chunk: Buffer): void {
    const last = chunk.lastIndexOf(newline);
    if (last < 0) {
      this.#keep(chunk);
      return;
    }
    let start = 0;
    if (this.#pieceBytes > 0 || this.#skipping) {
      const first = chunk.indexOf(newline);
      this.#keep(chunk.subarray(0, first));
      this.#finish();
      start = first + 1;
    }
    if (start <= last) this.#splitText(chunk.toString("utf8", start, last));
    this.#keep(chunk.subarray(last + 1));
  }

  /** The stream is over. Discards a half line and returns its size in bytes, 0 if there was none. */
  end(): number {
    const discarded = this.#pieceBytes;
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#skipping = false;
    return discarded;
  }

  /** Decoding all complete lines of a chunk at once and cutting the text costs a third of decoding each. */
  #splitText(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#emit(text, start, end);
      start = end + 1;
    }
    this.#emit(text, start, text.length);
  }

  #emit(text: string, start: number, end: number): void {
    if (end - start > this.#limitBytes) {
      this.#onOverflow?.(this.#limitBytes);
      return;
    }
    const stop = end > start && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
    this.#onLine(start === 0 && stop === text.length ? text : text.slice(start, stop));
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0 || this.#skipping) return;
    if (this.#pieceBytes + piece.length > this.#limitBytes) {
      this.#pieces = [];
      this.#pieceBytes = 0;
      this.#skipping = true;
      this.#onOverflow?.(this.#limitBytes);
      return;
    }
    this.#pieces.push(piece);
    this.#pieceBytes += piece.length;
  }

  #finish(): void {
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    const [only] = this.#pieces;
    const whole = this.#pieces.length === 1 && only ? only : Buffer.concat(this.#pieces, this.#pieceBytes);
    this.#pieces = [];
    this.#pieceBytes = 0;
    const text = whole.toString("utf8");
    this.#emit(text, 0, text.length);
  }
}
