// VS Code's own Git extension, where there is one: the way to what a person sees under Source Control, without starting
// a program. Only the part of its interface that is used here.

import * as vscode from "vscode";

export interface Repository {
  readonly rootUri: vscode.Uri;
  /** The box in which a person writes the commit message. */
  readonly inputBox: { value: string };
  readonly state: { readonly HEAD: { readonly name?: string } | undefined };
  getBranches(query: {
    remote: boolean;
    sort: "committerdate";
  }): Promise<{ name?: string; commit?: string }[]>;
  log(options: { maxEntries: number }): Promise<{ hash: string; message: string; authorName?: string }[]>;
  /** Stages these files, deleted ones too; absolute paths. */
  add(paths: string[]): Promise<void>;
  /** Makes a worktree with a new branch beside the repository; resolves with its path. Missing in an older VS Code. */
  createWorktree?(options: { readonly branch: string }): Promise<string>;
}
interface GitApi {
  getRepository(uri: vscode.Uri): Repository | null;
  getRepositoryRoot(uri: vscode.Uri): Promise<vscode.Uri | null>;
  openRepository(root: vscode.Uri): Promise<Repository | null>;
}
interface GitExtension {
  getAPI(version: 1): GitApi;
}

/** The repository that a folder lies in; null where there is none, or Git is switched off or not installed. */
export async function repositoryOf(folder: vscode.Uri): Promise<Repository | null> {
  const git = vscode.extensions.getExtension<GitExtension>("vscode.git");
  if (!git) return null;
  try {
    const api = (await git.activate()).getAPI(1);
    const open = api.getRepository(folder);
    if (open) return open;
    // It may not have looked there yet.
    const root = await api.getRepositoryRoot(folder);
    return root && (await api.openRepository(root));
  } catch {
    return null;
  }
}
