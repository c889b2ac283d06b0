// What a file becomes when one change is to be taken back or made while somebody else may have changed it as well:
// three contents in, one out, or a conflict. Pure but for Node's Buffer.

import { bytesOf, isBinary, linesOf } from "./byteLines.ts";
import type { Content } from "./folderFiles.ts";
import { mergeLines } from "./merge.ts";

export type Resolved =
  | { readonly outcome: "nothingToDo" | "done" | "merged"; readonly content: Content | null }
  | { readonly outcome: "conflict" };

/** `current` is what stands there; what leads from `base` to `target` is to be done to it. */
export function resolve(base: Content | null, current: Content | null, target: Content | null): Resolved {
  if (isSameContent(current, target)) return { outcome: "nothingToDo", content: current };
  if (isSameContent(current, base)) return { outcome: "done", content: target };
  if (!base || !current || !target) return { outcome: "conflict" };
  if ([base, current, target].some(({ mode }) => mode === "symlink")) return { outcome: "conflict" };
  const mode = base.mode === target.mode ? current.mode : target.mode;
  const bytes = mergeBytes(base.bytes, current.bytes, target.bytes);
  if (!bytes) return { outcome: "conflict" };
  const content = { mode, bytes };
  if (isSameContent(content, current)) return { outcome: "nothingToDo", content };
  return { outcome: "merged", content };
}

function mergeBytes(base: Buffer, current: Buffer, target: Buffer): Buffer | undefined {
  if (base.equals(current) || current.equals(target)) return target;
  if (base.equals(target)) return current;
  if ([base, current, target].some(isBinary)) return undefined;
  const merged = mergeLines(linesOf(base), linesOf(current), linesOf(target));
  return merged && bytesOf(merged);
}

export function isSameContent(one: Content | null, two: Content | null): boolean {
  return one === null || two === null ? one === two : one.mode === two.mode && one.bytes.equals(two.bytes);
}
