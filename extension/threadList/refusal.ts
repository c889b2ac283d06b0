// What the server's refusals about whole threads mean, by the words that it uses (facts §7 and §8). It says nothing to
// a person: the view has the words.

import { ServerRefused } from "../codex/errors.ts";

/**
 * `heldElsewhere`: another process writes to it. `hasForks`: forks keep its history, it cannot be deleted.
 * `gone`: there is no such thread any more. `other`: anything else.
 */
export type Refusal = "heldElsewhere" | "hasForks" | "gone" | "other";

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ServerRefused)) return "other";
  const { serverMessage } = error;
  if (serverMessage.includes("already has an active writer")) return "heldElsewhere";
  if (serverMessage.includes("forked history still references")) return "hasForks";
  if (/^thread not loaded|^no rollout found|thread not found/.test(serverMessage)) return "gone";
  return "other";
}
