// What ran without anybody being asked. Commands: by which saved rule, where our own reading of the rules proves it, for
// the server does not say which rule answered. MCP tools: where their own server called them read-only and no card came.
// It decides nothing and holds nothing up.
// Always: rules change, so what was proved once is kept and never proved again.

import type { Approval } from "../shared/approvals/approval.ts";
import type { ItemOf, RequestId, ServerNotification, ThreadItem, Turn, v2 } from "../shared/protocol.ts";

/** Where proofs outlive the window. */
export interface UnaskedRecord {
  readonly keep: (threadId: string, itemId: string, rule: string) => void;
  /** The proofs of a thread: the rule by item id. */
  readonly read: (threadId: string) => Promise<ReadonlyMap<string, string>>;
}

export interface UnaskedOptions {
  /** The rules that surely allow this command line, in words; null in any doubt. */
  readonly ruleFor: (command: string) => Promise<string | null>;
  readonly record?: UnaskedRecord;
  /** Told for each such command, and again when its history is read again. */
  readonly onProved: (threadId: string, itemId: string, rule: string) => void;
  readonly log: (line: string) => void;
}

/** Why an MCP tool asked nobody: its server's own word, not a rule. */
export const calledReadOnly = "called read-only by its MCP server";

function canRunUnasked({ type }: ThreadItem): boolean {
  return type === "commandExecution" || type === "mcpToolCall";
}

/** What is typed into a running command is no command of its own. */
function isRunByAgent(source: v2.CommandExecutionSource): boolean {
  return source === "agent" || source === "unifiedExecStartup";
}

export class Unasked {
  readonly #options: UnaskedOptions;
  /** Items that a person was asked about, by thread and item. */
  readonly #asked = new Set<string>();
  /** Requests about tools that did not run yet, by thread, server and tool: they name no item (facts §4). */
  readonly #askedTools = new Map<string, Set<RequestId>>();
  /** What the record says, read once a thread. */
  readonly #kept = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(options: UnaskedOptions) {
    this.#options = options;
  }

  /** A person is asked: what happens then is their decision. */
  asked({ threadId, itemId, requestId, ask }: Approval): void {
    if (itemId !== null) this.#asked.add(`${threadId} ${itemId}`);
    if (ask.kind !== "mcpTool") return;
    const key = JSON.stringify([threadId, ask.server, ask.tool]);
    this.#askedTools.set(key, new Set([...(this.#askedTools.get(key) ?? []), requestId]));
  }

  /** Looks at what completed. A command of the person's own shell or one that was declined is none to tell of. */
  handleNotification(notification: ServerNotification): void {
    if (notification.method !== "item/completed") return;
    const { threadId, item } = notification.params;
    if (item.type === "mcpToolCall") return this.#toolCompleted(threadId, item);
    if (item.type !== "commandExecution" || !isRunByAgent(item.source) || item.status === "declined") return;
    if (this.#asked.delete(`${threadId} ${item.id}`)) return;
    this.#prove(threadId, item.id, item.command).catch((error: unknown) => {
      this.#options.log(`the saved rules could not be read: ${String(error)}`);
    });
  }

  #toolCompleted(threadId: string, { id, server, tool, status, readOnlyHint }: ItemOf<"mcpToolCall">): void {
    const asked = this.#askedTools.get(JSON.stringify([threadId, server, tool]));
    const [request] = asked ?? [];
    if (request !== undefined) return void asked?.delete(request);
    if (readOnlyHint === true && status === "completed") this.#tell(threadId, id, calledReadOnly);
  }

  /** Turns of a thread were read from history, where nothing says how a command came to run. */
  historyCame(threadId: string, turns: readonly Turn[]): void {
    const { record, log } = this.#options;
    const ran = turns.flatMap(({ items }) => items.filter(canRunUnasked));
    if (!record || ran.length === 0) return;
    const kept = this.#kept.get(threadId) ?? record.read(threadId);
    this.#kept.set(threadId, kept);
    this.#tellAgain(threadId, ran, kept).catch((error: unknown) => {
      log(`what ran unasked could not be read: ${String(error)}`);
    });
  }

  async #tellAgain(
    threadId: string,
    ran: readonly ThreadItem[],
    kept: Promise<ReadonlyMap<string, string>>,
  ): Promise<void> {
    const rules = await kept;
    for (const { id } of ran) {
      const rule = rules.get(id);
      if (rule !== undefined) this.#options.onProved(threadId, id, rule);
    }
  }

  /** The thread is no more, or will be read anew. */
  forget(threadId: string): void {
    this.#kept.delete(threadId);
  }

  async #prove(threadId: string, itemId: string, command: string): Promise<void> {
    const rule = await this.#options.ruleFor(command);
    if (rule !== null) this.#tell(threadId, itemId, rule);
  }

  #tell(threadId: string, itemId: string, why: string): void {
    this.#options.record?.keep(threadId, itemId, why);
    this.#options.onProved(threadId, itemId, why);
  }
}
