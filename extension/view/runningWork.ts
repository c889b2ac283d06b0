// What runs in all threads of this window: a count in the status bar, and lists of VS Code's own from which the person
// opens a thread, stops its turn, or ends commands that outlived theirs. Outside text in them is escaped.
// Always: one running turn is stopped at once, of several the person picks.

import * as vscode from "vscode";
import type { ProcessRow } from "../threads/processes.ts";
import { titleOf } from "../threadList/threadEntry.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

export interface RunningWorkOptions {
  readonly parts: HostParts;
  readonly pages: ChatPages<ChatPage>;
  readonly log: Log;
}

interface ThreadItem extends vscode.QuickPickItem {
  readonly threadId: string;
}

interface CommandItem extends ThreadItem {
  readonly processId: string;
}

const stopButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("debug-stop"),
  tooltip: "Stop this turn",
};

export class RunningWork implements vscode.Disposable {
  readonly #options: RunningWorkOptions;
  readonly #status: vscode.StatusBarItem;
  readonly #disposables: vscode.Disposable[];

  constructor(options: RunningWorkOptions) {
    this.#options = options;
    this.#status = vscode.window.createStatusBarItem("lectern.running", vscode.StatusBarAlignment.Left, 49);
    this.#status.name = "Codex turns";
    this.#status.command = "lectern.showRunning";
    const commands: Record<string, () => Promise<void>> = {
      stop: () => this.#stop(),
      showRunning: () => this.#show(),
      endCommands: () => this.#endCommands(),
      showProcesses: () => this.#showProcesses(),
    };
    this.#disposables = [
      this.#status,
      options.parts.onRunning(() => this.#changed()),
      ...Object.entries(commands).map(([name, run]) =>
        vscode.commands.registerCommand(`lectern.${name}`, () => this.#run(name, run)),
      ),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Threads whose turns run for this window, the one that is in view first. */
  get #running(): string[] {
    const { parts, pages } = this.#options;
    const shown = pages.active.page.threadId;
    const root = shown === undefined ? undefined : parts.threads.agents.rootOf(shown);
    return parts.threads.running.toSorted((a, b) => Number(b === root) - Number(a === root));
  }

  #changed(): void {
    const count = this.#running.length;
    this.#status.text = `$(loading~spin) Codex: ${count} running`;
    this.#status.tooltip = "Select to open or to stop what runs.";
    const label = count === 1 ? "Codex: 1 turn runs" : `Codex: ${count} turns run`;
    this.#status.accessibilityInformation = { label };
    if (count === 0) this.#status.hide();
    else this.#status.show();
  }

  async #stop(): Promise<void> {
    const { parts } = this.#options;
    const running = this.#running;
    const [only] = running;
    if (only === undefined) {
      await vscode.window.showInformationMessage("No turn runs.");
      return;
    }
    if (running.length === 1) return parts.threads.stop(only);
    const picked = await vscode.window.showQuickPick(
      running.map((id) => this.#itemOf(id)),
      {
        title: "Stop a turn",
        placeHolder: "Which turn is to stop?",
      },
    );
    if (picked) await parts.threads.stop(picked.threadId);
  }

  /** Enter opens a thread, its button stops its turn. The list follows what runs. */
  async #show(): Promise<void> {
    const { parts, pages } = this.#options;
    const pick = vscode.window.createQuickPick<ThreadItem>();
    pick.title = "Running turns";
    pick.placeholder = "Open a thread, or stop its turn with its button";
    const draw = (): void => {
      pick.items = this.#running.map((id) => ({ ...this.#itemOf(id), buttons: [stopButton] }));
      if (pick.items.length === 0) pick.hide();
    };
    const picked = new Promise<ThreadItem | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => resolve(undefined));
    });
    pick.onDidTriggerItemButton(({ item }) => {
      parts.threads.stop(item.threadId).catch((error: unknown) => this.#failed("stop", error));
    });
    const listening = parts.onRunning(draw);
    try {
      pick.show();
      draw();
      const chosen = await picked;
      if (chosen) await pages.show(chosen.threadId);
    } finally {
      listening.dispose();
      pick.dispose();
    }
  }

  async #endCommands(): Promise<void> {
    const { threads } = this.#options.parts;
    const items = threads.withCommands.flatMap((threadId): CommandItem[] =>
      (threads.store.get(threadId)?.commands ?? []).map(({ processId, command }) => ({
        threadId,
        processId,
        label: oneLineLabel(command),
        description: this.#titleOf(threadId),
      })),
    );
    if (items.length === 0) {
      await vscode.window.showInformationMessage("No command runs beyond its turn.");
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: "End running commands",
      placeHolder: "Which commands are to end?",
      canPickMany: true,
      matchOnDescription: true,
    });
    for (const { threadId, processId } of picked ?? []) await threads.endCommand(threadId, processId);
  }

  /** Who picks a command is shown its thread. */
  async #showProcesses(): Promise<void> {
    const { parts, pages } = this.#options;
    const held = parts.threads.loaded.length;
    const rows = await parts.threads.processes();
    const items = rows.map(({ command, ...row }) => ({
      label: command ? oneLineLabel(command.line) : "Codex app-server",
      description: measuresOf(row),
      detail: command
        ? this.#titleOf(command.threadId)
        : `Holds ${held} ${held === 1 ? "thread" : "threads"}`,
      threadId: command?.threadId,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: "Codex processes",
      placeHolder: "Select a command to open its thread",
      matchOnDescription: true,
    });
    if (picked?.threadId !== undefined) await pages.show(picked.threadId);
  }

  #itemOf(threadId: string): ThreadItem {
    const { cwd = "" } = this.#options.parts.threads.store.get(threadId) ?? {};
    return { threadId, label: this.#titleOf(threadId), description: oneLineLabel(cwd) };
  }

  #titleOf(threadId: string): string {
    const thread = this.#options.parts.threads.store.get(threadId);
    return oneLineLabel(titleOf(thread?.name ?? null, thread?.preview ?? ""));
  }

  async #run(name: string, run: () => Promise<void>): Promise<void> {
    await run().catch((error: unknown) => this.#failed(name, error));
  }

  #failed(name: string, error: unknown): void {
    const { parts, log } = this.#options;
    log.failed(`command ${name}`, error);
    const detail = error instanceof Error ? error.message : String(error);
    parts.notice("error", failureWords[name] ?? "That did not work.", detail);
  }
}

function measuresOf({ pid, memoryBytes, cpuPercent }: Omit<ProcessRow, "command">): string {
  const parts = [
    pid === null ? null : `process ${pid}`,
    memoryBytes === null ? null : `${Math.round(memoryBytes / 1024 / 1024)} MB`,
    cpuPercent === null ? null : `${Math.round(cpuPercent)} % of a processor`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

const failureWords: Record<string, string> = {
  stop: "The turn could not be stopped. Restart the app-server to end it.",
  showProcesses: "The app-server did not tell of its processes.",
  endCommands: "A command could not be ended. Restart the app-server to end all.",
};
