// The rows of the Threads view: what a thread or a group looks like in VS Code's own tree. Outside text is escaped
// for labels and stands in plain tooltips; a row decides nothing and calls nobody.

import { homedir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { oneLineLabel } from "./escapeLabel.ts";
import { neutraliseToText } from "../shared/neutralise.ts";
import { longAgo, shortAgo } from "../threadList/ago.ts";
import type { Group } from "../threadList/groups.ts";
import { markOf, type Mark, type ThreadEntry } from "../threadList/threadEntry.ts";

/** A row of a thread. Commands take none but these: what another extension makes up is no row. */
export class ThreadNode {
  readonly kind = "thread";
  readonly threadId: string;
  parent: GroupNode | undefined;

  constructor(threadId: string) {
    this.threadId = threadId;
  }
}

export class GroupNode {
  readonly kind = "group";
  group: Group;
  parent: GroupNode | undefined;

  constructor(group: Group) {
    this.group = group;
  }
}

/** A row that says something or, selected, does something. */
export class NoteNode {
  readonly kind = "note";
  readonly parent: GroupNode | undefined;
  readonly label: string;
  readonly command: string | undefined;

  constructor(parent: GroupNode | undefined, label: string, command?: string) {
    this.parent = parent;
    this.label = label;
    this.command = command;
  }
}

export type Node = ThreadNode | GroupNode | NoteNode;

/** A folder as a person writes it. */
export function folderLabel(folder: string): string {
  const home = homedir();
  const inHome = folder === home || folder.startsWith(home + path.sep);
  return oneLineLabel(inHome ? `~${folder.slice(home.length)}` : folder);
}

interface Look {
  readonly icon: string;
  readonly color?: string;
  /** For the tooltip and for screen readers. */
  readonly words: string;
}

const looks: Readonly<Record<Mark, Look>> = {
  waiting: { icon: "bell-dot", color: "editorWarning.foreground", words: "waiting for your answer" },
  running: { icon: "loading~spin", words: "running" },
  failed: { icon: "error", color: "editorError.foreground", words: "the last turn failed" },
  held: { icon: "lock", words: "open in another window or a terminal" },
  unread: { icon: "circle-filled", color: "textLink.foreground", words: "unread" },
  archived: { icon: "archive", words: "archived" },
  none: { icon: "comment", words: "" },
};

export function iconOf(mark: Mark): vscode.ThemeIcon {
  const { icon, color } = looks[mark];
  return color === undefined
    ? new vscode.ThemeIcon(icon)
    : new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

export interface Surroundings {
  readonly nowMs: number;
  readonly waiting: ReadonlySet<string>;
  readonly pinnedSectionId: string | null;
  /** Whether a folder is the only one that is open: to name it says nothing. */
  readonly isOnlyRoot: (cwd: string) => boolean;
  /** The command that selecting a row runs. */
  readonly openCommand: string;
}

export function threadItem(node: ThreadNode, entry: ThreadEntry, around: Surroundings): vscode.TreeItem {
  const { nowMs, waiting, pinnedSectionId, isOnlyRoot, openCommand } = around;
  const mark = markOf(entry, waiting);
  const isPinned = pinnedSectionId !== null && entry.sectionId === pinnedSectionId;
  const title = oneLineLabel(entry.title);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
  item.id = `thread:${entry.threadId}`;
  // In a folder's own group its name is said already.
  const isMixed = ["pinned", "archived"].includes(node.parent?.group.kind ?? "") && !isOnlyRoot(entry.cwd);
  const ago = shortAgo(entry.recencyAtMs, nowMs);
  item.description = isMixed ? `${oneLineLabel(path.basename(entry.cwd))} · ${ago}` : ago;
  item.iconPath = iconOf(mark);
  const states = [looks[mark].words, isPinned ? "pinned" : "", entry.isFork ? "a fork" : ""];
  const told = states.filter((words) => words !== "").join(", ");
  const when = `last active ${longAgo(entry.recencyAtMs, nowMs)}`;
  item.tooltip = [neutraliseToText(entry.title), neutraliseToText(entry.cwd), told, when]
    .filter((line) => line !== "")
    .join("\n");
  item.accessibilityInformation = { label: [title, told, when].filter((part) => part !== "").join(", ") };
  item.contextValue = [
    "thread",
    entry.isArchived ? "archived" : "current",
    isPinned ? "pinned" : "loose",
    entry.isUnread ? "unread" : "read",
  ].join(".");
  item.command = { command: openCommand, title: "Open", arguments: [node] };
  return item;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function groupItem({ group }: GroupNode): vscode.TreeItem {
  const { kind, label, folder, threads, groups } = group;
  const isOpen = kind === "pinned" || kind === "here";
  const item = new vscode.TreeItem(oneLineLabel(label), isOpen ? Expanded : Collapsed);
  item.id = group.key;
  item.contextValue = `group.${kind}`;
  const count = kind === "others" ? groups.length : threads.length;
  if (kind === "folder") item.description = folderLabel(path.dirname(folder));
  item.tooltip = folder === "" ? label : neutraliseToText(folder);
  const unit = kind === "others" ? "folders" : "threads";
  item.accessibilityInformation = {
    label: kind === "archived" ? label : `${oneLineLabel(label)}, ${count} ${unit}`,
  };
  return item;
}

export function noteItem({ label, command }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  if (command !== undefined) item.command = { command, title: label };
  return item;
}
