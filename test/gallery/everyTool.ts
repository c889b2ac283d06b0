// Tools, searches, pictures, other agents, dividers and what has no place elsewhere, in every state.

import { agent, cutOff, cwd, other, page, running, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";
import { tinyPicture } from "./itemSamples.ts";

const mcp = {
  appContext: null,
  mcpAppUi: null,
  pluginId: null,
  readOnlyHint: null,
  result: null,
  error: null,
};
const collab = {
  senderThreadId: "t0",
  receiverThreadIds: ["0199-aaaa-bbbb-cccc"],
  prompt: null,
  model: null,
  reasoningEffort: null,
  agentsStates: {},
};
/** One of the two ways to tell a made picture: a union that partial fields cannot name. */
const result = (picture: string): object => ({ result: picture });
const pictureBytes = tinyPicture.split(",")[1] ?? "";

export const toolStates: readonly GalleryState[] = [
  {
    name: "item-tools",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Use tools."),
            other("mcpToolCall", {
              ...mcp,
              server: "linear",
              tool: "list_issues",
              status: "completed",
              readOnlyHint: true,
              arguments: { team: "shop", limit: 2 },
              result: {
                content: [
                  { type: "text", text: "LIN-41 Retry charges twice\nLIN-42 Keys never expire" },
                  { type: "image", data: pictureBytes, mimeType: "image/bmp" },
                ],
                structuredContent: { issues: ["LIN-41", "LIN-42"] },
                _meta: null,
              },
              durationMs: 830,
            }),
            other("mcpToolCall", {
              ...mcp,
              server: "linear",
              tool: "close_issue",
              status: "failed",
              arguments: {},
              error: { message: "Not allowed for this token" },
              durationMs: 310,
            }),
            other("dynamicToolCall", {
              tool: "find_references",
              namespace: "editor",
              status: "completed",
              arguments: { symbol: "pay" },
              contentItems: [{ type: "inputText", text: "src/checkout.ts:50" }],
              success: true,
              durationMs: 120,
            }),
            other("functionCallOutput", { name: "ci_status", namespace: "ci", output: "main is green" }),
            other(
              "mcpToolCall",
              {
                ...mcp,
                server: "db",
                tool: "migrate",
                status: "inProgress",
                arguments: {},
                durationMs: null,
              },
              cutOff,
            ),
            other(
              "mcpToolCall",
              {
                ...mcp,
                server: "db",
                tool: "query",
                status: "inProgress",
                arguments: { sql: "select 1" },
                durationMs: null,
              },
              { ...running, progress: "1,200 of 5,000 rows" },
            ),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/list_issues/, /find_references/, /ci_status/],
  },
  {
    name: "item-agents",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Let others help."),
            other("collabAgentToolCall", {
              ...collab,
              tool: "spawnAgent",
              status: "completed",
              prompt: "Review src/checkout.ts for races. Report only what you can prove.",
              model: "gpt-6.1-mini",
              reasoningEffort: "low",
            }),
            other("subAgentActivity", {
              kind: "started",
              agentThreadId: "t2",
              agentPath: "reviewer",
              model: "gpt-6.1-mini",
              reasoningEffort: "low",
            }),
            other("collabAgentToolCall", {
              ...collab,
              tool: "sendInput",
              status: "failed",
              prompt: "Go on.",
            }),
            other("subAgentActivity", {
              kind: "completed",
              agentThreadId: "t2",
              agentPath: "reviewer",
              model: null,
              reasoningEffort: null,
            }),
            other(
              "collabAgentToolCall",
              {
                ...collab,
                tool: "wait",
                status: "inProgress",
                receiverThreadIds: ["0199-aaaa-bbbb-cccc", "0199-aaaa-bbbb-dddd", "x"],
                agentsStates: {
                  "0199-aaaa-bbbb-cccc": { status: "completed", message: "Found one race in reserve()." },
                  "0199-aaaa-bbbb-dddd": { status: "running", message: null },
                  x: { status: "errored", message: "The model answered with an error." },
                },
              },
              running,
            ),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/Started an agent/, /Waiting for/],
  },
  {
    name: "item-web",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Search."),
            other("webSearch", {
              query: "idempotency keys",
              action: { type: "search", query: null, queries: ["idempotency keys", "exactly once payments"] },
              results: [
                { title: "Idempotent requests", url: "https://docs.example.com/payments/idempotency" },
                { title: "Exactly once?", url: "https://blog.example.org/exactly-once" },
              ],
            }),
            other("webSearch", {
              query: "https://docs.example.com/payments/idempotency",
              action: { type: "openPage", url: "https://docs.example.com/payments/idempotency" },
              results: null,
            }),
            other("webSearch", {
              query: "'24 hours' in https://docs.example.com/payments/idempotency",
              action: {
                type: "findInPage",
                url: "https://docs.example.com/payments/idempotency",
                pattern: "24 hours",
              },
              results: null,
            }),
            other("webSearch", { query: "odd", action: { type: "other" }, results: null }, cutOff),
            other("webSearch", { query: "retry budgets", action: null, results: null }, running),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/exactly once/],
  },
  {
    name: "item-pictures",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            user("Draw."),
            other("imageView", { path: `${cwd}/docs/flow.png` }),
            other("imageView", { path: "/tmp/elsewhere.png" }),
            other("imageGeneration", {
              status: "completed",
              revisedPrompt: "A lectern in a library, flat, two colours",
              failure: null,
              generationId: null,
              savedPath: `${cwd}/docs/lectern.png`,
              ...result(tinyPicture),
            }),
            other("imageGeneration", {
              status: "failed",
              revisedPrompt: null,
              failure: { type: "usageLimitExceeded", limitId: "images", resetsAt: null },
              generationId: null,
              ...result(""),
            }),
            other(
              "imageGeneration",
              {
                status: "in_progress",
                revisedPrompt: null,
                failure: null,
                generationId: null,
                ...result(""),
              },
              running,
            ),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/Made a picture/],
  },
  {
    name: "item-dividers",
    state: page(
      thread([
        turn(
          "turn-1",
          [
            other("contextCompaction", {}),
            other("enteredReviewMode", { review: "uncommitted changes" }),
            other("exitedReviewMode", {
              review:
                "One problem in `reserve()`:\n\n- **P1** two requests may both reserve ([orders.ts](src/orders.ts:12))",
            }),
            other("plan", { text: "1. Reserve the key\n2. Charge\n3. Return the first result" }),
            other("hookPrompt", {
              fragments: [{ text: "Run the linter before you stop.", hookRunId: "h" }],
            }),
            other("sleep", { durationMs: 30_000 }),
            other("sleep", { durationMs: 90_000 }, running),
            other("madeUpLater" as "sleep", { durationMs: 1, words: "from a newer server" } as object),
            agent("The rest of this was", cutOff),
            other("contextCompaction", {}, running),
          ],
          { status: "inProgress", completedAtMs: null },
        ),
      ]),
    ),
    unfold: [/hook wrote/, /Made up later/],
  },
];
