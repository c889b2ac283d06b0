// Opens one changed file, done or asked for, in VS Code's own diff editor. The sides are virtual documents: the working
// file is never the right side, because the diff shows what this change did, not what came after.

import { readFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { diffWithoutMove, sidesOf } from "../changes/sides.ts";
import type { FileUpdateChange } from "../shared/protocol.ts";
import type { VirtualDocuments } from "./virtualDocuments.ts";

/** Larger files are shown as the patch alone. */
const maxBytes = 20 * 1024 * 1024;

/** Opens a change that is `applied` already, or not yet; `shown` is told which document shows what it becomes. */
export async function openChange(
  documents: VirtualDocuments,
  change: FileUpdateChange,
  applied: boolean,
  shown: (uri: vscode.Uri) => void,
): Promise<void> {
  const sides = sidesOf(change, await textOnDisk(change, applied), applied);
  const name = path.basename(change.path);
  if (!sides) {
    shown(await documents.open(`${name}.patch`, diffWithoutMove(change)));
    return;
  }
  const left = documents.add(name, sides.before);
  const right = documents.add(name, sides.after);
  const title = `${name} (${applied ? "changed by Codex" : "proposed by Codex"})`;
  await vscode.commands.executeCommand("vscode.diff", left, right, title, { preview: true });
  shown(right);
}

async function textOnDisk(change: FileUpdateChange, applied: boolean): Promise<string | undefined> {
  const moved = change.kind.type === "update" ? change.kind.move_path : null;
  const file = applied && moved !== null ? moved : change.path;
  if (!path.isAbsolute(file)) return undefined;
  try {
    const bytes = await readFile(file);
    return bytes.length > maxBytes ? undefined : bytes.toString("utf8");
  } catch {
    return undefined;
  }
}
