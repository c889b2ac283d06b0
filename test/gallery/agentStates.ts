// The thread of an agent, as it works, waits, is done, or could not be read; and the ways that lead to it.

import {
  agent,
  agentPage,
  command,
  commandApproval,
  noon,
  other,
  page,
  running,
  text,
  thread,
  turn,
  user,
} from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const agentId = "01a2102c-afc6-7eb2-a0ad-5113a949e13f";
const waiting = command(
  "pnpm test --filter checkout",
  { id: "asked", status: "inProgress", exitCode: null, durationMs: null },
  running,
);
const atWork = turn("turn-a", [user("Count the tests that touch checkout."), waiting], {
  status: "inProgress",
  completedAtMs: null,
});

export const agentStates: readonly GalleryState[] = [
  {
    name: "agent-items",
    state: page(
      thread([
        turn("turn-1", [
          user("Let others look too.", { type: "localImage", path: "/tmp/screen.png" }),
          other("subAgentActivity", {
            kind: "started",
            agentThreadId: agentId,
            agentPath: "/root/counter",
            model: "gpt-6.1-sol",
            reasoningEffort: "low",
          } as object),
          other("collabAgentToolCall", {
            tool: "spawnAgent",
            status: "completed",
            senderThreadId: "thread-1",
            receiverThreadIds: [agentId],
            prompt: "Count the tests that touch checkout, and say which of them are slow.",
            model: "gpt-6.1-mini",
            reasoningEffort: "medium",
            agentsStates: { [agentId]: { status: "running", message: null } },
          }),
          other("collabAgentToolCall", {
            tool: "wait",
            status: "completed",
            senderThreadId: "thread-1",
            receiverThreadIds: [agentId, "01a2102c-b7ad-7ac2-8964-5ed5f30b5c31"],
            prompt: null,
            model: null,
            reasoningEffort: null,
            agentsStates: {
              [agentId]: { status: "completed", message: "Twelve tests, two of them slow." },
              "01a2102c-b7ad-7ac2-8964-5ed5f30b5c31": { status: "errored", message: null },
            },
          }),
          agent("Twelve tests touch checkout."),
        ]),
      ]),
    ),
    unfold: [/Waited for 2 agents/],
  },
  {
    name: "agent-waiting",
    state: agentPage(thread([atWork]), {
      runningTurnId: "turn-1",
      approvals: [
        {
          ...commandApproval("a", { itemId: "asked", command: "pnpm test --filter checkout" }),
          threadId: "agent-1",
        },
      ],
      othersWaiting: 1,
    }),
  },
  {
    name: "agent-done",
    state: agentPage(
      thread([
        turn("turn-a", [
          user("Count the tests that touch checkout."),
          command("rg -l checkout test", { durationMs: 90 }),
          agent("Twelve tests, two of them slow."),
        ]),
      ]),
    ),
  },
  {
    name: "agent-unread",
    state: agentPage(
      thread([], {
        agent: { parentThreadId: "thread-1", name: "", unread: "no rollout found for thread id" },
        tokenUsage: null,
      }),
    ),
  },
  {
    name: "outgoing-picture",
    state: page(
      thread([turn("turn-1", [user("Start."), agent("Done.")])], {
        outgoing: [
          {
            clientId: "c",
            input: [text("Like this picture."), { type: "localImage", path: "/tmp/screen.png" }],
            sentAtMs: noon,
            steers: null,
            acknowledged: false,
            turnId: null,
            notProcessed: null,
          },
        ],
      }),
    ),
  },
];
