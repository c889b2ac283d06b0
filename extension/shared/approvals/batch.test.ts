import { expect, it } from "vitest";
import { approvalOf, commandApproval, fileChangeApproval } from "../../../test/samples/events.ts";
import { joinable } from "./batch.ts";

const plain = approvalOf(commandApproval(0, "make"));
const other = approvalOf(commandApproval(1, "make test"));
const alone = [
  approvalOf(commandApproval(2, "make", { kind: "humanCommand" })),
  approvalOf(
    commandApproval(3, "make", { additionalPermissions: { network: { enabled: true }, fileSystem: null } }),
  ),
  approvalOf(commandApproval(4, "y\n", { kind: "writeStdin" })),
  approvalOf(fileChangeApproval(5, "f"), {
    item: { type: "fileChange", changes: [{ path: "/a", kind: { type: "add" }, diff: "" }] },
  }),
];

it("joins plain commands, in their order, and never the one on show", () => {
  expect(joinable(other, [plain, ...alone, other])).toEqual([plain]);
  expect(joinable(plain, [plain])).toEqual([]);
});

it("leaves alone what asks for more than to run a command", () => {
  for (const one of alone) {
    expect(joinable(one, [plain, one])).toEqual([]);
    expect(joinable(plain, [one])).toEqual([]);
  }
});
