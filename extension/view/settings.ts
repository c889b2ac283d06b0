// Settings that decide what we run are read from the machine's own values alone. VS Code drops them from a
// workspace by their scope, and greys them out there; this reads only the machine's value besides.

import * as vscode from "vscode";
import type { WhileBusy } from "../shared/messageQueue.ts";
import type { ModeId } from "../shared/permissions.ts";

interface Settings {
  "appServer.path": string;
  codexHome: string;
  environment: string[];
  defaultMode: ModeId;
  whileBusy: WhileBusy;
  protectEditorFiles: boolean;
  hideEnvFiles: boolean;
  hideLogin: boolean;
}

/** The machine's value of a setting, or undefined. */
export function setting<K extends keyof Settings>(name: K): Settings[K] | undefined {
  return vscode.workspace.getConfiguration("lectern").inspect<Settings[K]>(name)?.globalValue;
}
