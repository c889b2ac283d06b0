// One open question to a person: what is asked, the choices offered, and which request of which server process it
// stands for. Plain data for host and page.

import type { RequestId } from "../protocol.ts";
import type { Ask } from "./ask.ts";
import type { Choice } from "./choices.ts";

export interface Approval {
  /** Names this one request of this one server process, with what was shown. Opaque to the page. */
  readonly key: string;
  readonly requestId: RequestId;
  /** The thread that asks: a sub-agent's own where the card stands in its parent. */
  readonly threadId: string;
  /** The turn in which the card stands; "" when none is known. */
  readonly turnId: string;
  /** The item that it is about; null where the request stands for itself. */
  readonly itemId: string | null;
  /** The sub-agent that asks, by the name it was given (outside text); null: the thread itself. */
  readonly agent: string | null;
  readonly openedAtMs: number;
  /** Why the answer before this card came to nothing, in our words; null on a first card. */
  readonly problem: string | null;
  readonly ask: Ask;
  readonly choices: readonly Choice[];
}
