// One inbox over all threads: what waits for the person, and which turns ended while they were elsewhere. It
// tells by the badge, the status bar and notifications of fixed words, and brings the live card up; it may pick a
// choice there. The gesture that submits is on the card: nothing here answers.

import * as vscode from "vscode";
import type { TurnStatus } from "../shared/protocol.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import type { ChatView } from "./chatView.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

/** What each notification offers. */
const show = "Show";

export interface InboxOptions {
  readonly parts: HostParts;
  readonly view: ChatView;
  readonly pages: ChatPages<ChatPage>;
  readonly log: Log;
}

export class Inbox implements vscode.Disposable {
  readonly #options: InboxOptions;
  readonly #status: vscode.StatusBarItem;
  readonly #disposables: vscode.Disposable[];
  /** Keys of approvals that were told of, so that each is told once. */
  #known = new Set<string>();
  #isTelling = false;
  /** The card that was brought up last: the next call goes on from there. */
  #shown: string | undefined;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#status = vscode.window.createStatusBarItem("lectern.approvals", vscode.StatusBarAlignment.Left, 50);
    this.#status.name = "Codex approvals";
    this.#status.command = "lectern.showNextApproval";
    this.#status.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
    this.#disposables = [
      this.#status,
      options.parts.onApprovals(() => this.#changed()),
      options.parts.onTurnEnded(({ threadId, status }) => this.#turnEnded(threadId, status)),
    ];
  }

  /**
   * Brings the next open approval up, and picks its allowing or its denying choice when asked to. Does nothing
   * when none is open.
   */
  async showNext(pick: "allow" | "deny" | null): Promise<void> {
    const { parts, pages } = this.#options;
    const { open } = parts.threads.pending;
    // A pick is for the card that is in view; without one, each call goes one further.
    const at = open.findIndex(({ approval }) => approval.key === this.#shown);
    const next = open[pick === null ? (at + 1) % open.length : Math.max(at, 0)];
    if (!next) return;
    this.#shown = next.approval.key;
    await pages.revealApproval(next.threadId, next.approval.key, pick);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #changed(): void {
    const { parts, view, pages } = this.#options;
    const { open } = parts.threads.pending;
    const words = open.length === 1 ? "1 approval" : `${open.length} approvals`;
    view.badge(open.length);
    this.#status.text = `$(bell-dot) ${words}`;
    this.#status.tooltip = "Codex waits for your answer. Select to show the next approval.";
    this.#status.accessibilityInformation = { label: `Codex waits for your answer: ${words}` };
    if (open.length === 0) this.#status.hide();
    else this.#status.show();
    void vscode.commands.executeCommand("setContext", "lectern.approvalsWait", open.length > 0);
    const isUnseen = open.some(
      ({ threadId, approval }) => !this.#known.has(approval.key) && !pages.isWatched(threadId),
    );
    this.#known = new Set(open.map(({ approval }) => approval.key));
    if (!isUnseen) return;
    this.#tell(
      () => vscode.window.showInformationMessage("Codex is waiting for your answer.", show),
      () => this.showNext(null),
    );
  }

  #turnEnded(threadId: string, status: TurnStatus): void {
    const isWanted = vscode.workspace.getConfiguration("lectern").get("notifyWhenTurnEnds", true);
    const { parts, pages } = this.#options;
    if (!isWanted || pages.isWatched(threadId) || status === "interrupted") return;
    const say =
      status === "failed"
        ? () => vscode.window.showInformationMessage("Codex could not finish its turn.", show)
        : () => vscode.window.showInformationMessage("Codex finished its turn.", show);
    this.#tell(say, async () => {
      // Nobody looked at it: it may have been let go of since.
      await parts.ready();
      await parts.threads.open(threadId);
      await pages.show(threadId);
    });
  }

  /** One notification at a time: what else happens meanwhile is in the status bar and on the badge. */
  #tell(say: () => Thenable<string | undefined>, act: () => Promise<void>): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const tell = async (): Promise<void> => {
      try {
        if ((await say()) === show) await act();
      } finally {
        this.#isTelling = false;
      }
    };
    tell().catch((error: unknown) => this.#options.log.failed("telling the person", error));
  }
}
