// What is said when something could not be done to a thread: fixed words for what the server is known to refuse, with
// one next step; its own words stay in the log, for a notification would turn links in them into commands.

import * as vscode from "vscode";
import { FolderProblem } from "../policy/folder.ts";
import { refusalOf } from "../threadList/refusal.ts";

/** Says what a refusal means; false when it is none that is known. */
export async function tellRefusal(error: unknown): Promise<boolean> {
  if (error instanceof FolderProblem) {
    await vscode.window.showWarningMessage(
      "The folder of this thread is gone. Bring it back to go on there.",
    );
    return true;
  }
  switch (refusalOf(error)) {
    case "heldElsewhere":
      await vscode.window.showWarningMessage(
        "Another window or a terminal has this thread open. Close it there, or fork the thread and go on in the fork.",
      );
      return true;
    case "hasForks":
      await vscode.window.showWarningMessage(
        "Forks of this thread keep its history. It cannot be deleted while they exist: archive it, or delete its forks first.",
      );
      return true;
    case "gone":
      await vscode.window.showWarningMessage(
        "There is no such thread any more. Refresh the list of threads.",
      );
      return true;
    case "other":
      return false;
  }
}

/** Says that it did not work; true when the person wants to see the log. */
export async function tellFailure(): Promise<boolean> {
  return (
    (await vscode.window.showErrorMessage("That did not work with this thread.", "Show Log")) !== undefined
  );
}
