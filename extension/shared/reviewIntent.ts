// What a review pane may say, read from a message that may hold anything: the pane shows what a model wrote, so only a
// closed set of shapes goes through, made anew from known fields and within sizes.
// Always: no command, no address, no absolute path comes out of it but as a name to be looked up in the change set.

import type { LineComment, ReviewIntent, ReviewMemory } from "./reviewBridge.ts";

/** Bounds of what a pane may say, in characters and entries. */
export const reviewLimits = {
  pathChars: 4_096,
  idChars: 200,
  commentChars: 20_000,
  comments: 200,
  viewed: 5_000,
  loadedPaths: 50,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The intent in a message of a pane; undefined for anything else. */
export function parseReviewIntent(message: unknown): ReviewIntent | undefined {
  const fields = fieldsOf(message);
  const type = fields?.["type"];
  if (!fields || typeof type !== "string" || !Object.hasOwn(readers, type)) return undefined;
  return readers[type as ReviewIntent["type"]](fields);
}

/** What a pane keeps, from anything; undefined when it is not whole. */
export function parseReviewMemory(value: unknown): ReviewMemory | undefined {
  const fields = fieldsOf(value);
  const layout = fields?.["layout"];
  if (!fields || (layout !== "unified" && layout !== "sideBySide")) return undefined;
  const viewed = listOf(fields["viewed"], reviewLimits.viewed, viewedOf);
  const comments = listOf(fields["comments"], reviewLimits.comments, commentOf);
  return viewed && comments && { layout, viewed, comments };
}

/** Exhaustive, so that no intent goes unread. */
const readers: { readonly [T in ReviewIntent["type"]]: (fields: Fields) => ReviewIntent | undefined } = {
  ready: () => ({ type: "ready" }),
  loadHunks: ({ paths }) => {
    const read = listOf(paths, reviewLimits.loadedPaths, pathOf);
    return read && { type: "loadHunks", paths: read };
  },
  keep: ({ target }) => {
    const read = targetOf(target);
    return read && { type: "keep", target: read };
  },
  undo: ({ target, onConflict }) => {
    const read = targetOf(target);
    if (!read || (onConflict !== "leave" && onConflict !== "overwrite")) return undefined;
    return { type: "undo", target: read, onConflict };
  },
  takeBack: () => ({ type: "takeBack" }),
  openFile: ({ path, line }) => {
    const read = pathOf(path);
    if (read === undefined || !(line === null || isLine(line))) return undefined;
    return { type: "openFile", path: read, line };
  },
  openDiff: ({ path }) => {
    const read = pathOf(path);
    return read === undefined ? undefined : { type: "openDiff", path: read };
  },
  remember: ({ memory }) => {
    const read = parseReviewMemory(memory);
    return read && { type: "remember", memory: read };
  },
  sendComments: ({ comments }) => {
    const read = listOf(comments, reviewLimits.comments, commentOf);
    return read && read.length > 0 ? { type: "sendComments", comments: read } : undefined;
  },
};

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function listOf<T>(
  value: unknown,
  most: number,
  read: (entry: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const entries = value.map(read).filter((entry) => entry !== undefined);
  return entries.length === value.length ? entries : undefined;
}

function textOf(value: unknown, maxChars: number): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= maxChars ? value : undefined;
}

const idOf = (value: unknown): string | undefined => textOf(value, reviewLimits.idChars);
const pathOf = (value: unknown): string | undefined => textOf(value, reviewLimits.pathChars);

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000_000_000;
}

/** A hunk is named together with its file. */
function targetOf(
  value: unknown,
): { readonly path: string | null; readonly hunkId: string | null } | undefined {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const path = fields["path"] === null ? null : pathOf(fields["path"]);
  const hunkId = fields["hunkId"] === null ? null : idOf(fields["hunkId"]);
  if (path === undefined || hunkId === undefined || (path === null && hunkId !== null)) return undefined;
  return { path, hunkId };
}

function viewedOf(value: unknown): ReviewMemory["viewed"][number] | undefined {
  const fields = fieldsOf(value);
  const path = pathOf(fields?.["path"]);
  const id = textOf(fields?.["id"], 2 * reviewLimits.idChars + 50);
  return path === undefined || id === undefined ? undefined : { path, id };
}

function commentOf(value: unknown): LineComment | undefined {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const id = idOf(fields["id"]);
  const path = pathOf(fields["path"]);
  const hunkId = idOf(fields["hunkId"]);
  const text = textOf(fields["text"], reviewLimits.commentChars);
  const { line, side } = fields;
  if (id === undefined || path === undefined || hunkId === undefined || text === undefined) return undefined;
  if (!isLine(line) || (side !== "old" && side !== "new")) return undefined;
  return { id, path, hunkId, line, side, text };
}
