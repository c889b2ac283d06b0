// The page as files, built as it is shipped, in a folder that no other command writes to.

import { join } from "node:path";
import { buildPage } from "../../build.mjs";

/** Bundles the page and resolves with the folder of main.js and main.css. */
export async function bundlePage(
  folder = join(import.meta.dirname, "..", "..", ".build", "page"),
): Promise<string> {
  await buildPage(folder);
  return folder;
}
