import { describe, expect, it } from "vitest";
import { commandApproval, fileChangeApproval } from "../../../test/samples/events.ts";
import { askOf, isDecidable } from "./ask.ts";
import { choicesOf, type ChoiceId } from "./choices.ts";
import { replyOf } from "./reply.ts";
import { isOfferableRule } from "./rule.ts";
import { questionOf } from "./words.ts";

const withRule = (rule: string[]) =>
  commandApproval(1, "git status", {
    availableDecisions: [
      "accept",
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: rule } },
      "cancel",
    ],
  });
const ids = (request: Parameters<typeof choicesOf>[0]): ChoiceId[] =>
  choicesOf(request, { rulesRunOutside: true }).map((choice) => choice.id);

describe("choices", () => {
  it("offer denial and the session although the server lists neither", () => {
    expect(ids(commandApproval(1, "make"))).toEqual(["accept", "acceptForSession", "decline", "cancel"]);
    expect(ids(fileChangeApproval(1, "f"))).toEqual(["accept", "acceptForSession", "decline", "cancel"]);
  });

  it("show the exact rule that the server proposed", () => {
    const request = withRule(["git", "status"]);
    const choice = choicesOf(request, { rulesRunOutside: true }).find((c) => c.id === "acceptWithRule");
    expect(choice?.rule).toEqual({
      kind: "prefix",
      words: ["git", "status"],
      leastWords: 2,
      runsOutside: true,
    });
    expect(choice && replyOf(request, choice, null)).toEqual({
      decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["git", "status"] } },
    });
  });

  it.each([
    [["python3"]],
    [["bash", "-lc"]],
    [["/usr/bin/curl"]],
    [["npx"]],
    [["Node.EXE"]],
    [["git"]],
    [[""]],
    [[]],
  ])("never offer the rule %j", (rule) => {
    expect(isOfferableRule(rule)).toBe(false);
    expect(ids(withRule(rule))).not.toContain("acceptWithRule");
  });

  it("do not offer the session for a command with further permissions", () => {
    const request = commandApproval(1, "make", {
      additionalPermissions: { network: { enabled: true }, fileSystem: { read: null, write: ["/opt"] } },
    });
    expect(ids(request)).toEqual(["accept", "decline", "cancel"]);
    expect(askOf(request, undefined)).toMatchObject({ permissions: ["write /opt", "network access"] });
  });
});

describe("what is asked", () => {
  it("comes from the stored item for a file change, and nothing can be allowed before it", () => {
    const request = fileChangeApproval(1, "f");
    const unknown = askOf(request, undefined);
    expect(isDecidable(unknown)).toBe(false);
    const changes = [{ path: "/work/a.ts", kind: { type: "add" as const }, diff: "x\n" }];
    const known = askOf(request, { type: "fileChange", changes });
    expect(isDecidable(known)).toBe(true);
    expect(questionOf(known)).toBe("Let Codex change 1 file?");
  });

  it("tells a network host and typed input apart from a command", () => {
    const network = commandApproval(1, "x", {
      networkApprovalContext: { host: "api.example", protocol: "https" },
    });
    expect(askOf(network, undefined)).toMatchObject({ kind: "network", host: "api.example" });
    const stdin = commandApproval(1, "yes\n", { kind: "writeStdin" });
    expect(askOf(stdin, { type: "commandExecution", command: "python3" })).toMatchObject({
      kind: "stdin",
      input: "yes\n",
      program: "python3",
    });
  });
});
