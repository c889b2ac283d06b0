// Approvals of the kinds that ask for more than yes or no: permissions, questions, forms, pages and tools of MCP
// servers. Each with what is hard to show.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { askApproval, commandApproval, cwd } from "./builders.ts";

const ask = (key: string, params: object): Approval =>
  askApproval(key, "mcpServer/elicitation/request", { serverName: "tracker", ...params });

export const permissions = (key = "p", change: object = {}): Approval =>
  askApproval(key, "item/permissions/requestApproval", {
    cwd,
    reason: "The package cache and the registry are outside the workspace.",
    permissions: {
      network: { enabled: true },
      fileSystem: {
        write: ["/var/tmp", `${cwd}/node_modules/.cache/a-very-long-directory-name/that-goes-on/and-on`],
        read: ["/etc/hosts"],
        entries: [
          { access: "write", path: { type: "special", value: { kind: "root" } } },
          { access: "deny", path: { type: "path", path: "/home/ada/.ssh" } },
        ],
      },
    },
    ...change,
  });

const options = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    label: `Variant ${index + 1}`,
    description: index % 3 === 0 ? "Keeps the old table and copies rows in the background." : "",
  }));

export const questions = (key: string, list: readonly object[], isBlocking = true): Approval =>
  askApproval(key, "item/tool/requestUserInput", {
    isBlocking,
    autoResolutionMs: null,
    questions: list.map((question, index) => ({
      id: `q${index}`,
      header: "",
      isOther: true,
      isSecret: false,
      options: null,
      ...question,
    })),
  });

export const oneQuestion = (key = "q"): Approval =>
  questions(key, [
    {
      header: "Storage",
      question: "Where should idempotency keys be kept?",
      options: [
        { label: "Postgres table", description: "Survives restarts, one more write a checkout." },
        { label: "Redis with a TTL", description: "Fast; keys are gone after 24 hours." },
        { label: "In memory", description: "" },
      ],
    },
  ]);

export const threeQuestions = (key = "q3"): Approval =>
  questions(
    key,
    [
      { header: "Scope", question: "Which endpoints?", options: options(2) },
      { question: "What should the error say?" },
      { header: "Key", question: "The API key of the staging shop?", isSecret: true },
    ],
    false,
  );

export const manyOptions = (key = "q30"): Approval =>
  questions(key, [{ question: "Which of these?", options: options(30) }]);

const properties = {
  title: { type: "string", title: "Title", description: "Shown in the list of issues.", minLength: 3 },
  mail: { type: "string", format: "email", title: "Reporter" },
  count: { type: "integer", minimum: 1, maximum: 10, title: "How many" },
  urgent: { type: "boolean", title: "Page the person on call", default: true },
  kind: {
    type: "string",
    title: "Kind",
    oneOf: [
      { const: "bug", title: "Bug" },
      { const: "task", title: "Task" },
    ],
  },
  area: {
    type: "string",
    title: "Area",
    enum: Array.from({ length: 12 }, (_, index) => `area-${index + 1}`),
  },
  labels: {
    type: "array",
    title: "Labels",
    minItems: 1,
    items: { type: "string", enum: ["api", "docs", "ui"] },
  },
  apiKey: { type: "string", title: "API key" },
};

export const form = (key = "f", change: object = {}): Approval =>
  ask(key, {
    mode: "form",
    message: "Please describe the issue that I should file.",
    requestedSchema: { type: "object", properties, required: ["title", "mail", "kind", "labels"] },
    ...change,
  });

export const emptyForm = (key = "fe"): Approval =>
  form(key, { message: "May I index this repository?", requestedSchema: { type: "object", properties: {} } });

export const webPage = (url: string, key = "u"): Approval =>
  ask(key, { mode: "url", url, elicitationId: "e", message: "Sign in to your tracker to go on." });

export const tool = (key = "t", meta: object = {}): Approval =>
  ask(key, {
    mode: "form",
    message: "Allow tracker to run tool “create_issue”?",
    requestedSchema: { type: "object", properties: {} },
    _meta: {
      codex_approval_kind: "mcp_tool_call",
      persist: ["session", "always"],
      tool_name: "create_issue",
      tool_description:
        "Creates an issue.\n\nUse it for bugs, tasks and questions alike. The body is Markdown and may hold pictures. Labels that do not exist are made.",
      tool_params: {
        title: "Charge runs twice on retry",
        body: "Steps:\n1. start a checkout\n2. retry \u202e it\u00a0now",
        labels: ["api", "payments"],
      },
      tool_params_display: [{ name: "title", value: "Nothing to see" }],
      ...meta,
    },
  });

export const unknown = (key = "x"): Approval =>
  ask(key, {
    mode: "openai/form",
    message: "Pick a colour.",
    requestedSchema: { type: "object", properties: { colour: { type: "colour" } } },
  });

const rule = (words: readonly string[]): object => ({
  availableDecisions: [
    "accept",
    { acceptWithExecpolicyAmendment: { execpolicy_amendment: words } },
    "cancel",
  ],
});

export const ruled = (key = "r"): Approval =>
  commandApproval(key, {
    command: "pnpm test --filter checkout --reporter dot --coverage",
    reason: "The coverage tool writes to its own cache folder.",
    ...rule(["pnpm", "test", "--filter", "checkout", "--reporter", "dot", "--coverage"]),
  });

const script = `set -e; for part in ${"build/parts/part ".repeat(30)}; do cp "$part" /opt/shop/ && echo "$part" >> /var/log/shop.log; done`;
export const scriptRule = (key = "rs"): Approval =>
  commandApproval(key, { command: `/bin/bash -lc '${script}'`, ...rule(["/bin/bash", "-lc", script]) });

export const networkRule = (key = "n", host = "xn--pypal-4ve.example"): Approval =>
  commandApproval(key, {
    networkApprovalContext: { host, protocol: "https" },
    reason: "Fetches the exchange rates.",
    availableDecisions: [
      "accept",
      "acceptForSession",
      { applyNetworkPolicyAmendment: { network_policy_amendment: { action: "allow", host } } },
      "cancel",
    ],
  } as object);

export const typedInput = (key = "s"): Approval =>
  askApproval(
    key,
    "item/commandExecution/requestApproval",
    { kind: "writeStdin", command: "y\nDROP TABLE orders;\n", reason: "The client waits for an answer." },
    { type: "commandExecution", command: "psql postgres://localhost/shop" },
  );
