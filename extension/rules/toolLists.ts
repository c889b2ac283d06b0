// What each MCP server offers, as the person saw it last: a server that was allowed for what it did may change its
// tools later. Read from the connection that a thread has, so that nothing is started for it. It decides nothing.
// Always: a change is told until the person has seen it, also over reloads; a server seen for the first time is no
// change.

import { createHash } from "node:crypto";
import type { ServerNotification, v2 } from "../shared/protocol.ts";
import type { Server } from "../codex/server.ts";

/** What became of a server's tools; all names are outside text. */
export interface ToolListChange {
  readonly serverName: string;
  readonly added: readonly string[];
  /** Their description, their parameters or what they say of themselves is another. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Fingerprints by the names of tools. */
type ToolList = Readonly<Record<string, string>>;

export interface ToolListsOptions {
  readonly server: Server;
  /** Servers are those of one Codex home. */
  readonly codexHome: () => string;
  readonly kept: { read(): unknown; keep(value: unknown): void };
  readonly onChange: (change: ToolListChange) => void;
  readonly log: (line: string) => void;
}

const maxServers = 200;
const maxTools = 5_000;
/** More names than this are counted. */
const mostNames = 12;

export class ToolLists {
  readonly #options: ToolListsOptions;
  #seen: Map<string, ToolList> | undefined;
  /** What is there now and was not seen yet, by server. */
  readonly #unseen = new Map<string, ToolList>();
  readonly #reading = new Set<string>();

  constructor(options: ToolListsOptions) {
    this.#options = options;
  }

  /** A server that is ready in a thread is looked at, once at a time. */
  handleNotification(notification: ServerNotification): void {
    if (notification.method !== "mcpServer/startupStatus/updated") return;
    const { threadId, name, status } = notification.params;
    if (status !== "ready" || threadId === null || this.#reading.has(name)) return;
    this.#reading.add(name);
    this.#look(threadId, name)
      .catch((error: unknown) =>
        this.#options.log(`the tools of ${name} could not be read: ${String(error)}`),
      )
      .finally(() => this.#reading.delete(name));
  }

  /** The person has seen that the tools of this server changed. */
  seen(serverName: string): void {
    const list = this.#unseen.get(serverName);
    if (list === undefined) return;
    this.#unseen.delete(serverName);
    this.#keep(serverName, list);
  }

  async #look(threadId: string, serverName: string): Promise<void> {
    const tools = await this.#read(threadId, serverName);
    if (!tools) return;
    const before = this.#all().get(this.#keyOf(serverName));
    if (!before) return this.#keep(serverName, tools);
    const change = { serverName, ...differences(before, tools) };
    const isSame = change.added.length + change.changed.length + change.removed.length === 0;
    if (isSame) return void this.#unseen.delete(serverName);
    this.#unseen.set(serverName, tools);
    this.#options.onChange(change);
  }

  /** undefined when the server does not tell. */
  async #read(threadId: string, serverName: string): Promise<ToolList | undefined> {
    const calls = await this.#options.server.ready();
    const { data } = await calls.call("mcpServerStatus/list", {
      threadId,
      serverName,
      detail: "toolsAndAuthOnly",
    });
    const status = data.find(({ name }) => name === serverName);
    if (!status || status.toolsError !== null) return undefined;
    return fingerprints(status);
  }

  #keep(serverName: string, tools: ToolList): void {
    const all = this.#all();
    const key = this.#keyOf(serverName);
    all.delete(key);
    all.set(key, tools);
    const kept = [...all].slice(-maxServers);
    this.#seen = new Map(kept);
    this.#options.kept.keep(kept);
  }

  #all(): Map<string, ToolList> {
    this.#seen ??= listsFrom(this.#options.kept.read());
    return this.#seen;
  }

  #keyOf(serverName: string): string {
    return JSON.stringify([this.#options.codexHome(), serverName]);
  }
}

function fingerprints({ tools }: v2.McpServerStatus): ToolList {
  const list: [string, string][] = [];
  for (const [name, tool] of Object.entries(tools).slice(0, maxTools)) {
    if (!tool) continue;
    const { title, description, inputSchema, annotations } = tool;
    const told = canonical([title, description, inputSchema, annotations]);
    list.push([name, createHash("sha256").update(told).digest("hex").slice(0, 16)]);
  }
  return Object.fromEntries(list);
}

/** JSON in which the order of fields does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === "object" && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

function differences(before: ToolList, now: ToolList): Omit<ToolListChange, "serverName"> {
  const has = (list: ToolList, name: string): boolean => Object.hasOwn(list, name);
  return {
    added: Object.keys(now).filter((name) => !has(before, name)),
    changed: Object.keys(now).filter((name) => has(before, name) && before[name] !== now[name]),
    removed: Object.keys(before).filter((name) => !has(now, name)),
  };
}

/** What was kept, as far as it is that: a damaged file counts as none. */
function listsFrom(value: unknown): Map<string, ToolList> {
  const lists = new Map<string, ToolList>();
  for (const entry of Array.isArray(value) ? value.slice(-maxServers) : []) {
    if (!Array.isArray(entry)) continue;
    const [key, tools] = entry as unknown[];
    if (typeof key !== "string" || typeof tools !== "object" || tools === null) continue;
    const list = Object.entries(tools).filter(
      (pair): pair is [string, string] => typeof pair[1] === "string",
    );
    lists.set(key, Object.fromEntries(list));
  }
  return lists;
}

/** The change in one line, of bounded length in names; outside text. */
export function changeWords({ serverName, added, changed, removed }: ToolListChange): string {
  const parts = [namesOf("new", added), namesOf("changed", changed), namesOf("gone", removed)];
  return `${serverName}: ${parts.filter((part) => part !== "").join("; ")}`;
}

function namesOf(word: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return `${word} ${names.slice(0, mostNames).join(", ")}${more}`;
}
