// "Change Permission Mode…": the modes in a list of VS Code's own, for who does not use the page. It only asks.

import * as vscode from "vscode";
import {
  isSamePermissions,
  modeIds,
  modeMeanings,
  permissionsOf,
  permissionsWords,
  reviewerMeaning,
  whyNotAllowed,
  type NotAllowed,
  type Permissions,
} from "../shared/permissions.ts";

type Item = vscode.QuickPickItem & { readonly permissions: Permissions };

/** What the person picked, or undefined. */
export async function pickMode(now: Permissions, notAllowed: NotAllowed): Promise<Permissions | undefined> {
  const all = modeIds.flatMap((mode) =>
    mode === "auto" ? [permissionsOf(mode, false), permissionsOf(mode, true)] : [permissionsOf(mode, false)],
  );
  const pick = await vscode.window.showQuickPick(
    all.map((permissions) => itemFor(permissions, now, notAllowed)),
    { title: "Change permission mode", placeHolder: "What may Codex do in this thread?" },
  );
  return pick?.permissions;
}

function itemFor(permissions: Permissions, now: Permissions, notAllowed: NotAllowed): Item {
  const { mode, autoReview } = permissions;
  const why = whyNotAllowed(permissions, notAllowed);
  const isNow = isSamePermissions(permissions, now);
  return {
    permissions,
    label: permissionsWords(permissions),
    description: why ?? (isNow ? "In force" : ""),
    detail: autoReview ? `As Auto. ${reviewerMeaning}` : modeMeanings[mode],
    ...(why === null ? {} : { iconPath: new vscode.ThemeIcon("circle-slash") }),
    ...(mode === "fullAccess" && why === null ? { iconPath: new vscode.ThemeIcon("warning") } : {}),
  };
}
