// A recorded story of the real app-server: every line that was sent and received, where a server ended, and
// at last the thread as the server reads it back. It knows the file and its form, not what the lines mean.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RequestId, ServerNotification, ServerRequest, Turn } from "../../extension/shared/protocol.ts";

/** A line of the wire: a call of ours, a notification, a request of the server, or a reply either way. */
export interface WireLine {
  readonly id?: RequestId;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export type FixtureEntry =
  /** `in`: from the server. `out`: to the server. */
  | { readonly dir: "in" | "out"; readonly line: WireLine }
  /** The server of all lines before ended; those after are another's. */
  | { readonly gone: true }
  /** Last entry: the turns of the thread as the server reads them back, oldest first. */
  | { readonly history: readonly Turn[] };

const folder = new URL("../fixtures/", import.meta.url);

/** The path of the recorded text that belongs to a story, such as its golden account. */
export function fixturePath(name: string, extension: "jsonl" | "golden.txt"): string {
  return fileURLToPath(new URL(`${name}.${extension}`, folder));
}

/** The names of all recorded stories, in alphabetical order. */
export function fixtureNames(): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  return files.map((file) => file.slice(0, -".jsonl".length)).toSorted();
}

export function readFixture(name: string): FixtureEntry[] {
  const lines = readFileSync(fixturePath(name, "jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as FixtureEntry);
}

export function writeFixture(name: string, entries: readonly FixtureEntry[]): void {
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  writeFileSync(fixturePath(name, "jsonl"), text);
}

export function isNotification(line: WireLine): line is WireLine & ServerNotification {
  return line.method !== undefined && line.id === undefined;
}

export function isRequest(line: WireLine): line is WireLine & ServerRequest {
  return line.method !== undefined && line.id !== undefined;
}
