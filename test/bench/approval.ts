// From the line on the server's stdout that asks for approval to a card that can take the focus: the host's part from
// the line to the post, and the page's part from the message to the card, added up. The transport between them is
// VS Code's own and stays out, as does the one frame that the host gathers events for.

import type { HostMessage } from "../../extension/shared/bridge.ts";
import { approvedCommand } from "../provider/scripts/commands.ts";
import { Live, withScriptedHome } from "./live.ts";
import { median } from "./measure.ts";
import type { BenchPage } from "./page/benchPage.ts";
import type { BenchStage } from "./page/stage.ts";

const frameMs = 1_000 / 60;

export async function approvalCardMs(stage: BenchStage, rounds: number): Promise<number> {
  const page = await stage.open({ pace: "screen" });
  try {
    return await withScriptedHome(approvedCommand, async ({ folders }) => {
      const asking = new Asking();
      const { codexHome, home, workspace } = folders;
      const live = new Live({ codexHome, home, post: asking.post, onReceived: asking.received });
      try {
        await live.host.start();
        const times: number[] = [];
        // One more than counts: the first card finds nothing compiled.
        for (let round = 0; round <= rounds; round++) times.push(await cardMs(live, asking, page, workspace));
        return median(times.slice(1)) - frameMs;
      } finally {
        await live.dispose();
      }
    });
  } finally {
    await page.close();
  }
}

/** Waits for the request on the wire and for the message that carries its card. */
class Asking {
  readonly messages: HostMessage[] = [];
  #lineAtMs = 0;
  #card = Promise.withResolvers<number>();

  /** Milliseconds from the line to the post of its card. */
  get hostMs(): Promise<number> {
    return this.#card.promise;
  }

  begin(): void {
    this.messages.length = 0;
    this.#card = Promise.withResolvers();
  }

  readonly received = (line: string): void => {
    if (line.includes("/requestApproval")) this.#lineAtMs = performance.now();
  };

  readonly post = (message: HostMessage): void => {
    this.messages.push(message);
    const opens = message.type === "events" && message.events.some(({ method }) => method === opened);
    if (opens) this.#card.resolve(performance.now() - this.#lineAtMs);
  };
}

const opened = "lectern/approvalOpened";

async function cardMs(live: Live, asking: Asking, page: BenchPage, workspace: string): Promise<number> {
  const { host } = live;
  asking.begin();
  const threadId = await host.threads.start(workspace);
  live.show(threadId);
  await host.threads.send(threadId, "go");
  const hostMs = await asking.hostMs;
  const last = asking.messages.at(-1);
  for (const message of asking.messages.slice(0, -1)) await page.post(message);
  if (last === undefined) throw new Error("No message carried the card.");
  const pageMs = await timeOfCard(page, last);
  const [approval] = host.state(threadId).approvals;
  if (approval) await host.threads.answer(approval.key, "decline");
  await host.until(() => host.state(threadId).turns[0]?.status === "completed");
  return hostMs + pageMs;
}

/** Milliseconds from the message to a card that took the focus when it was given it. */
async function timeOfCard({ page }: BenchPage, message: HostMessage): Promise<number> {
  return await page.evaluate(async (json) => {
    const message = JSON.parse(json) as HostMessage;
    const startMs = performance.now();
    window.lecternBench.post(message);
    return await new Promise<number>((shown) => {
      const look = (): void => {
        const card = document.querySelector<HTMLElement>('[role="group"][aria-label^="Approval: "]');
        if (!card) return;
        card.focus();
        if (document.activeElement !== card) return;
        watching.disconnect();
        shown(performance.now() - startMs);
      };
      const watching = new MutationObserver(look);
      watching.observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  }, JSON.stringify(message));
}
