// A script answers a request by looking at it, never by counting requests: retries, resumed threads and
// several threads on one provider then need no care. It knows no sockets.
// A script that has nothing to say returns undefined, and the provider says so aloud.

import type { ModelRequest, RequestKind } from "./request.ts";
import { callCount, type Response } from "./step.ts";

export type Script = (request: ModelRequest) => Response | undefined;

/**
 * Plays the responses one after the other within a turn. The place is found by the tool calls since the last
 * user text, so every response except the last must make a call (the server asks again only after one).
 */
export function sequence(responses: readonly Response[]): Script {
  const early = responses.slice(0, -1).findIndex((response) => callCount(response) === 0);
  if (early >= 0)
    throw new Error(`Response ${early} of the sequence makes no call, so the next is never asked for.`);
  return (request) => {
    if (request.kind !== "turn") return undefined;
    let calls = 0;
    for (const response of responses) {
      if (calls === request.turnCalls.length) return response;
      calls += callCount(response);
    }
    return undefined;
  };
}

/** Plays the script, or a sequence of responses, while the last user text matches. */
export function whenUser(pattern: RegExp, then: Script | readonly Response[]): Script {
  if (pattern.global || pattern.sticky)
    throw new Error("A global or sticky pattern remembers its last match.");
  const script = typeof then === "function" ? then : sequence(then);
  return (request) =>
    request.kind === "turn" && pattern.test(request.lastUserText) ? script(request) : undefined;
}

/** Gives the response to every request of this kind, such as a compaction. */
export function whenKind(kind: RequestKind, response: Response): Script {
  return (request) => (request.kind === kind ? response : undefined);
}

/** The first script that has something to say. */
export function firstOf(...scripts: readonly Script[]): Script {
  return (request) => {
    for (const script of scripts) {
      const response = script(request);
      if (response !== undefined) return response;
    }
    return undefined;
  };
}
