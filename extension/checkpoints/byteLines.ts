// Files as lines that lose no byte: one character a byte, each line with its ending, so that CRLF, a missing last
// newline and bytes that are no UTF-8 survive every cut and join. Pure but for Node's Buffer.

import { isUtf8 } from "node:buffer";

/** As git judges: a NUL byte near the beginning. */
const lookedAtBytes = 8_000;
/** Larger texts are treated as one piece: their lines would cost too much. */
export const mostTextBytes = 16 * 1024 * 1024;

/** Whether it is shown and merged as a whole only. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.length > mostTextBytes || bytes.subarray(0, lookedAtBytes).includes(0);
}

/** Lines with their endings, one character a byte. */
export function linesOf(bytes: Uint8Array): string[] {
  return splitLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
}

/** The bytes of lines as `linesOf` gives them. */
export function bytesOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(""), "latin1");
}

/** What a person reads of a line: decoded, without its "\n"; a "\r" before it stays. */
export function shownLine(line: string): string {
  const bytes = Buffer.from(line.endsWith("\n") ? line.slice(0, -1) : line, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
}

function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found + 1;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}
