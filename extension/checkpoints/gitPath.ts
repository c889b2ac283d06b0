// The parts of a PATH that do not depend on where one stands. Pure.

import path from "node:path";

/** Without relative parts: a folder could supply programs through them. */
export function cleanPath(value: string, platform: NodeJS.Platform): string {
  const { delimiter } = platform === "win32" ? path.win32 : path.posix;
  return absoluteParts(value, platform).join(delimiter);
}

/** The absolute folders of a PATH, in order. */
export function absoluteParts(value: string, platform: NodeJS.Platform): string[] {
  const isWindows = platform === "win32";
  const { delimiter } = isWindows ? path.win32 : path.posix;
  // On Windows "\folder" still depends on the current drive.
  const isAbsolute = (part: string): boolean =>
    isWindows ? /^(?:[a-z]:[\\/]|\\\\)/i.test(part) : part.startsWith("/");
  return value.split(delimiter).filter(isAbsolute);
}
