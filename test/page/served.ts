// The bundled pages and their servers: one of each for all test files, which vitest starts before the first of them.
// Outside a run of tests each caller has its own. No file is bundled while another reads it.

import { join } from "node:path";
import type { PageName } from "../../extension/view/html.ts";
import { buildReviewPage } from "../../build.mjs";
import { bundlePage } from "./bundle.ts";
import { servePage, type PageServer } from "./server.ts";

const names = ["main", "review"] as const satisfies readonly PageName[];
const originOf = (name: PageName): string => `LECTERN_KEPT_PAGE_${name}`;

/** Bundles both pages and serves them to the processes that are started from now on. Resolves with what ends that. */
export async function keepPages(): Promise<() => Promise<void>> {
  const servers = await Promise.all(names.map(async (name) => await start(name)));
  names.forEach((name, index) => (process.env[originOf(name)] = servers[index]?.origin));
  return async () => {
    for (const name of names) delete process.env[originOf(name)];
    await Promise.all(servers.map(async (server) => await server.close()));
  };
}

/** The server of a page: the one that is kept, which its `close()` leaves as it is, or a new one with a new bundle. */
export async function servedPage(name: PageName): Promise<PageServer> {
  const origin = process.env[originOf(name)];
  return origin === undefined ? await start(name) : { origin, close: () => Promise.resolve() };
}

async function start(name: PageName): Promise<PageServer> {
  if (name === "main") return await servePage(await bundlePage());
  const folder = join(import.meta.dirname, "..", "..", ".build", "review-page");
  await buildReviewPage(folder);
  return await servePage(folder, "review");
}
