import { mkdtemp, mkdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { FolderProblem, otherFolders, resolveFolder } from "./folder.ts";
import { agentPlaces, editorPlaces, guardOf } from "../shared/sensitivePlaces.ts";
import { permissionsOf } from "../shared/permissions.ts";
import { termsOf } from "./modes.ts";
import { echoMismatch, policyFor, type PolicyEcho } from "./policy.ts";

const input = {
  permissions: permissionsOf("ask", false),
  cwd: "/work/shop/app",
  gitRoot: "/work/shop",
  codexHome: "/home/me/.codex",
} as const;

const rootsWith = (editorFiles: boolean): Record<string, string> => {
  const { config } = policyFor({
    ...input,
    workspaceFiles: ["shop.code-workspace", "a*.code-workspace"],
    protection: { editorFiles, hideEnvFiles: false, hideLogin: true },
  });
  const profiles = config["permissions"] as Record<string, { filesystem: Record<string, unknown> }>;
  return profiles["lectern-auto"]?.filesystem[":workspace_roots"] as Record<string, string>;
};

describe("policyFor", () => {
  it("never sends a sandbox beside the profile, for that drops the profile", () => {
    for (const mode of ["readOnly", "ask", "auto", "fullAccess"] as const) {
      const sent = JSON.stringify(policyFor({ ...input, permissions: permissionsOf(mode, true) }));
      expect(sent).not.toMatch(/"sandbox(Policy|_mode)?"/);
    }
  });

  it("distrusts both the folder and its git root", () => {
    expect(policyFor(input).config["projects"]).toEqual({
      "/work/shop/app": { trust_level: "untrusted" },
      "/work/shop": { trust_level: "untrusted" },
    });
  });

  it("takes further folders in, and distrusts each of them with its git root", () => {
    const others = [
      { cwd: "/work/api/src", gitRoot: "/work/api" },
      { cwd: "/work/notes", gitRoot: undefined },
    ];
    const policy = policyFor({ ...input, others });
    expect(policy.runtimeWorkspaceRoots).toEqual(["/work/shop/app", "/work/api/src", "/work/notes"]);
    expect(Object.keys(policy.config["projects"] ?? {}).toSorted()).toEqual([
      "/work/api",
      "/work/api/src",
      "/work/notes",
      "/work/shop",
      "/work/shop/app",
    ]);
    expect(() => policyFor({ ...input, others: [{ cwd: "x", gitRoot: undefined }] })).toThrow("absolute");
  });

  it("lets nothing be written in Ask, and no sensitive place in Auto", () => {
    const permissions = policyFor(input).config["permissions"] as Record<
      string,
      { filesystem: Record<string, unknown> }
    >;
    const login = { "/home/me/.codex/auth.json": "none" };
    expect(permissions["lectern-ask"]?.filesystem).toEqual({ ":root": "read", ...login });
    const roots = permissions["lectern-auto"]?.filesystem[":workspace_roots"] as Record<string, string>;
    expect(roots["."]).toBe("write");
    for (const place of [...editorPlaces, ...agentPlaces]) expect(roots[guardOf(place)]).toBe("read");
    // Two names deep the sandboxes of two commands at once get in each other's way.
    for (const name of Object.keys(roots)) expect(name).toMatch(/^[^/]+$/);
  });

  it("gives commands a folder for passing files, which nothing but Auto lets them write", () => {
    const { config } = policyFor({ ...input, tempFolder: "/tmp/lectern-x" });
    const profiles = config["permissions"] as Record<string, { filesystem: Record<string, unknown> }>;
    const writes = Object.entries(profiles).filter(
      ([, { filesystem }]) => filesystem["/tmp/lectern-x"] === "write",
    );
    expect(writes.map(([name]) => name)).toEqual(["lectern-auto"]);
    expect(config["shell_environment_policy"]).toMatchObject({ set: { TMPDIR: "/tmp/lectern-x" } });
  });

  it("leaves workspace files read-only in Auto, by their names, unless editor files are laid open", () => {
    expect(rootsWith(true)["shop.code-workspace"]).toBe("read");
    expect(rootsWith(true)["a*.code-workspace"]).toBeUndefined();
    expect(rootsWith(false)["shop.code-workspace"]).toBeUndefined();
  });

  it("lets the host's own configuration override nothing of the policy", () => {
    const { config } = policyFor({
      ...input,
      config: { default_permissions: ":danger-full-access", model: "m" },
    });
    expect(config["default_permissions"]).toBe("lectern-ask");
    expect(config["model"]).toBe("m");
  });

  it("refuses a relative folder, which the server would take", () => {
    expect(() => policyFor({ ...input, cwd: "app" })).toThrow("absolute");
  });
});

describe("echoMismatch", () => {
  const echo: PolicyEcho = {
    activePermissionProfile: { id: "lectern-ask", extends: null },
    approvalPolicy: "on-request",
    approvalsReviewer: "user",
    cwd: "/work/shop/app",
  };

  const ask = termsOf(permissionsOf("ask", false), true);

  it("takes fewer folders than were asked for, and no other", () => {
    const asked = { cwd: "/work/shop/app", others: ["/work/api"] };
    const both = { ...echo, runtimeWorkspaceRoots: ["/work/api", "/work/shop/app"] };
    expect(echoMismatch(ask, asked, both)).toBeNull();
    expect(echoMismatch(ask, { cwd: "/work/shop/app" }, both)).toContain("the further folder /work/api");
  });

  it("is null when the server took over what was sent", () => {
    expect(echoMismatch(ask, { cwd: "/work/shop/app" }, echo)).toBeNull();
  });

  it.each<[string, Partial<PolicyEcho>]>([
    ["a dropped profile", { activePermissionProfile: null }],
    ["another profile", { activePermissionProfile: { id: ":danger-full-access", extends: null } }],
    ["another approval policy", { approvalPolicy: "never" }],
    ["another reviewer", { approvalsReviewer: "auto_review" }],
    ["another folder", { cwd: "/" }],
    ["a further folder", { runtimeWorkspaceRoots: ["/work/shop/app", "/work/other"] }],
  ])("names %s", (_name, change) => {
    expect(echoMismatch(ask, { cwd: "/work/shop/app" }, { ...echo, ...change })).toMatch(
      /Nothing can be sent/,
    );
  });
});

describe("resolveFolder", () => {
  const made: string[] = [];
  afterEach(() => Promise.all(made.splice(0).map((dir) => rm(dir, { recursive: true }))));

  it("gives the real path, the git root above it and the workspace files in it", async () => {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-folder-")));
    made.push(root);
    await mkdir(path.join(root, ".git"));
    await mkdir(path.join(root, "app"));
    await symlink(path.join(root, "app"), path.join(root, "link"));
    for (const name of ["b.code-workspace", "A.CODE-WORKSPACE", "c.txt"])
      await writeFile(path.join(root, "app", name), "{}");
    expect(await resolveFolder(path.join(root, "link"))).toEqual({
      cwd: path.join(root, "app"),
      gitRoot: root,
      workspaceFiles: ["A.CODE-WORKSPACE", "b.code-workspace"],
    });
  });

  it("gives the other folders of a workspace only to a thread in one of them", async () => {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-folders-")));
    made.push(root);
    const [shop, api] = [path.join(root, "shop"), path.join(root, "api")];
    for (const folder of [shop, api, path.join(api, ".git")]) await mkdir(folder);
    const roots = [shop, api, path.join(root, "gone"), shop];
    expect(await otherFolders(shop, roots)).toEqual([{ cwd: api, gitRoot: api, workspaceFiles: [] }]);
    expect(await otherFolders(root, roots)).toEqual([]);
    expect(await otherFolders(shop, [shop])).toEqual([]);
  });

  it("names a folder that is gone, relative, or a file", async () => {
    await expect(resolveFolder("/nowhere/at/all")).rejects.toThrow(FolderProblem);
    await expect(resolveFolder("relative")).rejects.toThrow(FolderProblem);
    await expect(resolveFolder(process.execPath)).rejects.toThrow("is not a folder");
  });
});
