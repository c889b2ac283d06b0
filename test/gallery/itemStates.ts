// Items and notes in every state that they have, and how a turn ends.

import {
  agent,
  command,
  cutOff,
  cwd,
  files,
  noon,
  note,
  other,
  page,
  reasoning,
  running,
  text,
  thread,
  turn,
  update,
  user,
} from "./builders.ts";
import { checkoutDiff, deletedFile, longFile, movedFile } from "./samples.ts";
import type { GalleryState } from "./galleryState.ts";

export const itemStates: readonly GalleryState[] = [
  {
    name: "commands",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Run all kinds of commands."),
            command("pnpm build", { aggregatedOutput: "built in 2.1 s\n" }),
            command(
              "/bin/bash -lc 'pnpm lint && pnpm typecheck --project tsconfig.build.json --pretty false --noEmit'",
              { durationMs: 61_000 },
            ),
            command("curl https://api.example", { status: "declined", exitCode: null, durationMs: null }),
            command("pnpm dev", { status: "inProgress", exitCode: null, durationMs: null }, cutOff),
            command(
              "pnpm test --watch",
              {
                status: "inProgress",
                exitCode: null,
                durationMs: null,
                aggregatedOutput: "RUN v5.1\n ✓ 12 tests\nwaiting for changes\n",
              },
              running,
            ),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/pnpm build/],
  },
  {
    name: "files",
    state: page(
      thread([
        turn("turn-1", [
          user("Change some files."),
          files([checkoutDiff]),
          files([movedFile, deletedFile, longFile]),
          files([checkoutDiff], "declined"),
          files([deletedFile], "failed"),
          files([checkoutDiff], "inProgress", cutOff),
        ]),
      ]),
    ),
    unfold: [/currencies/],
  },
  {
    name: "other-items",
    state: page(
      thread([
        turn("turn-1", [
          user(
            "Use everything.",
            { type: "localImage", path: "/tmp/screen.png" },
            { type: "skill", name: "release", path: "/x" },
          ),
          reasoning("", { completedAtMs: noon + 900 }),
          other("webSearch", {
            query: "idempotency keys",
            action: { type: "search", query: "idempotency keys", queries: null },
            results: null,
          }),
          other("mcpToolCall", {
            server: "linear",
            tool: "create_issue",
            status: "completed",
            arguments: { title: "Retry" },
            result: {
              content: [{ type: "text", text: "LIN-42 created" }],
              structuredContent: null,
              _meta: null,
            },
            error: null,
            durationMs: 830,
          }),
          other("mcpToolCall", {
            server: "linear",
            tool: "close_issue",
            status: "failed",
            arguments: {},
            result: null,
            error: { message: "Not allowed for this token" },
            durationMs: 310,
          }),
          other(
            "dynamicToolCall",
            {
              tool: "find_references",
              namespace: "editor",
              status: "inProgress",
              arguments: {},
              contentItems: null,
              success: null,
              durationMs: null,
            },
            { ...running, startedAtMs: Date.now(), progress: "12 of 40 files" },
          ),
          other("imageView", { path: `${cwd}/docs/flow.png` }),
          other("contextCompaction", {}),
          other("plan", { text: "1. Reserve the key\n2. Charge\n3. Return the first result" }),
          other("subAgentActivity", {
            kind: "started",
            agentThreadId: "t2",
            agentPath: "reviewer",
          } as object),
          agent("I was about to say that the", cutOff),
        ]),
      ]),
    ),
    unfold: [/create_issue/],
  },
  {
    name: "notes",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Make notes."),
            note({
              type: "decision",
              agent: null,
              told: "",
              about: "command",
              asked: "",
              subject: "git status",
              choice: "acceptForSession",
            }),
            note({
              type: "decision",
              agent: null,
              told: "",
              about: "command",
              asked: "",
              subject: "pnpm test --filter checkout",
              choice: "acceptWithRule",
            }),
            note({
              type: "decision",
              agent: null,
              told: "",
              about: "command",
              asked: "",
              subject: "rm -rf node_modules && rm -rf dist && rm -rf .cache/everything",
              choice: "decline",
            }),
            note({
              type: "decision",
              agent: null,
              told: "",
              about: "command",
              asked: "",
              subject: "src/checkout.ts",
              choice: "cancel",
            }),
            note({
              type: "approvalVoid",
              agent: null,
              asked: "Run this command outside the sandbox?",
              subject: "make deploy",
              isCode: true,
              because: "resolved",
            }),
            note({
              type: "approvalVoid",
              agent: null,
              asked: "Let Codex change files?",
              subject: "",
              isCode: true,
              because: "serverGone",
            }),
            note({ type: "rerouted", from: "gpt-6.1-sol", to: "gpt-6.1-mini" }, 0),
            note({ type: "warning", text: "The model’s context is nearly full." }, 0),
            note({ type: "serverGone" }),
          ],
          { status: "interrupted" },
        ),
      ]),
    ),
  },
  {
    name: "turn-failed",
    state: page(
      thread([
        turn("turn-1", [user("Go on."), agent("I will start with")], {
          status: "failed",
          error: {
            message: '{"error":{"message":"Your input exceeds the context window of this model."}}',
            codexErrorInfo: "contextWindowExceeded",
            additionalDetails: null,
            misalignment: null,
          },
        }),
      ]),
    ),
  },
  {
    name: "turn-retrying",
    state: page(
      thread([
        turn("turn-1", [user("Go on."), reasoning("", running)], {
          status: "inProgress",
          retrying: "Reconnecting... 2/5",
          completedAtMs: null,
          startedAtMs: Date.now() - 75_000,
        }),
      ]),
    ),
  },
  {
    name: "hidden-characters",
    state: page(
      thread([
        turn("turn-1", [
          user("Look at p\u0430ypal and \u202egnp.exe"),
          command("echo ok\u200b; rm\u00a0-rf ~ \u001b]0;t\u0007", { exitCode: 0 }),
          agent("Zero\u200bwidth, `code\u202e`, [link](https://p\u0430ypal.example/login)."),
          files([
            update("src/a.ts", "@@ -1,2 +1,2 @@\n if (isAdmin) {\n-  return\n+  return\u2066 /* x \u2069\n"),
          ]),
        ]),
      ]),
    ),
  },
  {
    name: "outgoing",
    state: page(
      thread(
        [
          turn("turn-1", [user("Start."), agent("Working on it", running)], {
            status: "inProgress",
            startedAtMs: Date.now() - 3_000,
            completedAtMs: null,
          }),
        ],
        {
          outgoing: [
            {
              clientId: "c",
              input: [text("Use the new table instead.")],
              sentAtMs: noon,
              steers: "turn-1",
              acknowledged: false,
              turnId: null,
              notProcessed: null,
            },
          ],
        },
      ),
    ),
    draft: "and keep the old one for now",
  },
];
