// Approval cards of every kind.

import {
  commandApproval,
  cwd,
  entry,
  fileApproval,
  files,
  page,
  running,
  thread,
  turn,
  user,
} from "./builders.ts";
import { checkoutDiff, retryTest } from "./samples.ts";
import type { GalleryState } from "./galleryState.ts";

const asked = files([checkoutDiff, retryTest], "inProgress", running);
export const coverage = commandApproval("a", {
  command: "pnpm test --filter checkout -- --coverage",
  reason: "The coverage tool writes to its own cache folder.",
  availableDecisions: [
    "accept",
    { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["pnpm", "test", "--filter"] } },
    "cancel",
  ],
});

const askedTurn = turn(
  "turn-1",
  [user("Change the checkout."), entry({ ...asked.item, id: "item-1" }, running)],
  { status: "inProgress", completedAtMs: null },
);
const waitingTurn = turn("turn-1", [user("Deploy it.")], { status: "inProgress", completedAtMs: null });

export const cardStates: readonly GalleryState[] = [
  {
    name: "card-files",
    state: page(
      thread([askedTurn], {
        approvals: [fileApproval("f", { type: "fileChange", changes: [checkoutDiff, retryTest] })],
      }),
    ),
  },
  {
    name: "card-files-unknown",
    state: page(thread([askedTurn], { approvals: [fileApproval("f", undefined)] })),
  },
  {
    name: "card-long-command",
    state: page(
      thread([waitingTurn], {
        approvals: [
          commandApproval("l", {
            command: `echo start${" ".repeat(400)}${"\n".repeat(12)}${Array.from({ length: 40 }, (_, index) => `cp build/part-${index}.js dist/part-${index}.js`).join(" && \\\n  ")} && rm -rf ~/.ssh`,
            reason: "Copies the parts.",
            additionalPermissions: {
              fileSystem: { write: [`${cwd}/dist`], read: ["/etc/hosts"], entries: [] },
              network: { enabled: true },
            },
          }),
        ],
      }),
    ),
  },
  {
    name: "card-batch",
    state: page(
      thread([waitingTurn], {
        approvals: [
          coverage,
          {
            ...commandApproval("b", {
              command: "pnpm lint --fix \u202e# src",
              reason: "Puts the style right.",
            }),
            requestId: 2,
            agent: "/root/tester",
          },
          { ...commandApproval("c", { command: "pnpm build && cp -r dist ../site" }), requestId: 3 },
        ],
      }),
    ),
    tick: [/^Show the 2 other commands/],
  },
  {
    name: "card-batch-offered",
    state: page(
      thread([waitingTurn], {
        approvals: [coverage, { ...commandApproval("b", { command: "pnpm lint" }), requestId: 2 }],
      }),
    ),
  },
  {
    name: "card-returned",
    state: page(
      thread([waitingTurn], {
        approvals: [{ ...coverage, agent: "", problem: "Your answer could not be sent to the app-server." }],
      }),
    ),
  },
  {
    name: "card-network",
    state: page(
      thread([waitingTurn], {
        approvals: [
          commandApproval("n", {
            networkApprovalContext: { host: "api.xn--pypal-4ve.example", protocol: "https" },
            reason: "Fetches the exchange rates.",
          } as object),
          coverage,
          { ...coverage, key: "b" },
        ],
      }),
    ),
  },
  {
    name: "card-stdin",
    state: page(
      thread([waitingTurn], {
        approvals: [commandApproval("s", { kind: "writeStdin", command: "yes\n" } as object)],
      }),
    ),
  },
];
