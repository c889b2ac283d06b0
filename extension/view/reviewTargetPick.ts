// Asks what Codex is to review. Branches and commits come from VS Code's own Git extension, where there is one: no
// program is started for them here.

import * as vscode from "vscode";
import type { v2 } from "../shared/protocol.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import { repositoryOf, type Repository } from "./gitExtension.ts";

const commitsOffered = 100;

/** undefined: the person chose nothing. */
export async function pickReviewTarget(folder: vscode.Uri): Promise<v2.ReviewTarget | undefined> {
  const repository = await repositoryOf(folder);
  const offered = [
    {
      label: "$(diff) Uncommitted Changes",
      detail: "Staged, unstaged and new files",
      pick: async () => ({ type: "uncommittedChanges" as const }),
      needsGit: true,
    },
    {
      label: "$(git-branch) Changes Against a Branch…",
      detail: "What a pull request would show",
      pick: async () => repository && pickBranch(repository),
      needsGit: true,
    },
    {
      label: "$(git-commit) A Commit…",
      detail: "What one commit changed",
      pick: async () => repository && pickCommit(repository),
      needsGit: true,
    },
    {
      label: "$(edit) In Your Own Words…",
      detail: "Say what to look at, and for what",
      pick: askWords,
      needsGit: false,
    },
  ].filter(({ needsGit }) => !needsGit || repository !== null);
  const chosen = await vscode.window.showQuickPick(offered, { title: "Review with Codex" });
  return (await chosen?.pick()) ?? undefined;
}

async function pickBranch(repository: Repository): Promise<v2.ReviewTarget | undefined> {
  const current = repository.state.HEAD?.name;
  const branches = (await repository.getBranches({ remote: false, sort: "committerdate" }))
    .flatMap(({ name, commit = "" }) => (name === undefined || name === current ? [] : [{ name, commit }]))
    .map(({ name, commit }) => ({ label: oneLineLabel(name), description: commit.slice(0, 8), name }));
  if (branches.length === 0) {
    void vscode.window.showInformationMessage("There is no other branch to compare with.");
    return undefined;
  }
  const title = current === undefined ? "Review changes against" : `Review ${oneLineLabel(current)} against`;
  const chosen = await vscode.window.showQuickPick(branches, { title });
  return chosen && { type: "baseBranch", branch: chosen.name };
}

async function pickCommit(repository: Repository): Promise<v2.ReviewTarget | undefined> {
  const commits = (await repository.log({ maxEntries: commitsOffered })).map((commit) => {
    const subject = commit.message.split("\n", 1)[0] ?? "";
    const { hash, authorName = "" } = commit;
    return {
      label: oneLineLabel(subject),
      description: `${hash.slice(0, 8)} ${oneLineLabel(authorName)}`,
      sha: hash,
      subject,
    };
  });
  const chosen = await vscode.window.showQuickPick(commits, {
    title: "Review a commit",
    matchOnDescription: true,
  });
  return chosen && { type: "commit", sha: chosen.sha, title: chosen.subject };
}

async function askWords(): Promise<v2.ReviewTarget | undefined> {
  const instructions = await vscode.window.showInputBox({
    title: "Review with Codex",
    prompt: "What is to be reviewed, and for what?",
    placeHolder: "Look at src/checkout.ts for race conditions",
    ignoreFocusOut: true,
  });
  return instructions === undefined || instructions.trim() === ""
    ? undefined
    : { type: "custom", instructions: instructions.toWellFormed() };
}
