// The corpus in every outside field of every kind of card.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { networkRule, permissions, questions, tool } from "../gallery/askSamples.ts";
import { askApproval, commandApproval, fileApproval } from "../gallery/builders.ts";
import { hostileTexts } from "./hostileTexts.ts";

const all = hostileTexts.map((text) => text.slice(0, 400));
const joined = all.join("\n");

const elicitation = (key: string, params: object): Approval =>
  askApproval(key, "mcpServer/elicitation/request", { serverName: joined, message: joined, ...params });

/** Name and card. */
export function hostileCards(): [string, Approval][] {
  const fields = all.map((text, index) => [
    `${text} ${index}`,
    index % 2 === 0
      ? { type: "string", title: text, description: text, default: text }
      : { type: "array", title: text, items: { type: "string", enum: [text, "b"] } },
  ]);
  const menu = { type: "string", title: joined, enum: all };
  const properties = { ...(Object.fromEntries(fields) as object), menu };
  const meta = { tool_name: joined, tool_description: joined, tool_params: { [joined]: all } };
  return [
    ["command", { ...commandApproval("c", { command: joined, cwd: joined, reason: joined }), agent: joined }],
    ["network", networkRule("n", joined)],
    ["files", fileApproval("f", { type: "fileChange", changes: all.map(hostileChange) })],
    [
      "permissions",
      permissions("p", {
        cwd: joined,
        reason: joined,
        permissions: { fileSystem: { read: all, write: all } },
      }),
    ],
    [
      "questions",
      questions("q", [
        { header: joined, question: joined, options: all.map((label) => ({ label, description: label })) },
        { header: joined, question: joined },
      ]),
    ],
    ["form", elicitation("e", { mode: "form", requestedSchema: { type: "object", properties } })],
    ["page", elicitation("u", { mode: "url", url: joined })],
    ["tool", tool("t", meta)],
    ["unknown", elicitation("x", { mode: "openai/form", requestedSchema: { type: joined } })],
  ];
}

function hostileChange(text: string): { path: string; kind: { type: "add" }; diff: string } {
  return { path: text.replaceAll("\n", ""), kind: { type: "add" }, diff: `${text}\n` };
}
