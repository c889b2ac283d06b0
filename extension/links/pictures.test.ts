import { mkdtemp, realpath, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pictureType, readPicture } from "./pictures.ts";

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("pictureType", () => {
  it.each([
    ["png", onePixel],
    ["jpeg", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["gif", Buffer.from("GIF89a\x01\x00", "latin1")],
    ["webp", Buffer.from("RIFF\n\0\0\0WEBPVP8 ", "latin1")],
    ["bmp", Buffer.concat([Buffer.from("BM"), Buffer.alloc(40)])],
  ])("knows %s by its first bytes", (type, bytes) => expect(pictureType(bytes)).toBe(type));

  it.each([
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "<html>",
    "BM is how this text begins",
    "",
    "RIFF1234WAVE",
  ])("takes no %j", (text) => expect(pictureType(Buffer.from(text))).toBeUndefined());
});

describe("readPicture", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-pictures-")));
    await writeFile(path.join(folder, "a.txt"), onePixel);
    await writeFile(path.join(folder, "a.png"), "<svg/>");
    await writeFile(path.join(folder, "large.png"), onePixel);
    await truncate(path.join(folder, "large.png"), 10 * 1024 * 1024 + 1);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("gives the bytes as the format that they are", async () => {
    expect(await readPicture(path.join(folder, "a.txt"))).toEqual({
      url: `data:image/png;base64,${onePixel.toString("base64")}`,
    });
  });

  it.each([
    ["a.png", "Not a picture that can be shown"],
    ["large.png", "Larger than 10 MB"],
    ["missing.png", "The file is not there any more"],
    [".", "This is not a file"],
  ])("says why %s is not shown", async (file, problem) => {
    expect(await readPicture(path.join(folder, file))).toEqual({ problem });
  });
});
