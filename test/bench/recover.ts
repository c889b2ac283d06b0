// From the death of the server to a thread that takes prompts again, against what the server itself needs for
// that: spawn, initialize and resume, done bare.

import { rm } from "node:fs/promises";
import { descendantsOf, listProcesses } from "../../extension/codex/processTree.ts";
import { defaultMode } from "../../extension/policy/modes.ts";
import { policyFor } from "../../extension/policy/policy.ts";
import { runningTurn } from "../../extension/shared/threadState.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { type Provider, startProvider } from "../provider/provider.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { greeting, longStream } from "../provider/scripts/messages.ts";
import { makeFolders, serverBinary, type ServerFolders } from "../provider/serverFolders.ts";
import { ServerProcess } from "../provider/serverProcess.ts";
import { ratioOf } from "./measure.ts";

export interface Recovery {
  readonly idle: number;
  readonly turn: number;
}

export async function recoverRatios(rounds: number): Promise<Recovery> {
  const script = firstOf(whenUser(/^talk/, longStream(2_000, { delayMs: 20 })), greeting);
  const provider = await startProvider({ script });
  const folders = await makeFolders({}, provider.configToml());
  try {
    const stage = new Recovering(folders);
    await stage.prepare();
    const idle = await ratioOf(
      () => stage.recover("idle"),
      () => stage.resumeBare(),
      rounds,
    );
    const turn = await ratioOf(
      () => stage.recover("turn"),
      () => stage.resumeBare(),
      rounds,
    );
    return { idle, turn };
  } finally {
    await end(provider, folders);
  }
}

async function end(provider: Provider, folders: ServerFolders): Promise<void> {
  await provider.close();
  await rm(folders.root, { recursive: true, force: true, maxRetries: 5 });
}

class Recovering {
  readonly #folders: ServerFolders;
  readonly #environment: Record<string, string>;
  #threadId = "";

  constructor(folders: ServerFolders) {
    this.#folders = folders;
    this.#environment = { PATH: process.env["PATH"] ?? "", HOME: folders.home, LANG: "C.UTF-8" };
  }

  /** Makes the thread that is resumed. */
  async prepare(): Promise<void> {
    const host = this.#host();
    await host.start();
    this.#threadId = await host.threads.start(this.#folders.workspace);
    await host.threads.send(this.#threadId, "hello");
    await host.until(() => host.state(this.#threadId).turns[0]?.status === "completed");
    await host.dispose();
  }

  /** Milliseconds from the kill to a thread that takes prompts; each time on a host of its own. */
  async recover(when: "idle" | "turn"): Promise<number> {
    const host = this.#host();
    const threadId = this.#threadId;
    await host.start();
    await host.threads.resume(threadId);
    if (when === "turn") {
      await host.threads.send(threadId, "talk");
      await host.until(() => runningTurn(host.state(threadId))?.entries[1]);
    }
    const [server] = descendantsOf(process.pid, await listProcesses());
    if (server === undefined) throw new Error("No server runs.");
    const start = performance.now();
    process.kill(server.pid, "SIGKILL");
    await host.until(() => host.supervisor.state.phase !== "ready");
    await host.threads.resume(threadId);
    const ms = performance.now() - start;
    if (runningTurn(host.state(threadId)) !== undefined) throw new Error("A turn outlived its server.");
    await host.dispose();
    return ms;
  }

  /** Milliseconds of spawn, initialize and resume, with nothing of ours between. */
  async resumeBare(): Promise<number> {
    const { workspace, codexHome, root } = this.#folders;
    const policy = policyFor({
      permissions: { mode: defaultMode, autoReview: false },
      cwd: workspace,
      gitRoot: undefined,
      codexHome,
    });
    const start = performance.now();
    const server = new ServerProcess({
      executable: serverBinary(),
      args: ["app-server"],
      cwd: root,
      env: { ...this.#environment, CODEX_HOME: codexHome },
      answer: () => null,
    });
    await server.call("initialize", {
      clientInfo: { name: "lectern_bench", title: "Lectern bench", version: "0.0.0" },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    await server.call("thread/resume", { ...policy, threadId: this.#threadId, excludeTurns: true });
    const ms = performance.now() - start;
    await server.close();
    return ms;
  }

  #host(): HeadlessHost {
    return new HeadlessHost({ codexHome: this.#folders.codexHome, environment: this.#environment });
  }
}
