// Holds that the answers of all kinds of tools become the same parts, in order, with nothing dropped.

import { expect, it } from "vitest";
import { answerParts } from "./answerParts.ts";

it("reads texts and pictures of MCP, client tools and function calls", () => {
  expect(
    answerParts([
      { type: "text", text: "a" },
      { type: "inputText", text: "b" },
      { type: "image", data: "AQ==", mimeType: "image/png" },
      { type: "input_image", image_url: "data:image/gif;base64,AQ==" },
      { type: "inputImage", imageUrl: "https://x" },
    ]),
  ).toEqual([
    { kind: "text", text: "a\nb" },
    { kind: "image", url: "data:image/png;base64,AQ==" },
    { kind: "image", url: "data:image/gif;base64,AQ==" },
    { kind: "image", url: "https://x" },
  ]);
});

it("keeps what it does not know", () => {
  const odd = [null, 3, { type: "resource", uri: "x" }, { type: "image", data: 1 }];
  expect(answerParts(odd)).toEqual(odd.map((value) => ({ kind: "other", value })));
  expect(answerParts("")).toEqual([]);
  expect(answerParts("words")).toEqual([{ kind: "text", text: "words" }]);
});
