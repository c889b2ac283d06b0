// The mode chip and its menu in each state.

import { allAllowed } from "../../extension/shared/permissions.ts";
import type { PermissionsInForce } from "../../extension/shared/permissions.ts";
import {
  add,
  agent,
  entry,
  fileApproval,
  files,
  host,
  page,
  running,
  thread,
  turn,
  user,
} from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const menu = [/^Permission mode/];
const talk = [turn("turn-1", [user("Is the checkout safe to retry?"), agent("Not yet: it charges twice.")])];
const busy = [turn("turn-1", [user("Make the checkout safe to retry.")], { status: "inProgress" })];

function under(change: Partial<PermissionsInForce>): { permissions: PermissionsInForce } {
  return {
    permissions: { mode: "ask", autoReview: false, origin: "default", afterTurnId: null, ...change },
  };
}

const managed = host({
  mode: "readOnly",
  modeOrigin: "organisation",
  notAllowed: { ...allAllowed, modes: ["ask", "auto", "fullAccess"], autoReview: true },
});

const sensitive = [add(".VSCode/tasks.json", "{}\n"), add("shop.code-workspace", '{ "folders": [] }\n')];
const asked = files(sensitive.slice(0, 1), "inProgress", running);

export const modeStates: readonly GalleryState[] = [
  { name: "mode-new", state: page(null), unfold: menu },
  { name: "mode-ask", state: page(thread(talk, under({}))), unfold: menu },
  {
    name: "mode-auto-reviewed",
    state: page(thread(talk, under({ mode: "auto", autoReview: true, origin: "thread" }))),
    unfold: menu,
  },
  {
    name: "mode-full-access",
    state: page(thread(talk, under({ mode: "fullAccess", origin: "thread" }))),
    unfold: menu,
  },
  { name: "mode-full-access-closed", state: page(thread(talk, under({ mode: "fullAccess" }))) },
  { name: "mode-read-only", state: page(thread(talk, under({ mode: "readOnly" }))) },
  {
    name: "mode-not-allowed",
    state: page(thread(talk, under({ mode: "readOnly", origin: "organisation" })), managed),
    unfold: menu,
  },
  {
    name: "mode-not-confirmed-folder",
    state: page(null, host({ mode: "auto", modeOrigin: "confirmation" })),
    unfold: menu,
  },
  {
    name: "mode-switching",
    state: page(thread(talk, { ...under({}), switchingTo: { mode: "auto", autoReview: true } })),
  },
  {
    name: "mode-next-turn",
    state: page(
      thread(busy, under({ mode: "auto", autoReview: true, origin: "thread", afterTurnId: "turn-1" })),
    ),
  },
  {
    name: "mode-unknown",
    state: page(
      thread(talk, {
        permissions: null,
        blocked:
          "The app-server did not take over what this thread may do (permission profile :workspace instead of lectern-ask). Nothing can be sent in it.",
      }),
    ),
    unfold: menu,
  },
  {
    name: "sensitive-files",
    state: page(
      thread([turn("turn-1", [user("Set the editor up."), files(sensitive)])], under({ mode: "auto" })),
    ),
  },
  {
    name: "sensitive-asked",
    state: page(
      thread(
        [
          turn("turn-1", [user("Set it up."), entry({ ...asked.item, id: "item-1" }, running)], {
            status: "inProgress",
            completedAtMs: null,
          }),
        ],
        { approvals: [fileApproval("f", { type: "fileChange", changes: sensitive.slice(0, 1) })] },
      ),
    ),
  },
];
