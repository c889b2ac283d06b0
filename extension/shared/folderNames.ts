// Names for the folders of a workspace that tell each from every other. Pure; both kinds of slash.

import type { FolderView } from "./hostState.ts";

/** The same folders; those that share a name get as much of their path behind it as tells them apart. */
export function toldApart(folders: readonly FolderView[]): FolderView[] {
  return folders.map((folder) => {
    const others = folders.filter(({ name, path }) => name === folder.name && path !== folder.path);
    return others.length === 0 ? folder : { ...folder, name: `${folder.name} (${placeOf(folder, others)})` };
  });
}

/** The folders above it, from the nearest on, up to one that no other has in that place. */
function placeOf({ path }: FolderView, others: readonly FolderView[]): string {
  const above = parentsOf(path);
  for (let count = 1; count < above.length; count++) {
    const place = above.slice(-count).join("/");
    if (others.every((other) => parentsOf(other.path).slice(-count).join("/") !== place)) return place;
  }
  return path;
}

function parentsOf(path: string): string[] {
  return path.split(/[\\/]/).slice(0, -1);
}
