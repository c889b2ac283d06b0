// An approval that nobody sees: the badge on the view, and one notification while the view is hidden. Its text is
// fixed, and its button only brings the card up: the gesture that answers is on the card.

import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import type { ChatView } from "./chatView.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

export function watchApprovals(host: HostParts, view: ChatView, page: ChatPage, log: Log): vscode.Disposable {
  let known = 0;
  let isTold = false;
  const tell = async (): Promise<void> => {
    isTold = true;
    const show = "Show";
    const answer = await vscode.window.showInformationMessage("Codex is waiting for your answer.", show);
    isTold = false;
    if (answer !== show) return;
    await view.open();
    page.reveal("approval");
  };
  return host.onApprovals((count) => {
    view.badge(count);
    const isNew = count > known;
    known = count;
    if (!isNew || isTold || view.isVisible) return;
    tell().catch((error: unknown) => log.failed("telling of an approval", error));
  });
}
