import { describe, expect, it } from "vitest";
import { parseReview } from "./reviewResult.ts";

describe("the words of a review", () => {
  it("give each finding with its place, its urgency and its reasons", () => {
    const text = [
      "Two cases are wrong.",
      "",
      "Full review comments:",
      "",
      "- [P1] The empty name — is greeted badly — /work/my app/src/a.js:2-2",
      '  `greet("")` says `Hello, !`.',
      "  ",
      "  - a list of its own",
      "",
      "- A finding without urgency — /work/b.js:10-12",
      "  Why.",
    ].join("\n");
    expect(parseReview(text)).toEqual({
      opinion: "Two cases are wrong.",
      findings: [
        {
          title: "The empty name — is greeted badly",
          priority: 1,
          path: "/work/my app/src/a.js",
          startLine: 2,
          endLine: 2,
          body: '`greet("")` says `Hello, !`.\n\n- a list of its own',
        },
        {
          title: "A finding without urgency",
          priority: null,
          path: "/work/b.js",
          startLine: 10,
          endLine: 12,
          body: "Why.",
        },
      ],
    });
  });

  it("are an opinion alone where there is no finding, or where they have another form", () => {
    for (const text of ["All is well.", "Review comment:", "A.\n\nReview comment:\n\nnothing", ""])
      expect(parseReview(text)).toEqual({ opinion: text, findings: [] });
  });

  it("keep a place in order, whatever was written", () => {
    const [finding] = parseReview("Review comment:\n\n- T — /a.js:0-0").findings;
    expect(finding).toMatchObject({ startLine: 1, endLine: 1 });
    expect(parseReview("Review comment:\n\n- T — /a.js:9-3").findings[0]).toMatchObject({ endLine: 9 });
  });
});
