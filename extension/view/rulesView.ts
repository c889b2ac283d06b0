// The view "Permission rules": VS Code's own tree over rulesTree, with "Revoke", "Open File" and the ticks of MCP
// servers. It asks before it revokes. Rows alone are an argument of its commands: anything else, whoever calls, does nothing.
// Always: nothing is read while the folder is not trusted, and reading starts no server.

import * as vscode from "vscode";
import type { McpServer } from "../rules/mcpServers.ts";
import { rulesFolder } from "../rules/ruleFiles.ts";
import { SavedRules, takesEffect } from "../rules/savedRules.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";
import { revokeDetail, rulesTree, type RuleRow, type RuleSection, type SessionGrant } from "./rulesTree.ts";

export interface RulesViewOptions {
  readonly parts: HostParts;
  readonly log: Log;
  /** What was allowed until the server ends. */
  readonly sessionGrants?: () => readonly SessionGrant[];
}

type Node = RuleRow | RuleSection;

export class RulesView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #options: RulesViewOptions;
  readonly #rules: SavedRules;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** The rows that were shown last: what a command may act on. */
  #rows = new Set<unknown>();
  #watched: { codexHome: string; watchers: vscode.Disposable } | undefined;
  #wasReady = false;
  /** What is shown, as text. */
  #shown = "";
  #looks: Promise<void> = Promise.resolve();
  readonly #disposables: vscode.Disposable[];

  constructor(options: RulesViewOptions) {
    const { parts } = options;
    this.#options = options;
    this.#rules = new SavedRules({
      codexHome: () => parts.codexHome,
      server: { ready: () => parts.ready() },
      cwd: () => parts.state.folder?.path ?? null,
    });
    this.#disposables = [
      ...this.#makeTree(),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      parts.onChange(() => this.#hostChanged()),
      parts.onApprovals(() => this.refresh()),
      this.#command("show", async () => await vscode.commands.executeCommand("lectern.rules.focus")),
      this.#command("refresh", async () => this.refresh()),
      this.#command("revoke", async (row) => await this.#revoke(row)),
      this.#command("openFile", async (row) => await openPlace(row)),
    ];
  }

  #makeTree(): vscode.Disposable[] {
    const options = { treeDataProvider: this, manageCheckboxStateManually: true };
    const tree = vscode.window.createTreeView<Node>("lectern.rules", options);
    return [tree, tree.onDidChangeCheckboxState(({ items }) => void this.#ticked(items))];
  }

  /** Reads anew, when the view is seen. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return "rows" in node ? [...node.rows] : [];
    if (!vscode.workspace.isTrusted) return [];
    this.#watch();
    const { parts, log } = this.#options;
    try {
      const sections = await this.#sections();
      this.#shown = JSON.stringify(sections);
      this.#rows = new Set(sections.flatMap(({ rows }) => rows));
      return sections;
    } catch (error) {
      log.failed("reading the saved rules", error);
      parts.notice("error", "The saved rules could not be read.", String(error));
      return [];
    }
  }

  async #sections(): Promise<RuleSection[]> {
    const { parts, sessionGrants } = this.#options;
    const read = await this.#rules.read({ askServer: parts.state.server.phase === "ready" });
    return rulesTree(read, sessionGrants?.() ?? []);
  }

  /** Reads, and draws only what is new: a row that is drawn anew under the pointer loses its click. */
  #look(): void {
    const before = this.#looks;
    this.#looks = this.#drawNews(before);
  }

  /** One after the other; never rejects. */
  async #drawNews(before: Promise<void>): Promise<void> {
    await before;
    try {
      const now = JSON.stringify(await this.#sections());
      if (now === this.#shown) return;
      this.#shown = now;
    } catch (error) {
      // The view tells a person of it, in its own words.
      this.#options.log.failed("reading the saved rules", error);
    }
    this.refresh();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const isSection = "rows" in node;
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, isSection ? Expanded : None);
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.iconPath = new vscode.ThemeIcon(node.icon);
    if (isSection) return item;
    if (node.server) item.checkboxState = tickOf(node.server);
    item.accessibilityInformation = { label: node.spoken };
    item.contextValue = [node.rule && "revocable", node.place && "placed"].filter(Boolean).join(" ");
    return item;
  }

  dispose(): void {
    this.#watched?.watchers.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
    this.#changed.dispose();
  }

  #command(name: string, run: (row: RuleRow) => Promise<unknown>): vscode.Disposable {
    return vscode.commands.registerCommand(`lectern.rules.${name}`, async (argument?: unknown) => {
      const needsRow = name === "revoke" || name === "openFile";
      if (needsRow && !this.#rows.has(argument)) return;
      try {
        await run(argument as RuleRow);
      } catch (error) {
        this.#options.log.failed(`rules: ${name}`, error);
        const detail = error instanceof Error ? error.message : String(error);
        this.#options.parts.notice("error", failureWords[name] ?? "That did not work.", detail);
        this.refresh();
      }
    });
  }

  async #ticked(items: readonly [Node, vscode.TreeItemCheckboxState][]): Promise<void> {
    const { parts, log } = this.#options;
    try {
      for (const [node, state] of items) {
        // The tree alone tells of ticks, so the row is ours, also when the list was read again meanwhile.
        if ("rows" in node || !node.server || !vscode.workspace.isTrusted) continue;
        const isOn = state === vscode.TreeItemCheckboxState.Checked;
        if ((await this.#rules.setAsksAlways(node.server, isOn)) === "written") this.#look();
        else {
          this.refresh();
          await tellNotSet();
        }
      }
    } catch (error) {
      log.failed("rules: always ask", error);
      const detail = error instanceof Error ? error.message : String(error);
      parts.notice("error", "Whether the MCP server always asks could not be changed.", detail);
      // The tick shows what the file says, also where nothing was written.
      this.refresh();
    }
  }

  async #revoke({ rule }: RuleRow): Promise<void> {
    if (!rule || !vscode.workspace.isTrusted) return;
    const revoke = "Revoke";
    const asked = { modal: true, detail: revokeDetail(rule) };
    const answer = await vscode.window.showWarningMessage("Revoke this permission?", asked, revoke);
    if (answer !== revoke) return;
    const outcome = await this.#rules.revoke(rule);
    this.refresh();
    if (outcome === "changed") await tellChanged();
    else if (takesEffect[rule.kind] === "newThreads") await this.#offerRestart();
  }

  /** Threads that are loaded keep the rule while their server runs. */
  async #offerRestart(): Promise<void> {
    const { parts } = this.#options;
    if (parts.state.server.phase !== "ready") return;
    const restart = "Restart App-Server";
    const answer = await vscode.window.showInformationMessage(
      "Revoked. Threads that are open keep the rule until the app-server restarts.",
      restart,
    );
    if (answer === restart) await parts.restart();
  }

  #hostChanged(): void {
    const isReady = this.#options.parts.state.server.phase === "ready";
    const isNews = isReady !== this.#wasReady || this.#watched?.codexHome !== this.#options.parts.codexHome;
    this.#wasReady = isReady;
    if (isNews) this.refresh();
  }

  /** Watches the rules and the configuration of the home that is read: two folders, nothing below them. */
  #watch(): void {
    const { codexHome } = this.#options.parts;
    if (this.#watched?.codexHome === codexHome) return;
    this.#watched?.watchers.dispose();
    const patterns = [
      new vscode.RelativePattern(vscode.Uri.file(rulesFolder(codexHome)), "*.rules"),
      new vscode.RelativePattern(vscode.Uri.file(codexHome), "config.toml"),
    ];
    const look = (): void => this.#look();
    const watchers = patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [watcher, watcher.onDidCreate(look), watcher.onDidChange(look), watcher.onDidDelete(look)];
    });
    this.#watched = { codexHome, watchers: vscode.Disposable.from(...watchers) };
  }
}

const failureWords: Record<string, string> = {
  revoke: "The rule could not be revoked. It still applies.",
  openFile: "The file could not be opened.",
};

function tickOf({ asksAlways }: McpServer): Exclude<vscode.TreeItem["checkboxState"], undefined> {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  const tooltip = "Always ask before its tools run";
  return {
    state: asksAlways ? Checked : Unchecked,
    tooltip,
    accessibilityInformation: { label: tooltip, role: "checkbox" },
  };
}

async function tellNotSet(): Promise<void> {
  await vscode.window.showWarningMessage(
    "Nothing was changed: the MCP server is not in your configuration any more as it was shown. The list was read again.",
  );
}

async function tellChanged(): Promise<void> {
  await vscode.window.showWarningMessage(
    "Nothing was revoked: the rule is not there any more as it was shown. The list was read again.",
  );
}

async function openPlace({ place }: RuleRow): Promise<void> {
  if (!place) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.file));
  const at = document.lineAt(Math.min(place.line, document.lineCount) - 1).range.start;
  await vscode.window.showTextDocument(document, { preview: true, selection: new vscode.Range(at, at) });
}

/** What the person allowed until the server ends, with the thread in which it holds. */
export function sessionGrants({ threads }: HostParts): SessionGrant[] {
  return threads.sessionGrants.list.map(({ subject, threadId }) => {
    const { name = null, preview = "" } = threads.store.get(threadId) ?? {};
    return { words: subject, threadName: name ?? preview };
  });
}
