// What outlives its turn, its server or its window: what the server forgot, commands that run on, a thread that is open
// elsewhere, and the folder of a new thread where there are several.

import type { Forgotten } from "../../extension/shared/threadState.ts";
import { command } from "../samples/events.ts";
import { agent, entry, host, noon, page, running, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const asked = user("Make checkout idempotent.");
const doneTurn = turn("turn-1", [asked, agent("Done.")]);
const busyTurn = turn("turn-1", [asked, agent("I look at the order table", running)], {
  status: "inProgress",
});

const outcomes: readonly Forgotten[] = ["ended", "notRun", "denied", "cutOff", "unknown"];
const forgotten = outcomes.flatMap((outcome, index) => [
  entry(command(`c${index}`, `npm run migrate -- --step ${index + 1}`), { phase: "cutOff" }),
  { kind: "note", id: `n${index}`, atMs: noon, note: { type: "forgotten", outcome } } as const,
]);

const commands = [
  { itemId: "a", processId: "1", command: "npm run dev -- --port 4100" },
  {
    itemId: "b",
    processId: "2",
    command: "docker compose up --build --force-recreate payments orders inventory",
  },
];
const folders = [
  { name: "shop (work)", path: "/work/shop" },
  { name: "shop (old)", path: "/old/shop" },
  { name: "api", path: "/work/api" },
];

export const keptStates: readonly GalleryState[] = [
  {
    name: "forgotten",
    state: page(thread([turn("turn-1", [asked, ...forgotten], { status: "interrupted" })])),
  },
  { name: "commands-run-on", state: page(thread([doneTurn], { commands })) },
  { name: "commands-run-on-list", state: page(thread([doneTurn], { commands })), unfold: [/^Show$/] },
  {
    name: "elsewhere",
    state: page(thread([busyTurn], { elsewhere: { waits: false, isFree: false } })),
    draft: "And then",
  },
  {
    name: "elsewhere-free",
    state: page(thread([doneTurn], { elsewhere: { waits: false, isFree: true } })),
    draft: "And then",
  },
  { name: "elsewhere-waits", state: page(thread([doneTurn], { elsewhere: { waits: true, isFree: false } })) },
  { name: "folder-of-several", state: page(null, host({ folder: folders[0] ?? null, folders })) },
];
