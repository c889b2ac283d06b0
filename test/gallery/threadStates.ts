// Whole threads: at work and waiting for the person, answered, and a long message.

import {
  agent,
  command,
  cwd,
  files,
  note,
  page,
  reasoning,
  running,
  thread,
  turn,
  update,
  user,
} from "./builders.ts";
import { checkoutDiff, failedOutput, markdownSample, retryTest } from "./samples.ts";
import type { GalleryState } from "./galleryState.ts";
import { coverage } from "./cardStates.ts";

const prompt = user(
  "Payments sometimes run twice when the client retries. Make `POST /checkout` idempotent, with a test.",
  { type: "mention", name: "checkout.ts:40–88", path: `${cwd}/src/checkout.ts` },
);
const plan = [
  { step: "Find where the charge happens", status: "completed" },
  { step: "Store the idempotency key first", status: "inProgress" },
  { step: "Test a retry", status: "pending" },
] as const;

const working = turn(
  "turn-1",
  [
    prompt,
    reasoning(
      "**Looking for the order table**\n\nThe charge happens in `checkout.ts`, before anything is stored.",
    ),
    command("/bin/bash -lc 'rg -n orderId src'", {
      durationMs: 210,
      aggregatedOutput: "src/orders.ts:4: orderId\n",
    }),
    command("pnpm test checkout", {
      status: "failed",
      exitCode: 1,
      durationMs: 4_100,
      aggregatedOutput: failedOutput,
    }),
    agent(
      "The charge runs before the order row exists, so a retry finds nothing to stop it. I’ll store the key first and let the second request return the first result.",
    ),
    files([checkoutDiff, retryTest]),
  ],
  { status: "inProgress", plan: [...plan], completedAtMs: null },
);

export const threadStates: readonly GalleryState[] = [
  { name: "thread-waiting", state: page(thread([working], { approvals: [coverage] })) },
  {
    name: "thread-answered",
    state: page(
      thread([
        turn("turn-1", [
          user("Now run everything."),
          note({
            type: "decision",
            agent: null,
            told: "",
            about: "command",
            asked: "Run this command outside the sandbox?",
            subject: "pnpm test",
            choice: "accept",
          }),
          command("pnpm test"),
          agent(
            "All 212 tests pass. A retried checkout now returns the first result; the key is kept for 24 hours.\n\nChanged: [checkout.ts](src/checkout.ts), [orders.ts](src/orders.ts), [checkout.retry.test.ts](test/checkout.retry.test.ts)",
          ),
        ]),
        turn(
          "turn-2",
          [
            user("And write the changelog line."),
            files(
              [
                update(
                  "CHANGELOG.md",
                  "@@ -1,2 +1,3 @@\n # Changelog\n+- Retried checkouts charge once\n \n",
                ),
              ],
              "inProgress",
              running,
            ),
          ],
          {
            status: "inProgress",
            completedAtMs: null,
          },
        ),
      ]),
    ),
    draft: "Also mention the 24 hours",
  },
  {
    name: "markdown",
    state: page(thread([turn("turn-1", [user("Explain what you found."), agent(markdownSample)])])),
  },
];
