// Opening a thread of 2,000 turns: from the click to its last turn on screen, against what the server itself takes to
// load it. Each time a server of its own, started before the clock.

import { policyFor } from "../../extension/policy/policy.ts";
import { defaultMode } from "../../extension/policy/modes.ts";
import type { HostMessage } from "../../extension/shared/bridge.ts";
import { serverBinary } from "../provider/serverFolders.ts";
import { ServerProcess } from "../provider/serverProcess.ts";
import { Live } from "./live.ts";
import { hasLongThread, longThread, type LongThread } from "./longThread.ts";
import { costOf, type Cost } from "./measure.ts";
import type { BenchPage } from "./page/benchPage.ts";
import type { BenchStage } from "./page/stage.ts";

const turns = 2_000;
/** How many turns the host asks for when it opens a thread. */
const firstPage = 20;

export async function resumeCost(stage: BenchStage, rounds: number, mayMake: boolean): Promise<Cost> {
  if (!hasLongThread(turns) && !mayMake)
    throw new Error("its thread takes minutes to make, once: run with --make-long-thread");
  const thread = await longThread(turns);
  const page = await stage.open({ pace: "screen" });
  try {
    return await costOf(
      () => openThread(thread, page),
      () => resumeBare(thread),
      rounds,
    );
  } finally {
    await page.close();
  }
}

async function openThread(
  { codexHome, home, threadId, lastWords }: LongThread,
  page: BenchPage,
): Promise<number> {
  let delivered: Promise<void> = Promise.resolve();
  const post = (message: HostMessage): void => {
    delivered = delivered.then(() => page.post(message));
  };
  const live = new Live({ codexHome, home, post });
  try {
    const connection = await live.host.start();
    await settled(connection);
    const start = performance.now();
    let isShown = false;
    const show = (): void => {
      if (!isShown) live.show(threadId);
      isShown = true;
    };
    const opened = live.host.threads.open(threadId, show).then(show);
    await page.page.getByRole("log", { name: "Transcript" }).getByText(lastWords).first().waitFor();
    const ms = performance.now() - start;
    await opened;
    await delivered;
    return ms;
  } finally {
    await live.dispose();
    await page.page.reload();
  }
}

/** The first call of a server pays for what it opens only then. */
async function settled(server: {
  call(method: "thread/loaded/list", params: object): Promise<unknown>;
}): Promise<void> {
  await server.call("thread/loaded/list", {});
}

/** Milliseconds until the server has answered, with nothing of ours between. */
async function resumeBare({ codexHome, home, workspace, threadId }: LongThread): Promise<number> {
  const policy = policyFor({
    permissions: { mode: defaultMode, autoReview: false },
    cwd: workspace,
    gitRoot: undefined,
    codexHome,
  });
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
    await settled(server);
    const start = performance.now();
    const initialTurnsPage = { limit: firstPage, itemsView: "full" };
    await server.call("thread/resume", { ...policy, threadId, excludeTurns: true, initialTurnsPage });
    return performance.now() - start;
  } finally {
    await server.close();
  }
}
