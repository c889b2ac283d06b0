// Runs inside an extension host: activates Lectern between two empty extensions, one after the other, and writes how
// long each took to the file that LECTERN_BENCH_REPORT names. It judges nothing.

import { rename, writeFile } from "node:fs/promises";
import * as vscode from "vscode";

async function activationMs(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`VS Code does not know the extension ${id}.`);
  if (extension.isActive) throw new Error(`${id} was active before it was measured.`);
  const start = performance.now();
  await extension.activate();
  return performance.now() - start;
}

async function measure(): Promise<object> {
  // The first activation of a host pays for what all later ones share.
  await activationMs("lectern.bench-warm");
  const emptyBefore = await activationMs("lectern.bench-before");
  const lectern = await activationMs("lectern.lectern");
  const emptyAfter = await activationMs("lectern.bench-after");
  return { emptyBefore, lectern, emptyAfter };
}

/** Called by VS Code once its extension host is up. */
export async function run(): Promise<void> {
  const path = process.env["LECTERN_BENCH_REPORT"] ?? "";
  const told = await measure().catch((error: unknown) => ({ error: String(error) }));
  await writeFile(`${path}.part`, JSON.stringify(told));
  await rename(`${path}.part`, path);
}
