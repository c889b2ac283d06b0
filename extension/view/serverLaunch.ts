// With what the app-server is started: the checked program, its environment, and an empty folder to run in.

import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type * as vscode from "vscode";
import { resolveBinary } from "../codex/binary.ts";
import { createDefaultHome, serverEnvironment } from "../codex/environment.ts";
import type { Launch } from "../codex/supervisor.ts";
import { pinnedVersion } from "../shared/protocol.ts";
import { knownServerRequests } from "../shared/routes.ts";
import { setting } from "./settings.ts";

/** Makes what it needs on the disk. Rejects with BinaryProblem, or as the disk does. */
export async function makeLaunch(
  context: vscode.ExtensionContext,
  { codexHome, isDemo }: { readonly codexHome: string; readonly isDemo: boolean },
): Promise<Launch> {
  const cwd = path.join(context.globalStorageUri.fsPath, "server");
  await mkdir(cwd, { recursive: true, mode: 0o700 });
  if (!isDemo) await createDefaultHome(codexHome, homedir());
  const binary = await resolveBinary({
    settingPath: setting("appServer.path"),
    binRoot: path.join(context.extensionPath, "bin"),
    platform: process.platform,
    arch: process.arch,
  });
  const version: unknown = context.extension.packageJSON.version;
  return {
    binary,
    config: [],
    environment: serverEnvironment(process.env, { codexHome, extra: setting("environment") ?? [] }),
    cwd,
    clientVersion: typeof version === "string" ? version : "0",
    pinnedVersion,
    knownRequests: knownServerRequests,
  };
}
