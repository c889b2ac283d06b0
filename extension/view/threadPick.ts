// "Open Earlier Thread…": a list of this folder's threads. Outside text in it is escaped, for labels of a quick
// pick turn `$(name)` into icons.

import * as vscode from "vscode";
import { resolveFolder } from "../policy/folder.ts";
import { neutraliseToText } from "../shared/neutralise.ts";
import type { Thread } from "../shared/protocol.ts";
import type { HostParts } from "./hostParts.ts";

/** The id of the thread that the person picked, or undefined. */
export async function pickThread(parts: HostParts): Promise<string | undefined> {
  const folder = parts.state.folder?.path;
  const pick = await vscode.window.showQuickPick(listThreads(parts, folder), {
    title: "Open an earlier thread of this folder",
    placeHolder: "Search by first prompt",
    matchOnDescription: true,
  });
  return pick?.threadId;
}

async function listThreads(
  parts: HostParts,
  folder: string | undefined,
): Promise<(vscode.QuickPickItem & { threadId: string })[]> {
  const connection = await parts.ready();
  // Threads are kept under the real path of their folder.
  const cwd = folder === undefined ? undefined : (await resolveFolder(folder)).cwd;
  const answer = await connection.call("thread/list", {
    limit: 100,
    useStateDbOnly: true,
    sortKey: "updated_at",
    modelProviders: [],
    ...(cwd === undefined ? {} : { cwd }),
  });
  return answer.data.map((thread) => ({
    threadId: thread.id,
    label: escapeLabel(titleOf(thread)),
    description: new Date(thread.updatedAt * 1000).toLocaleString(),
  }));
}

function titleOf(thread: Thread): string {
  const text = (thread.name ?? thread.preview).trim().split("\n")[0] ?? "";
  return text === "" ? "(no prompt yet)" : text.slice(0, 120);
}

/** Outside text as a label: hidden characters visible, no icons. */
export function escapeLabel(text: string): string {
  return neutraliseToText(text).replaceAll("$(", "$\u200b(");
}
