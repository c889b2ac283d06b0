// The checks that only the inside of an extension host can make: Lectern activates, and what package.json
// contributes is there. It is run by @vscode/test-electron and by the VS Code in the browser alike, so it uses no
// test runner: it writes its report to the file that LECTERN_SUITE_REPORT names and fails when a check failed.

import { strict as assert } from "node:assert";
import { rename, writeFile } from "node:fs/promises";
import * as vscode from "vscode";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

function lectern(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension("lectern.lectern");
  assert.ok(extension, "VS Code does not know the extension lectern.lectern");
  return extension;
}

function contributions(): Manifest["contributes"] {
  return (lectern().packageJSON as Manifest).contributes;
}

const checks: Record<string, () => Promise<void> | void> = {
  "the extension activates": async () => {
    await lectern().activate();
    assert.equal(lectern().isActive, true);
  },

  "every contributed command is registered": async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributions().commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  },

  "every contributed view can be shown": async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { id } of Object.values(contributions().views).flat()) {
      assert.ok(registered.has(`${id}.focus`), `there is no view ${id}`);
      await vscode.commands.executeCommand(`${id}.focus`);
    }
  },

  "every contributed setting has its default": () => {
    for (const [key, { default: expected }] of Object.entries(contributions().configuration.properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().get(key), expected, key);
    }
  },
};

/** Called by VS Code once its extension host is up. Rejects when a check failed. */
export async function run(): Promise<void> {
  const passed: string[] = [];
  const failed: { name: string; error: string }[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      passed.push(name);
    } catch (error) {
      failed.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  await report({ passed, failed });
  if (failed.length > 0) throw new Error(`${failed.length} checks failed inside the extension host.`);
}

async function report(found: object): Promise<void> {
  const path = process.env["LECTERN_SUITE_REPORT"];
  assert.ok(path, "LECTERN_SUITE_REPORT names no file to report to");
  await writeFile(`${path}.part`, JSON.stringify(found));
  await rename(`${path}.part`, path);
}
