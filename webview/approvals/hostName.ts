// A host as its two names: in ASCII, which is what is connected to, and in the letters that it stands for. Pure; the
// ASCII name comes from the platform's URL parser, the letters by RFC 3492.

import { parseAddress } from "../../extension/shared/webAddress.ts";

export interface HostName {
  readonly ascii: string;
  /** The same name in its own letters; null when it has no others. */
  readonly letters: string | null;
}

/** `host` may have a port. One that the parser does not read stays as it is. */
export function hostNameOf(host: string): HostName {
  const parsed = parseAddress(`http://${host}`);
  const isWhole = parsed !== null && parsed.username === "" && parsed.host !== "";
  const isReadAlike = isWhole && !/[/?#\\@\s]/.test(host);
  const ascii = isReadAlike && !isAscii(host) ? parsed.host : host;
  const letters = ascii
    .split(".")
    .map((label) => (/^xn--/i.test(label) ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join(".");
  return { ascii, letters: letters === ascii ? null : letters };
}

function isAscii(text: string): boolean {
  return /^[\u0021-\u007e]*$/.test(text);
}

const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;

/** The letters of a punycode label without its prefix; null when it is none. */
function decodeLabel(label: string): string | null {
  const delimiter = label.lastIndexOf("-");
  const points = Array.from(label.slice(0, Math.max(0, delimiter)), (letter) => letter.codePointAt(0) ?? 0);
  let code = 128;
  let at = 0;
  let bias = 72;
  let next = delimiter + 1;
  while (next < label.length) {
    const before = at;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = Number.parseInt(label[next++] ?? "", 10);
      const value = Number.isNaN(digit) ? letterDigit(label[next - 1]) : digit + 26;
      if (value < 0) return null;
      at += value * weight;
      const threshold = Math.min(tMax, Math.max(tMin, k - bias));
      if (value < threshold) break;
      weight *= base - threshold;
    }
    const count = points.length + 1;
    bias = adapted(at - before, count, before === 0);
    code += Math.floor(at / count);
    at %= count;
    if (code > 0x10ffff) return null;
    points.splice(at++, 0, code);
  }
  return String.fromCodePoint(...points);
}

function letterDigit(letter: string | undefined): number {
  const value = (letter ?? "").toLowerCase().charCodeAt(0) - 97;
  return value >= 0 && value < 26 ? value : -1;
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) / 2; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
