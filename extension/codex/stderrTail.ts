// The end of what the server wrote to stderr, bounded however much it writes.
// It never blocks the server and judges nothing: the text is from outside and is only shown or logged.

/** Bytes kept. */
export const keptBytes = 1024 * 1024;

export class StderrTail {
  #pieces: Buffer[] = [];
  #bytes = 0;

  push(chunk: Buffer): void {
    this.#pieces.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < 2 * keptBytes) return;
    // Cutting rarely and by halves keeps a flood cheap.
    const kept = Buffer.concat(this.#pieces).subarray(-keptBytes);
    this.#pieces = [Buffer.from(kept)];
    this.#bytes = kept.length;
  }

  /** The last lines, oldest first, without blank ones. */
  lines(count = 50): string[] {
    const text = Buffer.concat(this.#pieces).subarray(-keptBytes).toString("utf8");
    return text
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .slice(-count);
  }
}
