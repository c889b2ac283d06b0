// Messages that wait for the running turn, and what became of those that were sent.

import type { HeldBecause } from "../../extension/shared/messageQueue.ts";
import type { OutgoingMessage } from "../../extension/shared/threadState.ts";
import { agent, host, noon, page, running, text, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const messages = [
  { clientId: "q1", text: "Then run all the tests, and tell me which ones were flaky before this change." },
  { clientId: "q2", text: "Write the changelog line" },
  { clientId: "q3", text: "Open a draft pull request" },
];
const asked = user("Make checkout idempotent.");
const busyTurn = turn("turn-1", [asked, agent("I look at the order table", running)], {
  status: "inProgress",
});
const doneTurn = turn("turn-1", [asked, agent("Done.")]);
const held = (because: HeldBecause) => thread([doneTurn], { messageQueue: { messages, held: because } });
const sent = (change: Partial<OutgoingMessage>): readonly OutgoingMessage[] => [
  {
    clientId: "c",
    input: [text("Use the new table.")],
    sentAtMs: noon,
    steers: null,
    acknowledged: true,
    turnId: null,
    notProcessed: null,
    ...change,
  },
];

export const queueStates: readonly GalleryState[] = [
  { name: "queue-waiting", state: page(thread([busyTurn], { messageQueue: { messages, held: null } })) },
  { name: "queue-held-stopped", state: page(held("interrupted")), focus: /^Move up/ },
  { name: "queue-held-reloaded", state: page(held("reloaded")) },
  { name: "queue-steer-hint", state: page(thread([busyTurn])), draft: "Look at the tests first" },
  {
    name: "queue-queue-hint",
    state: page(thread([busyTurn]), host({ whileBusy: "queue" })),
    draft: "Look at the tests first",
  },
  { name: "message-sent", state: page(thread([doneTurn], { outgoing: sent({}) })) },
  {
    name: "message-not-processed",
    state: page(thread([doneTurn], { outgoing: sent({ notProcessed: "serverGone" }) })),
  },
  {
    name: "message-turn-ended-before",
    state: page(thread([doneTurn], { outgoing: sent({ notProcessed: "turnEnded" }) })),
  },
];
