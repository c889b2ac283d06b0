// What an acceptance that nobody fills in comes with: everything that was asked for, the first option of each
// question, a form as it stands.

import type { Ask } from "../../extension/shared/approvals/ask.ts";
import { initialValue } from "../../extension/shared/approvals/form.ts";
import type { AnswerDetails } from "../../extension/shared/approvals/reply.ts";

export function fullDetails(ask: Ask): AnswerDetails | null {
  switch (ask.kind) {
    case "permissions":
      return { kind: "grants", granted: ask.grants.map((_, index) => index) };
    case "questions":
      return {
        kind: "answers",
        answers: ask.questions.map(({ options }) => ({ option: options.length > 0 ? 0 : null, text: "" })),
      };
    case "mcpForm":
      return { kind: "form", values: ask.fields.map(initialValue) };
    default:
      return null;
  }
}
