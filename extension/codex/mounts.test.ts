import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { mountPoints, placesIn } from "./mounts.ts";

it("reads the places, blanks and all", () => {
  const text =
    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw\n" +
    "37 35 98:0 /a /work/my\\040folder/.vscode ro shared:1 - ext4 /dev/x rw\n";
  expect(placesIn(text)).toEqual(["/mnt2", "/work/my folder/.vscode"]);
});

it.runIf(existsSync("/proc/self/mountinfo"))("knows what this process sees", async () => {
  expect(await mountPoints()).toContain("/proc");
});
