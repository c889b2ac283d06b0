// The answer to each server request that no person is asked: at once, because the agent waits for it, and in the
// shape of its kind. Never an acceptance. Shapes: the generated response types; meanings: facts §4.

import type { ApprovalRequest } from "../shared/approvals/ask.ts";
import type { ServerRequest, v2 } from "../shared/protocol.ts";
import type { ReplyOnce } from "./pendingRequests.ts";

/** A request that is not for a person. */
export type PlainRequest = Exclude<ServerRequest, ApprovalRequest>;

/** Answers the request. `nowMs` is Unix milliseconds. */
export function answerAtOnce(request: PlainRequest, reply: ReplyOnce, nowMs: number): void {
  switch (request.method) {
    case "item/tool/call":
      // The call stands in the transcript as an item, which fails with these words.
      reply.result({
        contentItems: [{ type: "inputText", text: "This client offers no tools." }],
        success: false,
      } satisfies v2.DynamicToolCallResponse);
      return;
    case "currentTime/read":
      reply.result({ currentTimeAt: Math.floor(nowMs / 1000) } satisfies v2.CurrentTimeReadResponse);
      return;
    case "account/chatgptAuthTokens/refresh":
    case "attestation/generate":
      reply.error(-32601, "not offered by this client");
      return;
  }
}

/** The thread that asks. */
export function threadOfRequest({ params }: ApprovalRequest): string {
  return "conversationId" in params ? params.conversationId : params.threadId;
}
