// The first screen of the Threads view in a home with 2,000 threads, against what the server itself takes to answer
// for the first page. Each time a server of its own, started before the clock. VS Code's own drawing is not in it.

import { groupsOf } from "../../extension/threadList/groups.ts";
import { ThreadList } from "../../extension/threadList/threadList.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { serverBinary } from "../provider/serverFolders.ts";
import { ServerProcess } from "../provider/serverProcess.ts";
import { manyThreads, type ManyThreads } from "./manyThreads.ts";
import { median, ratioOf, type Cost } from "./measure.ts";

const count = 2_000;
const firstPage = 50;
/** The first call of its kind pays for what the server opens only then. */
const opensDatabase = { limit: 1, useStateDbOnly: true };

/** The ratio without what the first call pays, the milliseconds with it: so long a person waits. */
export async function threadsCost(rounds: number): Promise<Cost> {
  const home = await manyThreads(count);
  const ratio = await ratioOf(
    () => firstScreen(home, true),
    () => bareFirstPage(home),
    rounds,
  );
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) found.push(await firstScreen(home, false));
  return { ratio, ms: median(found) };
}

async function firstScreen({ home, codexHome, workspace }: ManyThreads, hasOpened: boolean): Promise<number> {
  const environment = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" };
  const host = new HeadlessHost({ codexHome, environment });
  try {
    const connection = await host.start();
    if (hasOpened) await connection.call("thread/list", opensDatabase);
    const screen = Promise.withResolvers<number>();
    const start = performance.now();
    const list = new ThreadList({
      server: host.supervisor,
      onChange: () => {
        const { groups } = groupsOf({
          entries: list.entries.all,
          roots: [workspace],
          filter: "all",
          pinnedSectionId: list.pinnedSectionId,
          waiting: new Set(),
        });
        if (groups.length > 0) screen.resolve(performance.now() - start);
      },
      log: () => undefined,
    });
    const loaded = list.load();
    const ms = await screen.promise;
    await loaded;
    if (list.entries.all.length !== count) throw new Error(`${list.entries.all.length} threads were listed`);
    return ms;
  } finally {
    await host.dispose();
  }
}

async function bareFirstPage({ home, codexHome, workspace }: ManyThreads): Promise<number> {
  const server = new ServerProcess({
    executable: serverBinary(),
    args: ["app-server"],
    cwd: workspace,
    env: { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8", CODEX_HOME: codexHome },
    answer: () => null,
  });
  try {
    await server.call("initialize", {
      clientInfo: { name: "lectern_bench", title: "Lectern bench", version: "0.0.0" },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    await server.call("thread/list", opensDatabase);
    const start = performance.now();
    await server.call("thread/list", {
      limit: firstPage,
      useStateDbOnly: true,
      sortKey: "updated_at",
      modelProviders: [],
      archived: false,
    });
    return performance.now() - start;
  } finally {
    await server.close();
  }
}
