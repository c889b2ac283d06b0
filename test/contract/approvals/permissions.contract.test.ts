// Permissions asked for by themselves, on the real server: the reply holds exactly the granted lines, what was
// granted can be written and the rest cannot, for as long as was said.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command, requestPermissions } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { firstOf, type Script, whenUser } from "../../provider/script.ts";
import { type Answer, openDesk, replyLine } from "./desk.ts";

/** The first prompt names the folder in which `one` and `two` are asked for, with the network. */
const script: Script = (request) => {
  const folder = /^go in (.*)$/m.exec(request.userTexts[0] ?? "")?.[1] ?? "";
  const [one, two] = [join(folder, "one"), join(folder, "two")];
  return firstOf(
    whenUser(/^go/, [
      requestPermissions("To build.", { write: [one, two], network: true }),
      command(`touch ${one}/first ${two}/first`),
      message("Done."),
    ]),
    whenUser(/^next/, [command(`touch ${one}/next`), message("Done.")]),
    whenUser(/^later/, [command(`touch ${one}/later`), message("Done.")]),
  )(request);
};

const granting = (choice: "accept" | "acceptForSession", ...granted: number[]): Answer => [
  choice,
  { kind: "grants", granted },
];

describe("permissions", () => {
  it.each<[string, Answer, { folders: string[]; network: boolean; scope: "turn" | "session" }, string[]]>([
    [
      "all, for the turn",
      granting("accept", 0, 1, 2),
      { folders: ["one", "two"], network: true, scope: "turn" },
      ["one/first", "two/first"],
    ],
    [
      "one line, for the turn",
      granting("accept", 0),
      { folders: ["one"], network: false, scope: "turn" },
      ["one/first"],
    ],
    ["the network only", granting("accept", 2), { folders: [], network: true, scope: "turn" }, []],
    [
      "two lines, for the session",
      granting("acceptForSession", 1, 0),
      { folders: ["one", "two"], network: false, scope: "session" },
      ["one/first", "two/first", "one/next"],
    ],
    ["nothing", "decline", { folders: [], network: false, scope: "turn" }, []],
  ])("%s", async (_, answer, { folders, network, scope }, written) => {
    const desk = await openDesk(script, {
      model: "gpt-6.1-sol",
      features: ["request_permissions_tool"],
      files: { "one/kept": "", "two/kept": "" },
    });
    const { workspace } = desk.stage;
    const seen = await desk.turn(`go in ${workspace}`, [answer]);
    const paths = folders.map((name) => join(workspace, name));
    const entries = paths.map((path) => ({ path: { type: "path", path }, access: "write" }));
    const permissions = {
      ...(network && { network: { enabled: true } }),
      ...(folders.length > 0 && { fileSystem: { read: null, write: paths, entries } }),
    };
    expect(desk.replies).toEqual([replyLine(0, { permissions, scope })]);
    // What the server took over, as it tells the model.
    expect(JSON.parse(seen.told[0] ?? "")).toEqual({
      permissions: {
        network: network ? { enabled: true } : null,
        file_system: folders.length > 0 ? { write: paths } : null,
      },
      scope,
    });
    expect(seen.turn.status).toBe("completed");
    expect((await desk.turn("next")).asked).toEqual([]);
    if (scope === "session") {
      await desk.reopen();
      expect((await desk.turn("later")).asked).toEqual([]);
    }
    const tried = ["one/first", "two/first", "one/next", "one/later"];
    expect(tried.filter((path) => existsSync(join(workspace, path)))).toEqual(written);
    expect(await desk.stored()).toEqual({ rules: "", config: "" });
  });
});
