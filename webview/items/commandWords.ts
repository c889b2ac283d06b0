// A command in the words of its line: without the shell that wraps it, how it ended, how long it took. The whole
// command is one click away; nothing here is used where a person decides.

import type { ItemEntry } from "../../extension/shared/threadState.ts";
import type { ItemOf } from "../../extension/shared/protocol.ts";
import { clockWords, durationWords } from "../ui/words.ts";

export type Command = ItemOf<"commandExecution">;
export type CommandState = "running" | "waiting" | "succeeded" | "failed" | "declined" | "cutOff";

/**
 * Who ran it, or how, when the agent did not simply run it. The server calls nearly every command a
 * start of `unifiedExec`; only one that was typed into is worth the mark.
 */
export function sourceWords(item: Command, stdin: readonly string[]): string {
  if (item.source === "userShell") return "run by you";
  const isTypedInto = item.source === "unifiedExecInteraction" || stdin.some((text) => text !== "");
  return isTypedInto ? "background terminal" : "";
}

const shellWrapper = /^(?:\S*\/)?(?:ba|z|da)?sh -l?c (?:'([^'\\]*)'|"([^"\\$`]*)"|([^\s'"]+))$/s;

/** The command without `bash -lc '…'` where that can be taken off without guessing at quotes. */
export function shortCommand(command: string): string {
  const match = shellWrapper.exec(command);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? command;
}

/** How a command stands. `isAsked`: an open approval is about it. */
export function commandState(item: Command, phase: ItemEntry["phase"], isAsked: boolean): CommandState {
  if (isAsked && phase === "running") return "waiting";
  if (phase === "cutOff") return "cutOff";
  if (phase === "running") return "running";
  if (item.status === "declined") return "declined";
  return item.status === "failed" || (item.exitCode ?? 0) !== 0 ? "failed" : "succeeded";
}

/** The words at the right of the line: `exit 1 · 4.1 s`, `0 · 9.8 s`, a running clock, or the state. */
export function commandMeta(entry: ItemEntry, item: Command, state: CommandState, nowMs: number): string {
  if (state === "running") return entry.startedAtMs === null ? "" : clockWords(nowMs - entry.startedAtMs);
  if (state === "waiting") return "waiting for you";
  if (state === "cutOff") return "cut off";
  if (state === "declined") return "denied";
  const took = item.durationMs === null ? undefined : durationWords(item.durationMs);
  return [exitWords(item, state), took].filter((part) => part !== undefined).join(" · ");
}

function exitWords(item: Command, state: CommandState): string | undefined {
  if (item.exitCode === null) return state === "failed" ? "failed" : undefined;
  return item.exitCode === 0 ? "0" : `exit ${item.exitCode}`;
}
