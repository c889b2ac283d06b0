// Approval cards that ask for more than yes or no, some of them filled in.

import {
  emptyForm,
  form,
  manyOptions,
  networkRule,
  oneQuestion,
  permissions,
  questions,
  ruled,
  scriptRule,
  threeQuestions,
  tool,
  typedInput,
  unknown,
  webPage,
} from "./askSamples.ts";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { AskKind } from "../../extension/shared/threadState.ts";
import { add, commandApproval, fileApproval, note, page, thread, turn, user } from "./builders.ts";
import type { GalleryState } from "./galleryState.ts";

const waitingTurn = turn("turn-1", [user("Go on.")], { status: "inProgress", completedAtMs: null });

const card = (name: string, ...approvals: Approval[]): GalleryState => ({
  name: `card-${name}`,
  state: page(thread([waitingTurn], { approvals })),
});

const decision = (about: AskKind, choice: ChoiceId, subject: string, told = ""): ReturnType<typeof note> =>
  note({ type: "decision", asked: "", about, choice, subject, told, agent: null });

const decisions = [
  user("Tell what I decided."),
  decision("questions", "accept", "Where should idempotency keys be kept?", "Redis with a TTL, 24 hours"),
  decision("questions", "decline", "Which endpoints?"),
  decision("permissions", "acceptForSession", "write /var/tmp, network access", "write /var/tmp"),
  decision("permissions", "decline", "write /var/tmp, network access"),
  decision("mcpForm", "accept", "tracker: Please describe the issue.", "Title, Reporter, Labels"),
  decision("mcpForm", "cancel", "tracker: Please describe the issue."),
  decision("mcpUrl", "accept", "tracker: https://login.tracker.example/oauth"),
  decision(
    "mcpTool",
    "acceptWithRule",
    "tracker/create_issue",
    'mcp_servers.tracker.tools.create_issue.approval_mode = "approve"',
  ),
  decision(
    "command",
    "acceptWithRule",
    "pnpm test --coverage",
    'prefix_rule(pattern=["pnpm", "test"], decision="allow")',
  ),
  decision(
    "network",
    "declineWithRule",
    "https://pay.example",
    'network_rule(host="pay.example", protocol="https", decision="deny")',
  ),
];

const sixtyFiles = Array.from({ length: 60 }, (_, index) =>
  add(`src/part-${index}.ts`, `export const part = ${index};\n`),
);
const long = `printf '%s' '${"0123456789abcdef".repeat(250)}' && \u05d0\u05d1\u05d2 \u202egnp.exe \u200b; rm -rf ~/.cache`;

export const askStates: readonly GalleryState[] = [
  { name: "card-decisions", state: page(thread([turn("turn-1", decisions)])) },
  card("permissions", permissions()),
  { ...card("permissions-some", permissions()), tick: [/^write \/var/, /^network/] },
  card("question", oneQuestion(), permissions(), ruled()),
  { ...card("question-picked", oneQuestion()), tick: [/^Redis/] },
  card("questions", threeQuestions()),
  card("question-text", questions("qt", [{ question: "What should the changelog say?" }])),
  card("question-options", manyOptions()),
  card("form", form()),
  {
    ...card("form-errors", form()),
    tick: [/^Send what/],
    type: [
      [/^Title/, "ab"],
      [/^How many/, "99"],
    ],
  },
  card("form-empty", emptyForm()),
  card(
    "url",
    webPage("https://login.xn--trcker-3ya.example:8443/oauth?state=abc&redirect=https://codex.example"),
  ),
  card("url-refused", webPage("http://login.tracker.example/")),
  card("tool", tool()),
  { ...card("tool-rule", tool("t", { tool_params: {} })), tick: [/^Allow, and never/] },
  card("unknown", unknown()),
  card("rule", ruled()),
  {
    ...card("rule-shorter", ruled()),
    tick: [/^Allow, and don’t ask again for commands/],
    press: ["Shorter", "Shorter"],
  },
  { ...card("rule-script", scriptRule()), tick: [/^Allow, and don’t ask again for commands/] },
  { ...card("network-rule", networkRule()), tick: [/^Allow, and save/] },
  card("stdin-program", typedInput()),
  card("agent", {
    ...commandApproval("ag", { kind: "humanCommand", command: "make deploy" } as object),
    agent: "reviewer",
  }),
  card("long-hidden", commandApproval("lh", { command: long, reason: "Writes the blob." })),
  card("sixty-files", fileApproval("sf", { type: "fileChange", changes: sixtyFiles })),
];
