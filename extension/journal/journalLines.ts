// The format of a journal file: a line is the checksum of its JSON, the JSON's length in bytes, and the JSON. Knows
// bytes, no records. Always: what is read back is exactly what was written; a line that was torn or damaged in any
// byte is dropped and counted, and the ones beside it are kept, also when the damage made or took a line's end.

import { crc32 } from "node:zlib";

export interface ReadLines {
  readonly texts: string[];
  /** Stretches of bytes that are no whole line. */
  readonly damaged: number;
}

const newline = 0x0a;
const maxHeadBytes = 20;

export function lineOf(json: string): Buffer {
  const body = Buffer.from(json);
  const sum = crc32(body).toString(16).padStart(8, "0");
  return Buffer.concat([Buffer.from(`${sum} ${body.length} `), body, Buffer.of(newline)]);
}

export function readLines(bytes: Buffer): ReadLines {
  const texts: string[] = [];
  let damaged = 0;
  let wasWhole = true;
  for (let at = 0; at < bytes.length;) {
    const line = lineAt(bytes, at);
    if (line) {
      texts.push(line.text);
      at = line.end;
    } else {
      if (wasWhole) damaged++;
      const end = bytes.indexOf(newline, at);
      at = end === -1 ? bytes.length : end + 1;
    }
    wasWhole = line !== undefined;
  }
  return { texts, damaged };
}

/** The whole line that begins here. Its end is counted, not looked for: the newline itself may be damaged. */
function lineAt(bytes: Buffer, at: number): { text: string; end: number } | undefined {
  const head = /^([0-9a-f]{8}) ([1-9]\d{0,7}) /.exec(bytes.toString("latin1", at, at + maxHeadBytes));
  if (!head) return undefined;
  const start = at + head[0].length;
  const end = start + Number(head[2]);
  if (end > bytes.length) return undefined;
  const body = bytes.subarray(start, end);
  if (crc32(body) !== Number.parseInt(head[1] ?? "", 16)) return undefined;
  return { text: body.toString(), end: end + 1 };
}
