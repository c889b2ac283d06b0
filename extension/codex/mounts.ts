// Which places the processes of this user see something mounted over: a sandbox of Linux guards what is not there by
// mounting over an empty file, and whoever takes that file away takes the guard away with it (seen). Reads /proc alone;
// elsewhere no sandbox does so.

import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

const escaped = /\\([0-7]{3})/g;

/** Absolute paths as the processes see them. Empty where there is no /proc. */
export async function mountPoints(): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const places = new Set<string>();
  const pids = await readdir("/proc").catch(() => []);
  for (const pid of pids) {
    if (!/^\d+$/.test(pid)) continue;
    const folder = path.join("/proc", pid);
    // Of somebody else, or ended meanwhile: nothing of ours.
    const space = await readlink(path.join(folder, "ns", "mnt")).catch(() => undefined);
    if (space === undefined || seen.has(space)) continue;
    const text = await readFile(path.join(folder, "mountinfo"), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    seen.add(space);
    for (const place of placesIn(text)) places.add(place);
  }
  return places;
}

/** The fifth field of each line (proc_pid_mountinfo(5)); blanks and the like stand there as octal numbers. */
export function placesIn(mountinfo: string): string[] {
  return mountinfo.split("\n").flatMap((line) => {
    const place = line.split(" ", 5)[4];
    if (place === undefined) return [];
    return [
      place.replaceAll(escaped, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))),
    ];
  });
}
