// Holds that the size of a picture is read from real headers, and that cut or strange bytes tell none.

import { expect, it } from "vitest";
import { pictureSize } from "./pictureSize.ts";

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

it.each([
  ["PNG", "89504e470d0a1a0a 0000000d49484452 00000140 000000f0 0802000000", 320, 240],
  ["GIF", "474946383961 4001 f000 000000", 320, 240],
  ["BMP, from top to bottom", "424d 36000000 0000 0000 36000000 28000000 40010000 10ffffff 0100", 320, 240],
  ["JPEG", "ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 0011 08 00f0 0140 03012200", 320, 240],
  ["WebP, lossy", "52494646 24000000 57454250 56503820 18000000 300100 9d012a 4001 f000", 320, 240],
  ["WebP, lossless", "52494646 24000000 57454250 5650384c 18000000 2f 3fc13b00", 320, 240],
  ["WebP, extended", "52494646 24000000 57454250 56503858 0a000000 10000000 3f0100 ef0000", 320, 240],
])("reads %s", (_, hex, width, height) => {
  expect(pictureSize(bytes(hex))).toEqual({ width, height });
});

it.each([
  "",
  "89504e47",
  "ffd8ffe00010",
  "ffd8ffe00000ffe00000ffe00000",
  "474946383961 0000 0000",
  "3c737667",
])("reads nothing in %j", (hex) => expect(pictureSize(bytes(hex))).toBeUndefined());
