// The Threads view: VS Code's own tree over the list of threads. It draws what the list and its groups say and
// reads nothing before it is looked at, nothing at all in a workspace that is not trusted.
// Always: a thread has one row, so that a change of one redraws one.

import * as vscode from "vscode";
import { realRoots } from "../policy/folder.ts";
import {
  archivedGroup,
  filterWords,
  groupsOf,
  type Filter,
  type Group,
  type Groups,
} from "../threadList/groups.ts";
import type { ThreadEntry } from "../threadList/threadEntry.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";
import { groupItem, GroupNode, noteItem, NoteNode, threadItem, ThreadNode, type Node } from "./threadNode.ts";

export const threadsViewId = "lectern.threads";

/** While pages come in, the tree is drawn anew so often at most. */
const redrawMs = 100;
/** How often the times of the youngest rows are told anew while somebody can see them. */
const clockMs = 60_000;
const youngMs = 65 * 60_000;

export class ThreadsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #parts: HostParts;
  readonly #log: Log;
  readonly #tree: vscode.TreeView<Node>;
  readonly #changed = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #threads = new Map<string, ThreadNode>();
  readonly #groups = new Map<string, GroupNode>();
  readonly #disposables: vscode.Disposable[];
  #roots: readonly string[] = [];
  #filter: Filter = "all";
  #made: Groups | undefined;
  #redraw: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;

  constructor(parts: HostParts, log: Log) {
    this.#parts = parts;
    this.#log = log;
    this.#tree = vscode.window.createTreeView(threadsViewId, {
      treeDataProvider: this,
      showCollapseAll: false,
    });
    this.#disposables = [
      this.#tree,
      this.#changed,
      parts.onList((changed) => this.#listChanged(changed)),
      parts.onApprovals(() => this.#drawSoon()),
      this.#tree.onDidChangeVisibility(({ visible }) => this.#visibility(visible)),
      this.#tree.onDidExpandElement(({ element }) => this.#expanded(element)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#start()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#start()),
    ];
    this.#start();
  }

  get filter(): Filter {
    return this.#filter;
  }

  set filter(filter: Filter) {
    this.#filter = filter;
    this.#draw();
  }

  /** The one row that the person picked in the tree, for keys. */
  get selected(): ThreadNode | undefined {
    const [node, ...others] = this.#tree.selection;
    return others.length === 0 && node?.kind === "thread" ? node : undefined;
  }

  /** The threads that an approval of theirs or of their sub-agents waits in. */
  get waiting(): ReadonlySet<string> {
    return new Set(this.#parts.threads.pending.open.map(({ threadId }) => threadId));
  }

  /** Real paths of the folders that are open now. */
  async currentRoots(): Promise<readonly string[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    this.#roots = await realRoots(
      folders.filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath),
    );
    return this.#roots;
  }

  /** Reads the list anew, with the progress shown on the view. */
  async refresh(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    await this.#progress(async () => {
      await this.#parts.ready();
      await this.#parts.threadList.refresh();
    });
  }

  getChildren(node?: Node): Node[] {
    if (!vscode.workspace.isTrusted || this.#parts.threadList.phase === "idle") return [];
    if (node === undefined) return this.#top();
    if (node.kind !== "group") return [];
    const { group } = node;
    const rows = [
      ...group.groups.map((inner) => this.#groupNode(inner, node)),
      ...group.threads.map((entry) => this.#threadNode(entry, node)),
    ];
    if (group.kind === "archived" && rows.length === 0) return [new NoteNode(node, this.#archivedWords())];
    return rows;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === "group") return groupItem(node);
    if (node.kind === "note") return noteItem(node);
    const { entries, pinnedSectionId } = this.#parts.threadList;
    const entry = entries.get(node.threadId);
    if (!entry) return new vscode.TreeItem("");
    const { waiting } = this;
    return threadItem(node, entry, {
      nowMs: Date.now(),
      waiting,
      pinnedSectionId,
      isOnlyRoot: (cwd) => this.#roots.length === 1 && this.#roots[0] === cwd,
      openCommand: "lectern.openListedThread",
    });
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  dispose(): void {
    clearTimeout(this.#redraw);
    clearInterval(this.#clock);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #top(): Node[] {
    const { entries, phase } = this.#parts.threadList;
    const { groups, total } = this.#grouped();
    const archived = archivedGroup(entries.all);
    const nodes: Node[] = groups.map((group) => this.#groupNode(group, undefined));
    if (phase === "partial")
      nodes.push(new NoteNode(undefined, "Load older threads", "lectern.loadOlderThreads"));
    const isWorthIt = total > 0 || archived.threads.length > 0;
    if (isWorthIt && this.#filter === "all") nodes.push(this.#groupNode(archived, undefined));
    return nodes;
  }

  #grouped(): Groups {
    const { entries, pinnedSectionId } = this.#parts.threadList;
    this.#made ??= groupsOf({
      entries: entries.all,
      roots: this.#roots,
      filter: this.#filter,
      pinnedSectionId,
      waiting: this.waiting,
    });
    return this.#made;
  }

  #groupNode(group: Group, parent: GroupNode | undefined): GroupNode {
    const node = this.#groups.get(group.key) ?? new GroupNode(group);
    node.group = group;
    node.parent = parent;
    this.#groups.set(group.key, node);
    return node;
  }

  #threadNode({ threadId }: ThreadEntry, parent: GroupNode): ThreadNode {
    const node = this.#threads.get(threadId) ?? new ThreadNode(threadId);
    node.parent = parent;
    this.#threads.set(threadId, node);
    return node;
  }

  #archivedWords(): string {
    switch (this.#parts.threadList.archivedPhase) {
      case "idle":
      case "reading":
        return "Loading…";
      case "failed":
        return "The archived threads could not be read.";
      default:
        return "No archived threads";
    }
  }

  /** The person can see the view: what it shows is read, once. */
  #visibility(isVisible: boolean): void {
    clearInterval(this.#clock);
    if (!isVisible) return;
    this.#clock = setInterval(() => this.#tick(), clockMs);
    this.#start();
  }

  #start(): void {
    if (!this.#tree.visible || !vscode.workspace.isTrusted) return;
    this.#load().catch((error: unknown) => {
      this.#log.failed("reading the list of threads", error);
      this.#draw();
    });
  }

  async #load(): Promise<void> {
    await this.currentRoots();
    await this.#progress(async () => {
      await this.#parts.ready();
      const list = this.#parts.threadList;
      await list.load();
      // With nothing else to show, what lies in the archive is told at once.
      if (list.entries.all.length === 0) await list.loadArchived();
    });
    this.#draw();
  }

  #progress(work: () => Promise<void>): Thenable<void> {
    return vscode.window.withProgress({ location: { viewId: threadsViewId } }, work);
  }

  #expanded(node: Node): void {
    if (node.kind !== "group" || node.group.kind !== "archived") return;
    this.#parts.threadList.loadArchived().catch((error: unknown) => {
      this.#log.failed("reading the archived threads", error);
      this.#draw();
    });
  }

  #listChanged(changed: readonly string[] | "all"): void {
    if (!this.#tree.visible) this.#made = undefined;
    else if (changed === "all" || this.#filter !== "all") this.#drawSoon();
    else this.#drawThreads(changed);
  }

  #drawThreads(threadIds: readonly string[]): void {
    this.#made = undefined;
    const nodes = threadIds.flatMap((threadId) => this.#threads.get(threadId) ?? []);
    if (nodes.length > 0) this.#changed.fire(nodes);
  }

  #drawSoon(): void {
    this.#redraw ??= setTimeout(() => this.#draw(), redrawMs);
  }

  #draw(): void {
    clearTimeout(this.#redraw);
    this.#redraw = undefined;
    this.#made = undefined;
    this.#changed.fire(undefined);
    this.#tell();
  }

  /** What the filter hides, and for the welcome words why there is nothing to see. */
  #tell(): void {
    const { phase, entries } = this.#parts.threadList;
    const { shown, total } = this.#grouped();
    const more = phase === "complete" ? "" : "+";
    this.#tree.message =
      this.#filter === "all" || total === 0
        ? ""
        : `Showing ${shown} of ${total}${more}: ${filterWords[this.#filter]}`;
    const isEmpty = phase === "complete" && entries.all.length === 0;
    const state = phase === "failed" ? "failed" : isEmpty ? "empty" : "";
    void vscode.commands.executeCommand("setContext", "lectern.threads", state);
    void vscode.commands.executeCommand("setContext", "lectern.threadsFiltered", this.#filter !== "all");
  }

  /** The times of young rows change by the minute; the others wait for the next change. */
  #tick(): void {
    const nowMs = Date.now();
    const young = this.#parts.threadList.entries.all.filter(
      ({ recencyAtMs }) => nowMs - recencyAtMs < youngMs,
    );
    this.#drawThreads(young.map(({ threadId }) => threadId));
  }
}
