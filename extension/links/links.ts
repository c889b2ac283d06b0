// What a link of the transcript may lead to: a web address, or a file inside a folder. A model wrote the link, so
// everything that is not plainly one of the two is nothing. Fails closed; knows no vscode.

import { realpath } from "node:fs/promises";
import path from "node:path";

/** The address when it is one that may be opened; its host is punycode, its text is escaped. */
export function webAddress(href: string): URL | undefined {
  if (!/^(https?|mailto):/i.test(href) || !URL.canParse(href)) return undefined;
  const address = new URL(href);
  return address.username === "" && address.password === "" ? address : undefined;
}

/** `src/a.ts:12:3`, `src/a.ts#L12`, `./a.ts`; undefined for anything with a scheme. */
export function parseFileLink(href: string): { path: string; line: number; column: number } | undefined {
  let text: string;
  try {
    text = decodeURIComponent(href.replace(/^file:\/\//, ""));
  } catch {
    return undefined;
  }
  const found = /^(.+?)(?::(\d+)(?::(\d+))?|#L(\d+)(?:-L?\d+)?)?$/.exec(text);
  const file = found?.[1];
  if (file === undefined || file.includes("\0") || /^[a-z][a-z0-9+.-]+:/i.test(file)) return undefined;
  return { path: file, line: Number(found?.[2] ?? found?.[4] ?? 1), column: Number(found?.[3] ?? 1) };
}

/** The real path of a file when it lies inside the folder (real paths compared by segments); else undefined. */
export async function resolveInFolder(folder: string, file: string): Promise<string | undefined> {
  try {
    const root = await realpath(folder);
    const real = await realpath(path.resolve(root, file));
    const relative = path.relative(root, real);
    const isInside =
      relative === "" ||
      (!relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative));
    return isInside ? real : undefined;
  } catch {
    return undefined;
  }
}
