// The reference turn of the crash test: everything that can be lost happens in it. A prompt, thoughts, a message, a
// command that leaves a line on the disk, a message that steers, one that waits, a change that a person allows, a
// command that goes on behind it, and the turn of the message that waited. It knows no crash. Whoever plays it says
// aloud what a person saw and did.

import type { MessageQueue } from "../../extension/threads/messageQueue.ts";
import type { ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import { command, patch } from "../provider/calls.ts";
import { message, reasoning } from "../provider/events.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { longStream } from "../provider/scripts/messages.ts";

/** The prompts, by the client id that each goes under. */
export const prompts = { first: "go", steer: "steer this", queued: "queued go" } as const;
export const afterwards = "and now?";

/** What the commands leave in the workspace: a line for each time that one ran. */
export const sideFile = "ran.txt";
/** What the change makes: outside of what may be written unasked. */
export const changedFile = ".vscode/settings.json";

const leaves = (line: string): string => `echo ${line} >> ${sideFile}`;
export const commands = {
  first: `${leaves("first")}; for i in 1 2 3; do echo line $i; sleep 0.15; done`,
  queued: `${leaves("queued")}; sleep 0.1`,
  /** Goes on behind the turn, until its server ends. */
  background: `${leaves("background")}; sleep 600`,
} as const;

const think = reasoning({ summary: ["**Looking**\n\nFirst see what is there, then change it."] });
const long = "A message of some length, so that there are many words to be lost in the middle of it.";
const change = `*** Add File: ${changedFile}\n+{}`;

export const referenceScript = firstOf(
  whenUser(/^go$/, [
    [
      think,
      message({ text: long, phase: "commentary" }),
      command({ cmd: commands.first, yieldTimeMs: 20_000 }),
    ],
    message({ text: "The command ran.", phase: "final_answer" }),
  ]),
  whenUser(/^steer this$/, [
    [message({ text: "I make the change.", phase: "commentary" }), patch(change)],
    command({ cmd: commands.background, yieldTimeMs: 250 }),
    message({ text: long, phase: "final_answer" }),
  ]),
  whenUser(/^queued go$/, [
    command({ cmd: commands.queued, yieldTimeMs: 20_000 }),
    message({ text: "Done as well.", phase: "final_answer" }),
  ]),
  whenUser(/^and now\?$/, longStream(2)),
);

/** What a person saw and did, in order; what is drawn is on the screen when it is said. */
export type Said =
  | { readonly what: "thread"; readonly threadId: string }
  | { readonly what: "goes" | "taken" | "returned"; readonly clientId: string }
  | { readonly what: "drawn" | "ended"; readonly itemId: string; readonly turnId: string }
  | { readonly what: "turnEnded"; readonly turnId: string }
  | { readonly what: "asked" | "allowed"; readonly itemId: string };

export interface Player {
  readonly host: HeadlessHost;
  readonly queue: MessageQueue;
  readonly threadId: string;
  readonly say: (said: Said) => void;
}

/** Plays it to its end. Rejects, or never resolves, when something dies under it. */
export async function play(player: Player): Promise<void> {
  const { host, queue, threadId } = player;
  const state = (): ThreadState => host.state(threadId);
  await giving(player, "first", () => host.threads.send(threadId, prompts.first, "first"));
  await host.until(() => hasRunningCommand(state()));
  await giving(player, "steer", () => host.threads.send(threadId, prompts.steer, "steer"));
  await giving(player, "queued", () => queue.add(threadId, { clientId: "queued", text: prompts.queued }));
  const asked = await host.until(() => state().approvals[0]);
  player.say({ what: "allowed", itemId: asked.itemId ?? "" });
  await host.threads.answer(asked.key, "accept");
  await host.until(() =>
    state().turns.some((turn) => hasPrompt(turn, "queued") && turn.status === "completed"),
  );
}

/** The text is in the composer until somebody else surely has it. */
async function giving({ say }: Player, clientId: string, give: () => Promise<void>): Promise<void> {
  say({ what: "goes", clientId });
  await give().catch((error: unknown) => {
    say({ what: "returned", clientId });
    throw error;
  });
  say({ what: "taken", clientId });
}

function hasRunningCommand({ turns }: ThreadState): boolean {
  return turns.some(({ entries }) =>
    entries.some(
      (entry) => entry.kind === "item" && entry.item.type === "commandExecution" && entry.phase === "running",
    ),
  );
}

export function hasPrompt({ entries }: TurnState, clientId: string): boolean {
  return entries.some(
    (entry) => entry.kind === "item" && entry.item.type === "userMessage" && entry.item.clientId === clientId,
  );
}
