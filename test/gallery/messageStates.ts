// What one can do with a message of one's own, and where it has to say no.

import { agent, cutOff, page, running, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const asked = user("Payments sometimes run twice when the client retries. Make checkout idempotent.");
const answered = agent("A retried checkout now returns the first result; the key is kept for 24 hours.");
const done = thread([turn("turn-1", [asked, answered])], { historyMode: "paginated" });
const busy = thread(
  [turn("turn-1", [asked, agent("I look at the order table", running)], { status: "inProgress" })],
  { historyMode: "paginated" },
);
const steered = thread([
  turn("turn-1", [asked, agent("I start with", cutOff), user("Look at the tests first."), answered]),
]);

export const messageStates: readonly GalleryState[] = [
  { name: "message-hover", state: page(done), pointAt: /^Message actions/ },
  { name: "message-menu", state: page(done), press: ["Message actions"] },
  {
    name: "message-menu-legacy",
    state: page({ ...done, historyMode: "legacy" }),
    press: ["Message actions"],
  },
  { name: "message-menu-first-running", state: page(busy), press: ["Message actions"] },
  { name: "message-edit", state: page(done), press: ["Message actions", "Edit and resend"], draft: "Later" },
  { name: "message-edit-running", state: page(busy), press: ["Message actions", "Edit and resend"] },
  { name: "message-steered", state: page(steered) },
];
