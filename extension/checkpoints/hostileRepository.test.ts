// A repository that would have code of its own run by any git that looks at it: nothing of it runs, and nothing of
// the repository is written. The same git, unpinned, does run it: so the traps are good.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { findGit, gitCandidates } from "./gitProgram.ts";
import { FolderStage } from "./testing/folderStage.ts";

const stages: FolderStage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

function trapped(): { stage: FolderStage; ran: () => string[] } {
  const stage = new FolderStage("git");
  stages.push(stage);
  const trap = (name: string): string => {
    const file = path.join(stage.root, `${name}.sh`);
    writeFileSync(file, `#!/bin/sh\ntouch "${path.join(stage.root, `ran-${name}`)}"\ncat\n`, { mode: 0o755 });
    return file;
  };
  stage.write({ "a.txt": "one\ntwo\n", "b.dat": "bee\n" });
  stage.commit();
  const configured = ["fsmonitor", "hookspath", "external", "textconv", "clean", "smudge", "pager", "ssh"];
  const traps = Object.fromEntries(configured.map((name) => [name, trap(name)]));
  const hooks = path.join(stage.root, "hooks");
  mkdirSync(hooks);
  for (const hook of ["post-index-change", "pre-commit", "post-checkout", "reference-transaction"])
    writeFileSync(path.join(hooks, hook), `#!/bin/sh\ntouch "${stage.root}/ran-hook"\n`, { mode: 0o755 });
  stage.git("config", "core.fsmonitor", traps["fsmonitor"] ?? "");
  stage.git("config", "core.hooksPath", hooks);
  stage.git("config", "diff.external", traps["external"] ?? "");
  stage.git("config", "diff.trap.textconv", traps["textconv"] ?? "");
  stage.git("config", "filter.trap.clean", traps["clean"] ?? "");
  stage.git("config", "filter.trap.smudge", traps["smudge"] ?? "");
  stage.git("config", "filter.trap.required", "true");
  stage.git("config", "core.pager", traps["pager"] ?? "");
  stage.git("config", "core.sshCommand", traps["ssh"] ?? "");
  writeFileSync(path.join(stage.folder, ".gitattributes"), "* diff=trap filter=trap\n");
  for (const name of ["git", "git.exe", "git.cmd"])
    writeFileSync(path.join(stage.folder, name), `#!/bin/sh\ntouch "${stage.root}/ran-workspace"\n`, {
      mode: 0o755,
    });
  const ran = (): string[] =>
    [...configured, "hook", "workspace"].filter((name) => existsSync(path.join(stage.root, `ran-${name}`)));
  return { stage, ran };
}

it("runs nothing of a repository that sets traps for git", async () => {
  const { stage, ran } = trapped();
  const repository = stage.repositoryState();
  const turnId = await stage.turn(() =>
    stage.write({ "a.txt": "one\nTWO\n", "b.dat": null, "c.txt": "sea\n" }),
  );
  const scope = { threadId: "t", turnId };
  const set = await stage.checkpoints.changes.changeSet(scope);
  expect(set.files.map(({ path: file }) => file)).toEqual(["a.txt", "b.dat", "c.txt"]);
  await stage.checkpoints.changes.hunks(scope, "a.txt");
  await stage.checkpoints.changes.content("t", set.files[0]?.before?.id ?? "");
  await stage.checkpoints.changes.undo({ scope, path: null, hunkId: null }, "leave");
  await stage.checkpoints.changes.takeBack("t");
  await stage.checkpoints.changes.restore("t", turnId);
  await stage.checkpoints.settled();
  expect(ran()).toEqual([]);
  expect(stage.repositoryState()).toEqual(repository);
  expect(stage.text("a.txt")).toBe("one\ntwo\n");
});

it("would have run it without the pins", () => {
  const { stage, ran } = trapped();
  stage.write({ "a.txt": "one\nTWO\n" });
  execFileSync("git", ["add", "-A"], { cwd: stage.folder, stdio: "pipe" });
  execFileSync("git", ["diff", "HEAD"], { cwd: stage.folder, stdio: "pipe" });
  expect(ran()).toEqual(expect.arrayContaining(["fsmonitor", "clean", "external", "hook"]));
});

it("takes git from absolute parts of the PATH only, and never from the folder itself", async () => {
  const { stage } = trapped();
  const own = process.env["PATH"] ?? "";
  const search = (value: string) => findGit({ folder: stage.folder, environment: { PATH: value } });
  expect(await search(`${stage.folder}:.:bin`)).toBeUndefined();
  expect(await search("")).toBeUndefined();
  const found = await search(`.:${stage.folder}:${own}`);
  expect(found !== undefined && path.isAbsolute(found) && !found.startsWith(stage.root)).toBe(true);
});

it("knows where git is on the other systems", () => {
  const windows = { Path: String.raw`.;C:\Program Files\Git\cmd;\rooted;..\bin` };
  expect(gitCandidates(windows, "win32")).toEqual([String.raw`C:\Program Files\Git\cmd\git.exe`]);
  expect(gitCandidates({ PATH: "/opt/homebrew/bin:/usr/bin" }, "darwin")).toEqual([
    "/opt/homebrew/bin/git",
    "/Library/Developer/CommandLineTools/usr/bin/git",
    "/Applications/Xcode.app/Contents/Developer/usr/bin/git",
  ]);
});
