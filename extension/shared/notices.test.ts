import { describe, expect, it } from "vitest";
import { parseIntent } from "./bridge.ts";
import { withNotice } from "./notices.ts";

const words = { severity: "warning", text: "Something happened.", detail: "x".repeat(5_000) } as const;

describe("a notice", () => {
  it("can be dismissed by the page, however long its words are", () => {
    const { id } = withNotice([], words, 1);
    expect(parseIntent({ type: "dismissNotice", id })).toEqual({ type: "dismissNotice", id });
  });

  it("is told once while it is shown, under its one id", () => {
    const first = withNotice([], words, 1);
    expect(withNotice(first.notices, words, 2)).toEqual(first);
    const other = withNotice(first.notices, { ...words, detail: "y" }, 3);
    expect(other.notices.map(({ id }) => id)).toEqual([first.id, other.id]);
  });

  it("goes when five others came", () => {
    let notices = withNotice([], words, 0).notices;
    for (let number = 1; number <= 5; number++)
      ({ notices } = withNotice(notices, { ...words, detail: String(number) }, number));
    expect(notices.map(({ detail }) => detail)).toEqual(["1", "2", "3", "4", "5"]);
  });
});
