// Reads a picture for the page: only the raster formats that its first bytes tell, only up to a size. Which file may
// be read is decided before, by `resolveInFolder`. Fails in words; knows no vscode and no item.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { LoadedPicture } from "../shared/bridge.ts";

const mostBytes = 10 * 1024 * 1024;
/** A pipe in the folder must not hold the reader up. Windows has no such flag. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** `file`: a real path. */
export async function readPicture(file: string): Promise<LoadedPicture> {
  try {
    const handle = await open(file, withoutWaiting);
    try {
      const about = await handle.stat();
      if (!about.isFile()) return { problem: "This is not a file" };
      if (about.size > mostBytes) return { problem: "Larger than 10 MB" };
      const bytes = Buffer.alloc(about.size);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      const whole = bytes.subarray(0, bytesRead);
      const type = pictureType(whole);
      if (type === undefined) return { problem: "Not a picture that can be shown" };
      return { url: `data:image/${type};base64,${whole.toString("base64")}` };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return { problem: code === "ENOENT" ? "The file is not there any more" : "The file cannot be read" };
  }
}

/** The format by its first bytes; the name of the file says nothing. SVG is no picture here: it is a document. */
export function pictureType(bytes: Buffer): "png" | "jpeg" | "gif" | "webp" | "bmp" | undefined {
  const latin = bytes.toString("latin1", 0, 12);
  if (latin.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (latin.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^GIF8[79]a/.test(latin)) return "gif";
  if (/^RIFF[^]{4}WEBP/.test(latin)) return "webp";
  return latin.startsWith("BM") && bytes.length >= 26 && bytes.readUInt32LE(6) === 0 ? "bmp" : undefined;
}
