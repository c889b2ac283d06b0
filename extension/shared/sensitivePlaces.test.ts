import { describe, expect, it } from "vitest";
import { sensitiveWords } from "./sensitivePlaces.ts";

describe("sensitiveWords", () => {
  it.each([
    "/work/shop/.vscode/settings.json",
    "/work/shop/.VSCode/tasks.json",
    "packages/app/.vscode/launch.json",
    "/work/shop/.vs\u200bcode/tasks.json",
    "/work/shop/\ufeff.vscode/tasks.json",
    "/work/shop/.v\u017fcode/tasks.json",
    "C:\\work\\shop\\.vscode.\\tasks.json",
    "C:\\work\\shop\\.vscode::$INDEX_ALLOCATION\\tasks.json",
    "C:\\work\\shop\\VSCODE~1\\tasks.json",
    "shop.code-workspace",
    "/work/Shop.CODE-Workspace",
    "/work/shop.code-workspace ",
    "/work/shop.code\u2060-workspace",
    ".devcontainer/devcontainer.json",
  ])("says that %j is VS Code's", (path) => {
    expect(sensitiveWords(path)).toBe("Settings that VS Code runs or trusts");
  });

  it.each([
    [".git/hooks/pre-commit", "git"],
    [".GIT/config", "git"],
    ["C:\\work\\GIT~1\\hooks\\pre-commit", "git"],
    [".g\u200cit/hooks/post-checkout", "git"],
    [".husky/pre-push", "git"],
    [".github/workflows/ci.yml", "CI"],
    ["a/.GitHub/Workflows/ci.yml", "CI"],
    ["AGENTS.md", "agents"],
    ["docs/agents.MD", "agents"],
    [".codex/config.toml", "agents"],
    [".envrc", "tool"],
    [".npmrc", "tool"],
    [".idea/workspace.xml", "editor"],
  ])("says what %j is", (path, word) => {
    expect(sensitiveWords(path)).toContain(word);
  });

  it.each([
    "/work/shop/src/vscode/settings.json",
    "/work/shop/.vscode-test/user.json",
    ".github/CODEOWNERS",
    "workflows/ci.yml",
    ".gitignore",
    ".env",
    "notes/agents.md.txt",
    "code-workspace",
    "src/git~notes.ts",
    "",
  ])("says nothing of %j", (path) => {
    expect(sensitiveWords(path)).toBeNull();
  });
});
