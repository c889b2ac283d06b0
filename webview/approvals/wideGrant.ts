// Which permissions reach very far, and the word for it. Only ever makes a line louder.

import type { Grant } from "../../extension/shared/approvals/grants.ts";

export function wideWords({ access, text }: Grant): string | null {
  if (access === "network") return "any host";
  if (access === "deny") return null;
  return /^(?:\/|[A-Za-z]:[\\/]?)(?:\*+)?(?: \(|$)/.test(text) ? "every file" : null;
}
