// The answer to each server request that no person is asked here: the refusal of its kind, at once, because the
// agent waits for it. Never an acceptance. Shapes: the generated response types; meanings: facts §4.

import type {
  ApplyPatchApprovalResponse,
  ExecCommandApprovalResponse,
  ServerRequest,
  v2,
} from "../shared/protocol.ts";
import type { ReplyOnce } from "./pendingRequests.ts";

/** Answers the request with its refusal and says, for the thread, what was refused; null: nothing to tell. */
export function refuse(request: ServerRequest, reply: ReplyOnce): string | null {
  switch (request.method) {
    case "item/tool/requestUserInput":
      reply.result({ answers: {} } satisfies v2.ToolRequestUserInputResponse);
      return "Codex asked a question that Lectern cannot show yet. It was told that there is no answer: answer in your next message.";
    case "mcpServer/elicitation/request":
      reply.result({
        action: "decline",
        content: null,
        _meta: null,
      } satisfies v2.McpServerElicitationRequestResponse);
      return `The MCP server “${request.params.serverName}” asked for something that Lectern cannot show yet. It was declined.`;
    case "item/permissions/requestApproval":
      reply.result({ permissions: {}, scope: "turn" } satisfies v2.PermissionsRequestApprovalResponse);
      return "Codex asked for more permissions, which Lectern cannot show yet. They were not granted.";
    case "item/tool/call":
      reply.result({
        contentItems: [{ type: "inputText", text: "This client offers no tools." }],
        success: false,
      } satisfies v2.DynamicToolCallResponse);
      return null;
    case "applyPatchApproval":
    case "execCommandApproval":
      reply.result({
        decision: { denied: { rejection: "outdated form" } },
      } satisfies ApplyPatchApprovalResponse & ExecCommandApprovalResponse);
      return "Codex asked for an approval in an outdated form. It was denied.";
    case "account/chatgptAuthTokens/refresh":
    case "attestation/generate":
    case "currentTime/read":
    case "item/commandExecution/requestApproval":
    case "item/fileChange/requestApproval":
      reply.error(-32601, "not offered by this client");
      return null;
  }
}

/** The thread that a request belongs to, where it names one. */
export function threadOfRequest(request: ServerRequest): string | undefined {
  const { params } = request;
  if ("threadId" in params) return params.threadId;
  return "conversationId" in params ? params.conversationId : undefined;
}
