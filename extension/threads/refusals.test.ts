import { describe, expect, it } from "vitest";
import { approvalRequest, commandApproval, threadId } from "../../test/samples/events.ts";
import { answerAtOnce, type PlainRequest, threadOfRequest } from "./refusals.ts";

function answerTo(request: object): unknown[] {
  const said: unknown[] = [];
  const note = (...words: unknown[]): boolean => said.push(...words) > 0;
  answerAtOnce(request as PlainRequest, { result: note, error: note }, 1_795_570_847_785);
  return said;
}

describe("a request that no person is asked", () => {
  it.each([
    [
      "item/tool/call",
      [{ contentItems: [{ type: "inputText", text: "This client offers no tools." }], success: false }],
    ],
    ["currentTime/read", [{ currentTimeAt: 1_795_570_847 }]],
    ["account/chatgptAuthTokens/refresh", [-32601, "not offered by this client"]],
    ["attestation/generate", [-32601, "not offered by this client"]],
  ])("%s is answered at once, in its own shape", (method, said) => {
    expect(answerTo({ method, id: 0, params: {} })).toEqual(said);
  });
});

describe("the thread that asks", () => {
  it("is named in both forms of requests", () => {
    expect(threadOfRequest(commandApproval(1, "x"))).toBe(threadId);
    const legacy = approvalRequest("applyPatchApproval", {
      conversationId: "older",
      callId: "c",
      fileChanges: {},
      reason: null,
      grantRoot: null,
    });
    expect(threadOfRequest(legacy)).toBe("older");
  });
});
