// A live thread and its page without VS Code between them: the real server with a scripted model, the shipped way
// from its lines to the messages for the page. Somebody else delivers the messages. After dispose() nothing runs.

import { rm } from "node:fs/promises";
import { noDraft, type HostMessage } from "../../extension/shared/bridge.ts";
import { PageChannel } from "../../extension/view/pageChannel.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { type Provider, startProvider } from "../provider/provider.ts";
import type { Script } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";
import { makeFolders, type ServerFolders } from "../provider/serverFolders.ts";
import { median } from "./measure.ts";
import { readyHost } from "./page/threads.ts";

/** How often the view lets the channel post. */
const frameMs = 17;

export interface LiveOptions {
  readonly codexHome: string;
  readonly home: string;
  readonly post: (message: HostMessage) => void;
  /** Every line that the server writes, before anything is done with it. */
  readonly onReceived?: (line: string) => void;
}

/** One host whose shown thread goes to one page. */
export class Live {
  readonly host: HeadlessHost;
  readonly channel: PageChannel;
  #threadId: string | undefined;

  constructor({ codexHome, home, post, onReceived }: LiveOptions) {
    this.host = new HeadlessHost({
      codexHome,
      environment: { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" },
      onEvent: (threadId, event) => {
        if (threadId === this.#threadId) this.channel.event(event);
      },
      onLine: (direction, line) => {
        if (direction === "received") onReceived?.(line);
      },
    });
    this.channel = new PageChannel({
      post: (message) => {
        post(message);
        return Promise.resolve(true);
      },
      state: () => ({
        host: readyHost,
        thread: this.#threadId === undefined ? null : this.host.state(this.#threadId),
      }),
      draft: () => noDraft,
      nextFrame: (callback) => void setTimeout(callback, frameMs),
    });
  }

  /** The page shows this thread from now on, beginning with a snapshot. */
  show(threadId: string): void {
    this.#threadId = threadId;
    this.channel.ready();
  }

  async dispose(): Promise<void> {
    this.channel.dispose();
    await this.host.dispose();
  }
}

export interface ScriptedHome {
  readonly folders: ServerFolders;
  readonly provider: Provider;
}

/** Runs the work with a fresh home whose model says what the script says; removes all of it afterwards. */
export async function withScriptedHome<T>(
  script: Script,
  work: (home: ScriptedHome) => Promise<T>,
): Promise<T> {
  const provider = await startProvider({ script });
  const folders = await makeFolders({}, provider.configToml());
  try {
    return await work({ folders, provider });
  } finally {
    await provider.close();
    await rm(folders.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Posts a second while a message of 1,000 pieces comes from the server; the median of the rounds. */
export async function postsPerSecond(rounds: number): Promise<number> {
  return await withScriptedHome(longStream(1_000, { delayMs: 1 }), async ({ folders }) => {
    let postedAtMs: number[] = [];
    const { codexHome, home, workspace } = folders;
    const post = (message: HostMessage): void => {
      if (message.type === "events") postedAtMs.push(performance.now());
    };
    const live = new Live({ codexHome, home, post });
    try {
      await live.host.start();
      const rates: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const threadId = await live.host.threads.start(workspace);
        live.show(threadId);
        postedAtMs = [];
        await live.host.threads.send(threadId, "talk");
        await live.host.until(() => live.host.state(threadId).turns[0]?.status === "completed");
        const seconds = ((postedAtMs.at(-1) ?? 0) - (postedAtMs[0] ?? 0)) / 1_000;
        rates.push((postedAtMs.length - 1) / seconds);
      }
      return median(rates);
    } finally {
      await live.dispose();
    }
  });
}
