// One thread in front of one person, on the real app-server: prompts go in, each card that comes up is answered as
// the test says, and what was asked, sent on the wire and stored can be looked at. It decides nothing by itself:
// a card that the test has no answer for is denied.

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Approval } from "../../../extension/shared/approvals/approval.ts";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import type { AnswerDetails } from "../../../extension/shared/approvals/reply.ts";
import { subjectOf } from "../../../extension/shared/approvals/words.ts";
import type { TurnState } from "../../../extension/shared/threadState.ts";
import type { CallMethod } from "../../../extension/shared/protocol.ts";
import type { Calls, Server } from "../../../extension/codex/server.ts";
import type { HeadlessHost, HeadlessHostOptions } from "../../client/headlessHost.ts";
import { command } from "../../provider/calls.ts";
import type { Script } from "../../provider/script.ts";
import { commandOutput } from "../../provider/request.ts";
import type { Step } from "../../provider/step.ts";
import { endedTurn, itemsOf, setStage, type Stage, type StageOptions } from "../stage.ts";

/** A choice, alone or with what it comes with; or a function that does it some other way. */
export type Answer =
  | ChoiceId
  | readonly [ChoiceId, AnswerDetails]
  | ((card: Approval, desk: Desk) => Promise<void> | void);

export interface TurnSeen {
  readonly turn: TurnState;
  /** What each card was about, in order. */
  readonly asked: readonly string[];
  readonly cards: readonly Approval[];
  /** What the model was told of its calls in this turn, without the header of commands. */
  readonly told: readonly string[];
}

export interface DeskOptions extends StageOptions {
  readonly host?: Partial<HeadlessHostOptions>;
  /** Somebody is signed in: the Codex home has a login file. */
  readonly hasLogin?: boolean;
  /** Features of the server that are switched on. */
  readonly features?: readonly string[];
}

/** Sets a stage and starts a thread on it, for the running test. */
export async function openDesk(script: Script, options: DeskOptions = {}): Promise<Desk> {
  const stage = await setStage(script, options);
  if (options.hasLogin === true) await writeFile(join(stage.codexHome, "auth.json"), "{}");
  const desk = new Desk(stage, options);
  await desk.start();
  return desk;
}

export class Desk {
  readonly stage: Stage;
  /** Every line of every server so far, as it was on the wire. */
  readonly wire: { readonly direction: "sent" | "received"; readonly line: string }[] = [];
  readonly #options: DeskOptions;
  #host: HeadlessHost | undefined;
  #threadId = "";

  constructor(stage: Stage, options: DeskOptions) {
    this.stage = stage;
    this.#options = options;
  }

  get host(): HeadlessHost {
    if (!this.#host) throw new Error("The desk is not open.");
    return this.#host;
  }

  get threadId(): string {
    return this.#threadId;
  }

  async start(): Promise<void> {
    this.#threadId = await this.#newHost().threads.start(this.stage.workspace);
  }

  /** Sends the prompt and leaves whatever comes up to the test. */
  async begin(prompt: string): Promise<void> {
    await this.host.threads.send(this.#threadId, prompt);
  }

  /** Waits for the end of the turn with this prompt. */
  async end(prompt: string): Promise<TurnState> {
    return await this.host.until(() => endedTurn(this.host.state(this.#threadId), prompt));
  }

  /** Ends the server and its host, and resumes the thread on new ones. */
  async reopen(): Promise<void> {
    await this.host.dispose();
    await this.#newHost().threads.resume(this.#threadId);
  }

  #newHost(): HeadlessHost {
    const { features = [], host = {} } = this.#options;
    const made = this.stage.host({
      onLine: (direction, line) => void this.wire.push({ direction, line }),
      ...host,
      threadConfig: {
        features: Object.fromEntries(features.map((name) => [name, true])),
        ...host.threadConfig,
      },
    });
    made.supervisor.start();
    this.#host = made;
    return made;
  }

  /** Sends the prompt and answers what is asked until its turn ends. */
  async turn(prompt: string, answers: readonly Answer[] = []): Promise<TurnSeen> {
    const { host, stage } = this;
    const cards: Approval[] = [];
    await this.begin(prompt);
    for (;;) {
      const open = await host.until(() => this.#live ?? endedTurn(host.state(this.#threadId), prompt));
      if (!("ask" in open)) {
        const asked = cards.map(({ ask }) => unwrapped(subjectOf(ask, stage.workspace)));
        return { turn: open, asked, cards, told: this.#told() };
      }
      cards.push(open);
      await this.answer(open, answers[cards.length - 1] ?? "decline");
      await host.until(() => this.#live?.key !== open.key);
    }
  }

  get #live(): Approval | undefined {
    return this.host.state(this.#threadId).approvals[0];
  }

  /** Waits for a card and gives it, unanswered. */
  card(): Promise<Approval> {
    return this.host.until(() => this.#live);
  }

  async answer(card: Approval, answer: Answer): Promise<void> {
    if (typeof answer === "function") return await answer(card, this);
    const [choice, details] = typeof answer === "string" ? [answer, null] : answer;
    const outcome = await this.host.threads.answer(card.key, choice, details);
    if (outcome !== "sent") throw new Error(`The answer ${choice} was not sent: ${outcome}.`);
  }

  #told(): string[] {
    const calls = this.stage.provider.requests.at(-1)?.turnCalls ?? [];
    return calls.map(({ output }) => commandOutput(output ?? "").trim());
  }

  /** The lines that answered the server's requests, exactly as they were sent. */
  get replies(): string[] {
    return this.wire.flatMap(({ direction, line }) =>
      direction === "sent" && !("method" in (JSON.parse(line) as object)) ? [line] : [],
    );
  }

  /** The server's requests, as they came. */
  get requests(): { id: number; method: string; params: Record<string, unknown> }[] {
    return this.wire.flatMap(({ direction, line }) => {
      if (direction === "sent") return [];
      const message = JSON.parse(line) as { id?: number; method?: string; params?: unknown };
      return message.method !== undefined && message.id !== undefined ? [message as never] : [];
    });
  }

  /** What is stored by now beside the sessions: the rules, and the configuration where it is not the stage's. */
  async stored(): Promise<{ rules: string; config: string }> {
    const { codexHome } = this.stage;
    const config = await textOf(join(codexHome, "config.toml"));
    return {
      rules: await textOf(join(codexHome, "rules/default.rules")),
      config: config.replace(this.stage.configToml, ""),
    };
  }
}

/** "" when there is no such file. */
async function textOf(path: string): Promise<string> {
  return existsSync(path) ? await readFile(path, "utf8") : "";
}

/** A command that asks to run outside the sandbox. */
export function escalated(cmd: string, prefixRule?: readonly string[]): Step {
  return command({ cmd, escalate: { justification: "Why.", ...(prefixRule && { prefixRule }) } });
}

/** Changes the parameters of one method on their way to the server. */
export function changing(method: CallMethod, change: (params: object) => object): (server: Server) => Server {
  return (server) => ({
    ready: async () => {
      const calls = await server.ready();
      const call: Calls["call"] = (called, params, options) =>
        calls.call(called, called === method ? (change(params as object) as typeof params) : params, options);
      return { call };
    },
  });
}

/** A command without the shell that the server puts round it. */
function unwrapped(line: string): string {
  const [, quoted, plain] = /^\/\S+ -lc (?:'([^']*)'|(\S+))$/.exec(line) ?? [];
  return quoted ?? plain ?? line;
}

/** The result of a reply, as it goes out under this request id. */
export function replyLine(id: number, result: unknown): string {
  return JSON.stringify({ id, result });
}

/** The last states of a turn's items of one type. */
export function statuses(
  { turn }: TurnSeen,
  type: "commandExecution" | "fileChange" | "mcpToolCall" | "dynamicToolCall",
): string[] {
  return itemsOf(turn, type).map(({ item }) => item.status);
}
