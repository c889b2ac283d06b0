// What goes on in the thread right now, in a few words for the status line. Pure.

import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { HostState } from "../../extension/shared/hostState.ts";
import type { ModeId } from "../../extension/shared/permissions.ts";
import {
  runningTurn,
  type Entry,
  type ItemEntry,
  type ThreadState,
} from "../../extension/shared/threadState.ts";
import { shortCommand } from "../items/commandWords.ts";
import { toolName } from "../items/toolName.ts";
import { baseName, oneLine } from "../ui/words.ts";

export interface Activity {
  readonly words: string;
  readonly state: "idle" | "running" | "waiting" | "trouble";
  /** When it began, in Unix milliseconds; null when nothing runs or nobody knows. */
  readonly sinceMs: number | null;
}

export function activityOf(host: HostState, thread: ThreadState | null): Activity {
  const server = serverActivity(host);
  if (server) return server;
  const turn = thread && runningTurn(thread);
  if (!turn) return idleActivity(host, thread);
  if (thread.approvals.length > 0) return { words: "Waiting for you", state: "waiting", sinceMs: null };
  const words = turn.retrying === null ? entryActivity(turn.entries.findLast(isRunning)) : "Trying again";
  return { words, state: "running", sinceMs: turn.startedAtMs };
}

function quiet(words: string): Activity {
  return { words, state: "idle", sinceMs: null };
}

/** The two modes in which nobody is asked say so. */
const readyWords: Record<ModeId, string> = {
  readOnly: "Ready to read",
  ask: "Ready",
  auto: "Ready",
  fullAccess: "Full access",
};

function idleActivity({ account }: HostState, thread: ThreadState | null): Activity {
  if (account.phase === "signedOut") return quiet("Signed out");
  if (account.phase === "signingIn") return quiet("Signing in");
  if (thread && thread.blocked !== null) return { words: "Blocked", state: "trouble", sinceMs: null };
  if (thread?.status.type === "active") return quiet("Working");
  return quiet(thread?.permissions ? readyWords[thread.permissions.mode] : "Ready");
}

function serverActivity({ trusted, server }: HostState): Activity | null {
  if (!trusted) return { words: "Not trusted", state: "trouble", sinceMs: null };
  switch (server.phase) {
    case "starting":
      return { words: "Starting", state: "running", sinceMs: null };
    case "restarting":
      return { words: "Restarting", state: "running", sinceMs: null };
    case "unresponsive":
      return { words: "No answer from the server", state: "trouble", sinceMs: null };
    case "failed":
      return { words: "Server not running", state: "trouble", sinceMs: null };
    case "idle":
    case "stopped":
    case "ready":
      return null;
  }
}

function isRunning(entry: Entry): boolean {
  if (entry.kind === "item") return entry.phase === "running";
  return "phase" in entry.note && entry.note.phase === "running";
}

function entryActivity(entry: Entry | undefined): string {
  if (entry?.kind === "item") return itemActivity(entry);
  switch (entry?.note.type) {
    case "hook":
      return "Running a hook";
    case "review":
      return "Reviewing automatically";
    default:
      return "Working";
  }
}

function itemActivity({ item }: ItemEntry): string {
  switch (item.type) {
    case "commandExecution":
      return `Running ${neutraliseToText(oneLine(shortCommand(item.command), 80), "code")}`;
    case "fileChange": {
      const path = item.changes[0]?.path;
      return path === undefined ? "Writing files" : `Writing ${neutraliseToText(baseName(path), "code")}`;
    }
    case "mcpToolCall":
    case "dynamicToolCall":
      return `Using ${neutraliseToText(oneLine(toolName(item), 80), "code")}`;
    case "agentMessage":
      return "Answering";
    case "reasoning":
      return "Thinking";
    case "webSearch":
      return "Searching the web";
    case "contextCompaction":
      return "Summarising";
    default:
      return "Working";
  }
}
