// One prompt, from the start of the server to the end of its turn, told as it happens. It drives the modules of
// the extension and decides approvals as it was told; it knows no command line and no process.

import { homedir } from "node:os";
import { Account as SignIn } from "../../extension/account/account.ts";
import { resolveCodexHome } from "../../extension/codex/environment.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { isDecidable } from "../../extension/shared/approvals/ask.ts";
import { fullDetails } from "./fullDetails.ts";
import { isAllowing, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import { Account } from "./account.ts";
import type { Arguments } from "./arguments.ts";
import { HeadlessHost } from "./headlessHost.ts";

export type ExitCode = 0 | 1 | 2;

export interface Outside {
  /** Takes the account, in pieces of text. */
  readonly write: (text: string) => void;
  readonly onLine: ((direction: "sent" | "received", line: string) => void) | undefined;
  readonly choose: (approval: Approval) => Promise<ChoiceId>;
  /** Aborted when whoever watches has had enough: the turn is stopped. */
  readonly enough: AbortSignal;
}

export interface Outcome {
  readonly exitCode: ExitCode;
  /** The thread at the end; undefined when there was none. */
  readonly state: ThreadState | undefined;
}

/** How long a stop may take before the server is ended without it. */
const stopLimitMs = 2_000;

/** Runs the prompt. Never throws: what went wrong is told, and shows in the exit code. */
export async function run(wanted: Arguments, outside: Outside): Promise<Outcome> {
  const prompting = new Prompting(wanted, outside);
  try {
    return await prompting.run();
  } catch (error) {
    prompting.explain(error);
    const couldRun = prompting.wasReady || outside.enough.aborted;
    return { exitCode: couldRun ? 1 : 2, state: prompting.state };
  } finally {
    await prompting.dispose();
  }
}

class Prompting {
  readonly account: Account;
  readonly #wanted: Arguments;
  readonly #outside: Outside;
  readonly #host: HeadlessHost;
  readonly #clientId = "client-prompt";
  readonly #asked = new Set<string>();
  #threadId: string | undefined;
  #deciding: Promise<void> = Promise.resolve();
  wasReady = false;

  constructor(wanted: Arguments, outside: Outside) {
    this.#wanted = wanted;
    this.#outside = outside;
    this.account = new Account(outside.write);
    const { onLine } = outside;
    this.#host = new HeadlessHost({
      codexHome: wanted.codexHome ?? resolveCodexHome(undefined, process.env, homedir()),
      appServerPath: wanted.appServerPath,
      serverConfig: wanted.config,
      onLine:
        onLine &&
        ((direction, line) => {
          this.account.pause();
          onLine(direction, line);
        }),
      onEvent: (threadId) => this.#noteEvent(threadId),
    });
    outside.enough.addEventListener("abort", () => this.#host.wake());
  }

  get state(): ThreadState | undefined {
    return this.#threadId === undefined ? undefined : this.#host.threads.store.get(this.#threadId);
  }

  dispose(): Promise<void> {
    return this.#host.dispose();
  }

  /** Tells what went wrong, and what to do where that is known. */
  explain(error: unknown): void {
    const { state } = this.#host.supervisor;
    if (state.phase !== "failed")
      return this.account.line(error instanceof Error ? error.message : String(error));
    const { title, detail, nextStep } = state.problem;
    for (const line of [title, ...detail.split("\n"), nextStep]) this.account.line(line);
  }

  async run(): Promise<Outcome> {
    await this.#orEnough(this.#host.start());
    this.wasReady = true;
    await this.#checkSignIn();
    const threadId = await this.#orEnough(this.#open());
    const earlier = new Set(this.#host.state(threadId).turns.map(({ turnId }) => turnId));
    this.#threadId = threadId;
    this.account.line(`thread ${threadId} in ${this.#host.state(threadId).cwd}`);
    this.#host.wake();
    await this.#orEnough(this.#host.threads.send(threadId, this.#wanted.prompt, this.#clientId));
    const status = await this.#follow(threadId, earlier);
    this.account.show(this.#host.state(threadId));
    return { exitCode: status === "completed" ? 0 : 1, state: this.state };
  }

  #open(): Promise<string> {
    const { thread } = this.#wanted;
    const { threads } = this.#host;
    return thread.kind === "new" ? threads.start(thread.cwd) : threads.resume(thread.id, thread.cwd);
  }

  /** Signed out, the server would take the prompt and try for ever. */
  async #checkSignIn(): Promise<void> {
    const signIn = new SignIn({
      server: this.#host.supervisor,
      onChange: () => undefined,
      onFailed: () => undefined,
      log: () => undefined,
    });
    await this.#orEnough(signIn.refresh());
    if (signIn.view.phase === "signedOut")
      throw new Error(
        "Nobody is signed in to Codex in this home: nothing was sent. Sign in, or name another home.",
      );
  }

  /** The end of our turn. */
  async #follow(threadId: string, earlier: ReadonlySet<string>): Promise<TurnState["status"]> {
    const look = (): TurnState["status"] | undefined => {
      const state = this.#host.state(threadId);
      this.account.show(state);
      const turn = state.turns.find(({ turnId }) => !earlier.has(turnId));
      if (turn !== undefined && turn.status !== "inProgress") return turn.status;
      if (this.#outside.enough.aborted) return "interrupted";
      return this.#host.supervisor.state.phase === "ready" ? undefined : "interrupted";
    };
    const status = await this.#host.until(look);
    if (this.#outside.enough.aborted) await this.#stop(threadId);
    return status;
  }

  async #stop(threadId: string): Promise<void> {
    this.account.line("stopping");
    const limit = AbortSignal.timeout(stopLimitMs);
    const late = new Promise<void>((resolve) => limit.addEventListener("abort", () => resolve()));
    // Whatever goes wrong now: the server is ended next, and everything with it.
    const stopped = this.#host.threads.stop(threadId).catch(() => undefined);
    await Promise.race([stopped, late]);
  }

  #noteEvent(threadId: string): void {
    if (threadId !== this.#threadId) return;
    for (const approval of this.#host.state(threadId).approvals) {
      if (this.#asked.has(approval.key)) continue;
      this.#asked.add(approval.key);
      this.#deciding = this.#deciding
        .then(() => this.#decide(threadId, approval))
        .catch((error: unknown) => this.explain(error));
    }
  }

  async #decide(threadId: string, approval: Approval): Promise<void> {
    this.account.show(this.#host.state(threadId));
    const { decide } = this.#wanted;
    const choice = decide === "ask" ? await this.#outside.choose(approval) : decide;
    // Not yet decidable: it comes again, under a new key, when its item came.
    if (isAllowing(choice) && !isDecidable(approval.ask)) return;
    const details = isAllowing(choice) ? fullDetails(approval.ask) : null;
    const outcome = await this.#host.threads.answer(approval.key, choice, details);
    // A question without options has no answer that could be given unasked.
    if (outcome === "notFitting") await this.#host.threads.answer(approval.key, "decline");
  }

  /** The promise's result, unless whoever watches has had enough first. */
  #orEnough<T>(promise: Promise<T>): Promise<T> {
    const { enough } = this.#outside;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new Error("Stopped before the turn began."));
      if (enough.aborted) giveUp();
      enough.addEventListener("abort", giveUp, { once: true });
      promise.then(resolve, reject);
    });
  }
}
