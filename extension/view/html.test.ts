import { describe, expect, it } from "vitest";
import { contentPolicy, modulesFrom, pageHtml } from "./html.ts";
import { logLine } from "./log.ts";

describe("the page's document", () => {
  const resources = {
    script: "https://x/main.js",
    style: "https://x/main.css",
    cspSource: "https://x",
    nonce: "abc",
    pageId: "sideBar",
    hasThread: false,
    modules: [],
  };

  it("lets in one script by nonce and nothing inline or remote", () => {
    const policy = contentPolicy(resources);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc'",
      "style-src https://x",
      "font-src https://x",
      "img-src https://x blob:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(pageHtml(resources)).toContain(policy);
    expect(pageHtml(resources).match(/<script/g)).toHaveLength(1);
  });

  it("tells the page whether a thread comes", () => {
    expect(pageHtml(resources)).toContain('data-page="sideBar"></div>');
    expect(pageHtml({ ...resources, hasThread: true })).toContain('data-page="sideBar" data-thread></div>');
  });
});

describe("the files that a page imports", () => {
  const json = '{"first":["a.js"],"thread":["b.js","c.js"]}';

  it("are named as far as they are needed at once", () => {
    expect(modulesFrom(json, false)).toEqual(["a.js"]);
    expect(modulesFrom(json, true)).toEqual(["a.js", "b.js", "c.js"]);
  });
});

describe("a line of the log", () => {
  it("strikes out what looks like a secret", () => {
    expect(logLine("key sk-abcdef1234567890 and Bearer abcdefgh12345")).not.toMatch(/abcdef/);
    expect(logLine("https://x/cb?code=abcdefghijkl&state=mnopqrstuv")).not.toMatch(/abcdefghijkl|mnopqrstuv/);
  });

  it("shows hidden characters and stays one line", () => {
    const line = logLine("a\nb\u001b[31mc\u202ed");
    expect(line).not.toMatch(/[\n\u001b\u202e]/);
  });

  it("is bounded", () => expect(logLine("x".repeat(100_000)).length).toBeLessThan(2_100));
});
