// What a story is made of, and the one step that all of them share. It knows no particular story.

import type { PolicyInput } from "../../extension/policy/policy.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { ParamsOf } from "../../extension/shared/protocol.ts";
import { runningTurn } from "../../extension/shared/threadState.ts";
import type { HeadlessHost } from "../client/headlessHost.ts";
import type { Script } from "../provider/script.ts";

export interface Playing {
  readonly host: HeadlessHost;
  readonly threadId: string;
  /** Kills the server and waits until another one is ready. */
  readonly crash: () => Promise<void>;
}

export interface Scenario {
  readonly script: Script;
  /** Default: accept. `leave`: nobody answers. */
  readonly decide?: ChoiceId | "leave";
  /** Default: gpt-5.5, which takes direct calls. */
  readonly model?: string;
  /** How often the server repeats a failed request. Default: 0. */
  readonly retries?: number;
  readonly threadConfig?: NonNullable<PolicyInput["config"]>;
  readonly serverConfig?: readonly string[];
  /** What this story's thread starts with beside the policy, as another client might. */
  readonly threadParams?: Partial<ParamsOf<"thread/start">>;
  /** The same for each of its turns. */
  readonly turnParams?: Partial<ParamsOf<"turn/start">>;
  /** Files of the Codex home, by relative path. */
  readonly homeFiles?: Readonly<Record<string, string>>;
  /** What is set right on the running host before anything is recorded. */
  readonly prepare?: (host: HeadlessHost, workspace: string) => Promise<void>;
  /** Default: one prompt, "go", to the end of its turn. */
  readonly play?: (playing: Playing) => Promise<void>;
}

/** Sends a prompt and waits for the end of its turn. */
export async function prompt({ host, threadId }: Playing, text: string): Promise<void> {
  const earlier = host.state(threadId).turns.length;
  await host.threads.send(threadId, text);
  await host.until(() => {
    const state = host.state(threadId);
    return state.turns.length > earlier && runningTurn(state) === undefined;
  });
}

/** Makes a call that starts a turn, and waits for the end of it. */
export async function turnBy({ host, threadId }: Playing, start: () => Promise<unknown>): Promise<void> {
  const earlier = host.state(threadId).turns.length;
  await start();
  await host.until(() => {
    const state = host.state(threadId);
    return state.turns.length > earlier && runningTurn(state) === undefined;
  });
}
