// Records the fixtures from the real app-server: plays the scenarios on the extension's own modules with a
// scripted model, and writes what went over the wire, made stable. `npm run record -- NAME…` records some only.
// What is written again is the same, byte for byte: story.ts, order.ts and stabilise.ts take out what depends on the
// moment, and the scripts give the server nothing to race with itself.

import { mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { descendantsOf, listProcesses } from "../../extension/codex/processTree.ts";
import type { CallMethod, ParamsOf, ResultOf, Turn } from "../../extension/shared/protocol.ts";
import type { Server } from "../../extension/codex/server.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { startProvider } from "../provider/provider.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";
import { makeFolders, type ServerFolders } from "../provider/serverFolders.ts";
import { type FixtureEntry, type WireLine, writeFixture } from "./fixture.ts";
import { inOrder } from "./order.ts";
import { prompt, type Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { Stabiliser } from "./stabilise.ts";
import { storyOf } from "./story.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Plays the scenario in fresh folders; gives all entries, as they were. */
async function play(scenario: Scenario, folders: ServerFolders): Promise<FixtureEntry[]> {
  const { script, model = "gpt-5.5", retries = 0, threadConfig = {}, serverConfig = [] } = scenario;
  const provider = await startProvider({ script });
  const entries: FixtureEntry[] = [];
  let isRecording = true;
  let isPreparing = false;
  for (const [path, text] of Object.entries(scenario.homeFiles ?? {}))
    await writeFile(join(folders.codexHome, path), text);
  const record = (entry: FixtureEntry): void => {
    // What the server tells of itself at its start may come late; our calls that prepare are not of the story.
    const isOurs = isPreparing && "dir" in entry && entry.line.id !== undefined;
    if (isRecording && !isOurs) entries.push(entry);
  };
  const host = new HeadlessHost({
    codexHome: folders.codexHome,
    environment: { PATH: process.env["PATH"], HOME: folders.home, TMPDIR: folders.temp, LANG: "C.UTF-8" },
    serverConfig,
    between: (server) => withParams(server, scenario),
    threadConfig: { ...provider.configArgs({ model, retries }), ...threadConfig },
    onLine: (direction, line) =>
      record({ dir: direction === "sent" ? "out" : "in", line: JSON.parse(line) as WireLine }),
    onServerState: ({ phase }) => void (phase === "restarting" && record({ gone: true })),
    onEvent: (threadId) => decide(host, threadId, scenario),
  });
  try {
    await host.start();
    isPreparing = true;
    await scenario.prepare?.(host, folders.workspace);
    isPreparing = false;
    const threadId = await host.threads.start(folders.workspace);
    const playing = { host, threadId, crash: () => crash(host) };
    await (scenario.play ?? ((started) => prompt(started, "go")))(playing);
    isRecording = false;
    entries.push({ history: await historyOf(host, threadId) });
    if (provider.unexpected.length > 0) throw new Error("The script had nothing to say to a request.");
    return entries;
  } finally {
    await host.dispose();
    await provider.close();
  }
}

/** The server, given the further parameters of the scenario with each start of a thread or a turn. */
function withParams(server: Server, { threadParams = {}, turnParams = {} }: Scenario): Server {
  const further: Partial<Record<CallMethod, object>> = {
    "thread/start": threadParams,
    "turn/start": turnParams,
  };
  return {
    ready: async () => {
      const calls = await server.ready();
      return {
        call: <M extends CallMethod>(method: M, params: ParamsOf<M>, options?: { deadlineMs?: number }) =>
          calls.call(method, { ...params, ...further[method] } as ParamsOf<M>, options),
      };
    },
  };
}

function decide({ threads }: HeadlessHost, threadId: string, scenario: Scenario): void {
  const { decide: choice = "accept" } = scenario;
  if (choice === "leave") return;
  for (const approval of threads.pending.shownIn(threadId)) void threads.answer(approval.key, choice);
}

async function crash(host: HeadlessHost): Promise<void> {
  const { state } = host.supervisor;
  const generation = state.phase === "ready" ? state.generation : 0;
  const [server] = descendantsOf(process.pid, await listProcesses());
  if (server === undefined) throw new Error("No server runs.");
  process.kill(server.pid, "SIGKILL");
  await host.until(() => {
    const now = host.supervisor.state;
    return now.phase === "ready" && now.generation > generation;
  });
}

async function historyOf(host: HeadlessHost, threadId: string): Promise<Turn[]> {
  const turns: Turn[] = [];
  let cursor: string | null = null;
  do {
    const params = {
      threadId,
      limit: 100,
      itemsView: "full" as const,
      ...(cursor === null ? {} : { cursor }),
    };
    const page: ResultOf["thread/turns/list"] = await host.supervisor.connection.call(
      "thread/turns/list",
      params,
    );
    turns.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return turns.toReversed();
}

/** Fresh folders, with a workspace that lies in no repository. */
async function freshFolders(): Promise<ServerFolders & { remove: () => Promise<void> }> {
  const folders = await makeFolders(scriptFiles, "");
  const outside = await realpath(await mkdtemp(join(tmpdir(), "lectern-record-")));
  const workspace = join(outside, "greeting");
  await rename(folders.workspace, workspace);
  const remove = async (): Promise<void> => {
    for (const root of [folders.root, outside]) {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  return { ...folders, workspace, remove };
}

async function record(name: string, scenario: Scenario): Promise<void> {
  const folders = await freshFolders();
  try {
    const entries = inOrder(storyOf(await play(scenario, folders)));
    const paths = [
      { path: folders.workspace, placeholder: "/work/greeting" },
      { path: folders.codexHome, placeholder: "/home/me/.codex" },
      { path: folders.home, placeholder: "/home/me" },
      { path: dirname(process.execPath), placeholder: "/usr/bin" },
      { path: repository, placeholder: "/opt/lectern" },
    ];
    const stabiliser = new Stabiliser(paths, hostname());
    writeFixture(
      name,
      entries.map((entry) => stabiliser.stable(entry)),
    );
  } finally {
    await folders.remove();
  }
}

const wanted = process.argv.slice(2);
for (const [name, scenario] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(name);
  await record(name, scenario);
}
