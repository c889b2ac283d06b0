// Every recorded story, folded and told, against its golden text. A change of the fold shows here as a change
// of a story that a person can read. UPDATE_GOLDEN=1 writes the texts anew.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixtureNames, fixturePath, readFixture } from "../record/fixture.ts";
import { replay } from "./replay.ts";
import { tellThread } from "./told.ts";

const isUpdating = process.env["UPDATE_GOLDEN"] === "1";

describe("the story of", () => {
  it.each(fixtureNames())("%s", (name) => {
    const text = tellThread(replay(readFixture(name)).state);
    const path = fixturePath(name, "golden.txt");
    if (isUpdating) writeFileSync(path, text);
    expect(existsSync(path), `There is no ${path}: run with UPDATE_GOLDEN=1.`).toBe(true);
    expect(text).toBe(readFileSync(path, "utf8"));
  });
});
