// What the app-server inherits, name by name, on each system.
// A variable that is not expected here must not pass.

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createDefaultHome, resolveCodexHome, serverEnvironment } from "./environment.ts";

const options = { codexHome: "/home/me/.codex", extra: [], platform: "linux" as const };

describe("serverEnvironment", () => {
  it("passes what the server needs", () => {
    const needed = {
      PATH: "/usr/bin:/bin",
      HOME: "/home/me",
      LANG: "C.UTF-8",
      LC_ALL: "C",
      XDG_RUNTIME_DIR: "/run/user/1",
      TERM: "xterm",
      https_proxy: "http://proxy:1",
      NO_PROXY: "localhost",
      SSL_CERT_FILE: "/certs.pem",
      NODE_EXTRA_CA_CERTS: "/more.pem",
    };
    expect(serverEnvironment(needed, options)).toEqual({ ...needed, CODEX_HOME: "/home/me/.codex" });
  });

  it("passes no secret, nor what changes how programs load, not even when named", () => {
    const names = [
      "GITHUB_TOKEN",
      "AWS_SECRET_ACCESS_KEY",
      "OPENAI_API_KEY",
      "CODEX_APP_SERVER_LOGIN_ISSUER",
      "NODE_OPTIONS",
      "ELECTRON_RUN_AS_NODE",
      "LD_PRELOAD",
      "LD_LIBRARY_PATH",
      "DYLD_INSERT_LIBRARIES",
      "VSCODE_GIT_IPC_HANDLE",
      "SSH_AUTH_SOCK",
      "BASH_ENV",
      "XDG",
      "PATHS",
      "LCD",
    ];
    const source = Object.fromEntries(names.map((name) => [name, "canary"]));
    expect(serverEnvironment(source, options)).toEqual({ CODEX_HOME: "/home/me/.codex" });
    const extra = ["NODE_OPTIONS", "ELECTRON_RUN_AS_NODE", "LD_PRELOAD", "DYLD_X", "VSCODE_GIT_IPC_HANDLE"];
    const loading = { ...source, DYLD_X: "canary" };
    expect(serverEnvironment(loading, { ...options, extra })).toEqual({ CODEX_HOME: "/home/me/.codex" });
  });

  it("passes further variables by name, but our own Codex home", () => {
    const source = { CODEX_APP_SERVER_LOGIN_ISSUER: "http://127.0.0.1:1", MY_KEY: "k", CODEX_HOME: "/other" };
    const extra = ["CODEX_APP_SERVER_LOGIN_ISSUER", "MY_KEY", "CODEX_HOME", "ABSENT"];
    expect(serverEnvironment(source, { ...options, extra })).toEqual({
      CODEX_APP_SERVER_LOGIN_ISSUER: "http://127.0.0.1:1",
      MY_KEY: "k",
      CODEX_HOME: "/home/me/.codex",
    });
  });

  it("cleans PATH of empty and relative parts", () => {
    const source = { PATH: ":/usr/bin:.:node_modules/.bin:./x:../y::/bin:" };
    expect(serverEnvironment(source, options)["PATH"]).toBe("/usr/bin:/bin");
  });

  it("knows Windows' names in any case, and its paths", () => {
    const source = {
      Path: "C:\\Windows;.;\\here;tools;D:/x;\\\\server\\share;C:rel",
      SYSTEMROOT: "C:\\Windows",
      "ProgramFiles(x86)": "C:\\P",
      node_options: "x",
      Codex_Home: "D:\\o",
    };
    const windows = {
      codexHome: "C:\\Users\\me\\.codex",
      extra: ["NODE_OPTIONS"],
      platform: "win32" as const,
    };
    expect(serverEnvironment(source, windows)).toEqual({
      Path: "C:\\Windows;D:/x;\\\\server\\share",
      SYSTEMROOT: "C:\\Windows",
      "ProgramFiles(x86)": "C:\\P",
      CODEX_HOME: "C:\\Users\\me\\.codex",
    });
  });

  it("refuses a relative Codex home", () => {
    expect(() => serverEnvironment({}, { ...options, codexHome: ".codex" })).toThrow(RangeError);
  });
});

describe("resolveCodexHome", () => {
  it("takes the setting, else the environment, else ~/.codex", () => {
    const environment = { CODEX_HOME: "/env/home/" };
    expect(resolveCodexHome("/set", environment, "/home/me", "linux")).toBe("/set");
    expect(resolveCodexHome("  ", environment, "/home/me", "linux")).toBe("/env/home/");
    expect(resolveCodexHome(undefined, {}, "/home/me", "linux")).toBe("/home/me/.codex");
    expect(resolveCodexHome("~/c", {}, "/home/me", "linux")).toBe("/home/me/c");
    expect(resolveCodexHome(undefined, {}, "C:\\Users\\me", "win32")).toBe("C:\\Users\\me\\.codex");
  });

  it("refuses a relative one, wherever it comes from", () => {
    expect(() => resolveCodexHome("here", {}, "/home/me", "linux")).toThrow(RangeError);
    expect(() => resolveCodexHome("", { CODEX_HOME: "./x" }, "/home/me", "linux")).toThrow(RangeError);
  });
});

describe("createDefaultHome", () => {
  it("makes ~/.codex for its owner alone, and no other home", async () => {
    const home = await mkdtemp(join(tmpdir(), "lectern-home-"));
    try {
      await createDefaultHome(join(home, ".codex"), home);
      expect((await stat(join(home, ".codex"))).mode & 0o777).toBe(0o700);
      await createDefaultHome(join(home, "chosen"), home);
      await expect(stat(join(home, "chosen"))).rejects.toThrow("ENOENT");
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
