// Which file a page may see as a picture: one that lies in the thread's folder, or one that the person attached. The
// path of an item is taken from the item, never from the page. Knows no vscode.

import { parseFileLink, resolveInFolder } from "../links/links.ts";
import { readPicture } from "../links/pictures.ts";
import type { Intent, LoadedPicture } from "../shared/bridge.ts";
import { findItem, type ThreadState } from "../shared/threadState.ts";

export type PictureIntent = Extract<Intent, { type: "loadItemPicture" | "loadLinkedPicture" }>;

const outside: LoadedPicture = { problem: "Only pictures inside this folder are shown" };

export async function loadPicture(intent: PictureIntent, thread: ThreadState): Promise<LoadedPicture> {
  const { path, isAttached } =
    intent.type === "loadItemPicture"
      ? pictureOfItem(thread, intent)
      : { path: parseFileLink(intent.href)?.path, isAttached: false };
  if (path === undefined) return { problem: "There is no such picture" };
  if (isAttached) return readPicture(path);
  const file = thread.cwd === "" ? undefined : await resolveInFolder(thread.cwd, path);
  return file === undefined ? outside : readPicture(file);
}

interface NamedPicture {
  readonly path: string | undefined;
  /** The person chose the file. */
  readonly isAttached: boolean;
}

function pictureOfItem(
  thread: ThreadState,
  { itemId, index }: { itemId: string; index: number },
): NamedPicture {
  const item = findItem(thread, itemId)?.item;
  if (item?.type === "imageView") return { path: item.path, isAttached: false };
  const part = item?.type === "userMessage" ? item.content[index] : undefined;
  // What a sub-agent is given was chosen by a model.
  return { path: part?.type === "localImage" ? part.path : undefined, isAttached: thread.agent === null };
}
