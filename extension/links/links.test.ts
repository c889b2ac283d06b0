import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFileLink, resolveInFolder, webAddress } from "./links.ts";

describe("webAddress", () => {
  it.each(["https://a.example/x?y", "http://localhost:3000", "mailto:me@a.example"])("takes %s", (href) => {
    expect(webAddress(href)).toBeInstanceOf(URL);
  });

  it("gives the host as it really is", () => {
    expect(webAddress("https://аpple.com/")?.hostname).toBe("xn--pple-43d.com");
  });

  it.each([
    "javascript:alert(1)",
    "command:workbench.action.terminal.new",
    "vscode://x",
    "file:///etc/passwd",
    "data:text/html,x",
    "https://user:pass@evil.example",
    "https://",
    "ssh://-oProxyCommand=x",
    " javascript:alert(1)",
  ])("refuses %s", (href) => expect(webAddress(href)).toBeUndefined());
});

describe("parseFileLink", () => {
  it.each([
    ["src/a.ts", { path: "src/a.ts", line: 1, column: 1 }],
    ["src/a.ts:12", { path: "src/a.ts", line: 12, column: 1 }],
    ["src/a.ts:12:3", { path: "src/a.ts", line: 12, column: 3 }],
    ["src/a.ts#L7", { path: "src/a.ts", line: 7, column: 1 }],
    ["src/a%20b.ts#L7-L9", { path: "src/a b.ts", line: 7, column: 1 }],
  ])("reads %s", (href, place) => expect(parseFileLink(href)).toEqual(place));

  it.each(["command:x", "vscode:x", "a%00b", "%E0%A4%A"])("refuses %s", (href) => {
    expect(parseFileLink(href)).toBeUndefined();
  });
});

describe("resolveInFolder", () => {
  let root = "";
  let folder = "";
  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-links-")));
    folder = path.join(root, "ws");
    await mkdir(path.join(folder, "src"), { recursive: true });
    await mkdir(path.join(root, "ws-other"));
    await writeFile(path.join(folder, "src/a.ts"), "");
    await writeFile(path.join(root, "secret"), "");
    await writeFile(path.join(root, "ws-other/b"), "");
    await symlink(path.join(root, "secret"), path.join(folder, "inside-link"));
  });
  afterAll(() => rm(root, { recursive: true }));

  it("finds files inside", async () => {
    expect(await resolveInFolder(folder, "src/a.ts")).toBe(path.join(folder, "src/a.ts"));
    expect(await resolveInFolder(folder, path.join(folder, "src/../src/a.ts"))).toBe(
      path.join(folder, "src/a.ts"),
    );
  });

  it.each(["../secret", "inside-link", "../ws-other/b", "missing", "/etc/passwd", "src/../../secret"])(
    "gives nothing for %s",
    async (file) => expect(await resolveInFolder(folder, file)).toBeUndefined(),
  );
});
