// What a review found, at its lines: as comments of VS Code and in Problems, until the person dismisses it or the
// thread is reviewed again. "Fix this" writes into the composer; sending is the person's.
// Always: a finding is outside text, shown as plain text, and stands only in a file inside the thread's folder.

import path from "node:path";
import * as vscode from "vscode";
import { resolveInFolder } from "../links/links.ts";
import type { ItemOf } from "../shared/protocol.ts";
import type { ThreadEvent } from "../shared/events.ts";
import { neutraliseToText } from "../shared/neutralise.ts";
import { parseReview, type Finding } from "../shared/reviewResult.ts";
import type { ThreadState } from "../shared/threadState.ts";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import { oneLineLabel } from "./escapeLabel.ts";

interface Shown {
  readonly threadId: string;
  readonly cwd: string;
  readonly finding: Finding;
  readonly comment: vscode.CommentThread;
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

export class ReviewFindings implements vscode.Disposable {
  readonly #pages: ChatPages<ChatPage>;
  readonly #comments = vscode.comments.createCommentController("lectern.findings", "Codex Review");
  readonly #problems = vscode.languages.createDiagnosticCollection("lectern.findings");
  readonly #disposables: readonly vscode.Disposable[];
  #shown: Shown[] = [];

  constructor(pages: ChatPages<ChatPage>) {
    this.#pages = pages;
    const byKey = (key: unknown): Shown | undefined =>
      this.#shown.find(({ comment, diagnostic }) => comment === key || diagnostic === key);
    this.#disposables = [
      this.#comments,
      this.#problems,
      vscode.languages.registerCodeActionsProvider({ scheme: "file" }, this.#actions(), {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.commands.registerCommand("lectern.fixFinding", (key: unknown) => this.#fix(byKey(key))),
      vscode.commands.registerCommand("lectern.dismissFinding", (key: unknown) => this.#dismiss(byKey(key))),
      vscode.commands.registerCommand("lectern.dismissFindings", () => this.#dismissAll(() => true)),
    ];
  }

  /**
   * Shows what a review found in the place of what the thread's last one did. Returns how many name no
   * file inside the folder.
   */
  async show(
    threadId: string,
    cwd: string,
    { review }: Pick<ItemOf<"exitedReviewMode">, "review">,
  ): Promise<{ elsewhere: number }> {
    const { findings } = parseReview(review);
    const files = await Promise.all(findings.map((finding) => resolveInFolder(cwd, finding.path)));
    this.#dismissAll((shown) => shown.threadId === threadId);
    for (const [index, finding] of findings.entries()) {
      const file = files[index];
      if (file !== undefined) this.#shown.push(this.#place(threadId, cwd, finding, vscode.Uri.file(file)));
    }
    this.#tellProblems();
    return { elsewhere: files.filter((file) => file === undefined).length };
  }

  /** A review ended: what it found is at its lines, and nothing is opened. */
  threadEvent(threadId: string, cwd: () => string, event: ThreadEvent): void {
    if (event.method !== "item/completed" || event.params.item.type !== "exitedReviewMode") return;
    void this.show(threadId, cwd(), event.params.item);
  }

  /** The person wants to see them: the first one comes up. */
  async open({ threadId, cwd }: ThreadState, item: ItemOf<"exitedReviewMode">): Promise<void> {
    const { elsewhere } = await this.show(threadId, cwd, item);
    const first = this.#shown.find((shown) => shown.threadId === threadId);
    if (first) {
      first.comment.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
      const { start } = first.diagnostic.range;
      const selection = new vscode.Range(start, start);
      await vscode.window.showTextDocument(first.uri, { preview: true, selection });
    }
    if (elsewhere === 0) return;
    void vscode.window.showInformationMessage(
      "Findings that name no file inside this folder are in the thread only.",
    );
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #place(threadId: string, cwd: string, finding: Finding, uri: vscode.Uri): Shown {
    const { title, body, startLine, endLine, priority } = finding;
    const range = new vscode.Range(startLine - 1, 0, endLine - 1, Number.MAX_SAFE_INTEGER);
    const text = new vscode.MarkdownString().appendText(neutraliseToText(body === "" ? title : body));
    const comment = this.#comments.createCommentThread(uri, range, [
      { body: text, mode: vscode.CommentMode.Preview, author: { name: "Codex" } },
    ]);
    comment.label = oneLineLabel(title);
    comment.canReply = false;
    comment.contextValue = "finding";
    const diagnostic = new vscode.Diagnostic(range, neutraliseToText(title), severityOf(priority));
    diagnostic.source = "Codex Review";
    return { threadId, cwd, finding, comment, uri, diagnostic };
  }

  #fix(shown: Shown | undefined): void {
    if (!shown) return;
    const place = this.#pages.active;
    this.#pages.used(place);
    place.page.reveal({ type: "reveal", what: "composer", words: fixWords(shown) });
    void place.open();
  }

  #dismiss(shown: Shown | undefined): void {
    if (shown) this.#dismissAll((other) => other === shown);
  }

  #dismissAll(which: (shown: Shown) => boolean): void {
    for (const shown of this.#shown) if (which(shown)) shown.comment.dispose();
    this.#shown = this.#shown.filter((shown) => !which(shown));
    this.#tellProblems();
  }

  #tellProblems(): void {
    this.#problems.clear();
    const byFile = Map.groupBy(this.#shown, ({ uri }) => uri.toString());
    for (const shown of byFile.values()) {
      const [first] = shown;
      if (first)
        this.#problems.set(
          first.uri,
          shown.map(({ diagnostic }) => diagnostic),
        );
    }
    void vscode.commands.executeCommand("setContext", "lectern.hasFindings", this.#shown.length > 0);
  }

  #actions(): vscode.CodeActionProvider {
    return {
      provideCodeActions: (document, range) =>
        this.#shown
          .filter(
            ({ uri, diagnostic }) =>
              uri.toString() === document.uri.toString() &&
              diagnostic.range.intersection(range) !== undefined,
          )
          .flatMap(({ diagnostic }) => [
            action("Fix this with Codex", "lectern.fixFinding", diagnostic),
            action("Dismiss this finding", "lectern.dismissFinding", diagnostic),
          ]),
    };
  }
}

function action(title: string, command: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, command, arguments: [diagnostic] };
  made.diagnostics = [diagnostic];
  return made;
}

/** What the person sends, or changes first: all of it stands in the composer. */
function fixWords({ cwd, uri, finding }: Shown): string {
  const { title, body, startLine, endLine } = finding;
  const lines = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`;
  const parts = [
    `Fix this finding of the review: ${title}`,
    `${path.relative(cwd, uri.fsPath)}:${lines}`,
    body,
  ];
  return neutraliseToText(parts.filter((part) => part !== "").join("\n\n"));
}

function severityOf(priority: Finding["priority"]): vscode.DiagnosticSeverity {
  return priority !== null && priority <= 1
    ? vscode.DiagnosticSeverity.Warning
    : vscode.DiagnosticSeverity.Information;
}
