// The order of the list: pinned threads, the folders that are open here, other folders, archived ones, and what a
// filter hides of them. Pure; the view draws what this returns. Folder names are outside text.

import path from "node:path";
import { markOf, type ThreadEntry } from "./threadEntry.ts";

export type GroupKind = "pinned" | "here" | "others" | "folder" | "archived";

export interface Group {
  readonly kind: GroupKind;
  /** Unique in the list, and the same while the group is there. */
  readonly key: string;
  readonly label: string;
  /** The folder of a `here` or `folder` group; "" for the others. */
  readonly folder: string;
  readonly groups: readonly Group[];
  /** Newest first. */
  readonly threads: readonly ThreadEntry[];
}

export type Filter = "all" | "here" | "unread" | "active";

export interface GroupsInput {
  /** Newest first. */
  readonly entries: readonly ThreadEntry[];
  /** Real paths of the open folders, in VS Code's order. */
  readonly roots: readonly string[];
  readonly filter: Filter;
  readonly pinnedSectionId: string | null;
  /** Threads in which an approval is open. */
  readonly waiting: ReadonlySet<string>;
}

export interface Groups {
  readonly groups: readonly Group[];
  /** Threads that are not archived: shown, and known. */
  readonly shown: number;
  readonly total: number;
}

/** Why a thread is hidden, in words that follow a colon. */
export const filterWords: Readonly<Record<Exclude<Filter, "all">, string>> = {
  here: "this folder only",
  unread: "unread only",
  active: "running or waiting only",
};

export function groupsOf({ entries, roots, filter, pinnedSectionId, waiting }: GroupsInput): Groups {
  const current = entries.filter((entry) => !entry.isArchived);
  const rootOf = makeRootOf(roots);
  const passes = (entry: ThreadEntry): boolean => {
    if (filter === "here") return rootOf(entry.cwd) !== undefined;
    if (filter === "unread") return entry.isUnread;
    return filter === "all" || ["running", "waiting"].includes(markOf(entry, waiting));
  };
  const shown = current.filter(passes);
  const isPinned = (entry: ThreadEntry): boolean =>
    pinnedSectionId !== null && entry.sectionId === pinnedSectionId;
  const loose = shown.filter((entry) => !isPinned(entry));
  const groups = [
    groupOf("pinned", "pinned", "Pinned", "", shown.filter(isPinned)),
    ...roots.map((root) =>
      groupOf(
        "here",
        `here:${root}`,
        path.basename(root) || root,
        root,
        loose.filter((entry) => rootOf(entry.cwd) === root),
      ),
    ),
    othersOf(loose.filter((entry) => rootOf(entry.cwd) === undefined)),
  ];
  return {
    groups: groups.filter((group) => group.threads.length + group.groups.length > 0),
    shown: shown.length,
    total: current.length,
  };
}

export function archivedGroup(entries: readonly ThreadEntry[]): Group {
  return groupOf(
    "archived",
    "archived",
    "Archived",
    "",
    entries.filter((entry) => entry.isArchived),
  );
}

/** The innermost open folder that holds a path. */
export function makeRootOf(roots: readonly string[]): (cwd: string) => string | undefined {
  const inner = roots.toSorted((a, b) => b.length - a.length);
  const known = new Map<string, string | undefined>();
  return (cwd) => {
    if (!known.has(cwd))
      known.set(
        cwd,
        inner.find((root) => isInside(root, cwd)),
      );
    return known.get(cwd);
  };
}

/** By segments: `/a/bc` is not in `/a/b`. */
function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function othersOf(entries: readonly ThreadEntry[]): Group {
  const byFolder = Map.groupBy(entries, ({ cwd }) => cwd);
  const groups = [...byFolder].map(([folder, threads]) =>
    groupOf("folder", `folder:${folder}`, path.basename(folder) || folder, folder, threads),
  );
  return { ...groupOf("others", "others", "Other Folders", "", []), groups };
}

function groupOf(
  kind: GroupKind,
  key: string,
  label: string,
  folder: string,
  threads: readonly ThreadEntry[],
): Group {
  return { kind, key, label, folder, groups: [], threads };
}
