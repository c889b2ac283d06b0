// Settings that decide what we run are read from the machine's own values alone: never from a workspace, even
// where somebody wrote them there.

import * as vscode from "vscode";

interface Settings {
  "appServer.path": string;
  codexHome: string;
  environment: string[];
}

/** The machine's value of a setting, or undefined. */
export function setting<K extends keyof Settings>(name: K): Settings[K] | undefined {
  return vscode.workspace.getConfiguration("lectern").inspect<Settings[K]>(name)?.globalValue;
}

/** The names of settings that the open workspace tries to set, and that therefore have no effect. */
export function ignoredSettings(): string[] {
  const configuration = vscode.workspace.getConfiguration("lectern");
  const names: (keyof Settings)[] = ["appServer.path", "codexHome", "environment"];
  return names.filter((name) => {
    const found = configuration.inspect(name);
    return found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
  });
}
