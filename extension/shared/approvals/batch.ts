// Which waiting requests may be allowed with one gesture: commands, for each is shown whole in a few lines and takes
// nothing but a yes. Every one of them is answered by itself, under its own key. Pure.

import type { Approval } from "./approval.ts";

/** The other requests that may be allowed along with this one, in their order; empty when this one stands alone. */
export function joinable(shown: Approval, waiting: readonly Approval[]): Approval[] {
  if (!canJoin(shown)) return [];
  return waiting.filter((other) => other.key !== shown.key && canJoin(other));
}

/** What asks for more than to run, or what a person must look at each time, is decided alone. */
function canJoin({ ask, choices }: Approval): boolean {
  if (ask.kind !== "command" || ask.needsPerson || ask.permissions.length > 0) return false;
  return choices.some(({ id }) => id === "accept");
}
