// Holds that only base64 pictures of the allowed formats become bytes.

import { expect, it } from "vitest";
import { readDataImage } from "./dataImage.ts";

it("reads the bytes of a picture", () => {
  const image = readDataImage("data:image/PNG;base64,AQID");
  expect(image?.type).toBe("image/png");
  expect([...(image?.bytes ?? [])]).toEqual([1, 2, 3]);
});

it.each([
  "https://example.org/a.png",
  "data:image/svg+xml;base64,PHN2Zy8+",
  "data:text/html;base64,AQID",
  "data:image/png,AQID",
  "data:image/png;base64,%%",
  "",
])("takes %j for no picture", (url) => {
  expect(readDataImage(url)).toBeUndefined();
});
