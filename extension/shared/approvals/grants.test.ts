import { describe, expect, it } from "vitest";
import type { v2 } from "../protocol.ts";
import { grantedOf, grantsOf, linesOfGrants } from "./grants.ts";

const entry = (
  path: v2.FileSystemPath,
  access: v2.FileSystemAccessMode = "write",
): v2.FileSystemSandboxEntry => ({
  path,
  access,
});
const place = (path: string): v2.FileSystemPath => ({ type: "path", path });

/** As the server sends it: the same paths in both forms. */
const asked: v2.RequestPermissionProfile = {
  network: { enabled: true },
  fileSystem: {
    read: ["/etc"],
    write: ["/one", "/two"],
    entries: [
      entry(place("/etc"), "read"),
      entry(place("/one")),
      entry(place("/two")),
      entry({ type: "glob_pattern", pattern: "**/*.env" }, "deny"),
      entry({ type: "special", value: { kind: "project_roots", subpath: "src" } }),
    ],
  },
};

describe("grants", () => {
  it("are told each once, in the order of the request", () => {
    expect(linesOfGrants(asked)).toEqual([
      "write /one",
      "write /two",
      "read /etc",
      "deny **/*.env",
      "write src in the workspace folders",
      "network access",
    ]);
    expect(linesOfGrants(null)).toEqual([]);
    expect(grantsOf({ network: { enabled: false }, fileSystem: null })).toEqual([]);
    expect(grantsOf({ network: { enabled: null }, fileSystem: null })).toEqual([]);
  });

  it.each<[v2.FileSystemSpecialPath, string]>([
    [{ kind: "root" }, "/ (the whole disk)"],
    [{ kind: "minimal" }, "the system’s own files"],
    [{ kind: "project_roots", subpath: null }, "the workspace folders"],
    [{ kind: "tmpdir" }, "the temporary folder"],
    [{ kind: "slash_tmp" }, "/tmp"],
    [{ kind: "unknown", path: ":new", subpath: "x" }, ":new x"],
  ])("have words for the place %j", (value, text) => {
    const fileSystem = { read: null, write: null, entries: [entry({ type: "special", value }, "read")] };
    expect(linesOfGrants({ network: null, fileSystem })).toEqual([`read ${text}`]);
  });

  it("are cut to exactly the granted lines, in both forms", () => {
    expect(grantedOf(asked, [1])).toEqual({
      fileSystem: { read: [], write: ["/two"], entries: [entry(place("/two"))] },
    });
    expect(grantedOf(asked, [5])).toEqual({ network: { enabled: true } });
    expect(grantedOf(asked, [0, 2, 5])).toEqual({
      network: { enabled: true },
      fileSystem: {
        read: ["/etc"],
        write: ["/one"],
        entries: [entry(place("/etc"), "read"), entry(place("/one"))],
      },
    });
    expect(grantedOf(asked, [])).toEqual({});
    expect(grantedOf(asked, [99])).toEqual({});
    expect(grantedOf(asked, [0, 1, 2, 3, 4, 5])).toEqual(asked);
  });

  it("never widen: what is granted was asked for, for every choice of lines", () => {
    const all = grantsOf(asked);
    for (let mask = 0; mask < 1 << all.length; mask++) {
      const granted = [...all.keys()].filter((at) => (mask >> at) & 1);
      const { fileSystem, network } = grantedOf(asked, granted);
      const made = grantsOf({ fileSystem: fileSystem ?? null, network: network ?? null });
      expect(made).toEqual(granted.map((at) => all[at]));
    }
  });

  it("keep a request of one form in that form", () => {
    const fileSystem = { read: null, write: ["/one", "/two"] };
    expect(grantedOf({ network: null, fileSystem }, [0])).toEqual({
      fileSystem: { read: null, write: ["/one"] },
    });
  });
});
