import { describe, expect, it } from "vitest";
import { contentPolicy, pageHtml, wholeHtml } from "./html.ts";
import { logLine } from "./log.ts";

const frame = { cspSource: "https://x", nonce: "abc", pageId: "sideBar" };

describe("the document of a page in files", () => {
  const files = {
    ...frame,
    script: "https://x/main.js",
    style: "https://x/main.css",
    modules: ["https://x/a.js"],
  };

  it("lets in one script by nonce and nothing inline or remote", () => {
    const policy = contentPolicy(frame);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-abc'",
      "style-src https://x",
      "font-src https://x",
      "img-src https://x blob:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(pageHtml(files)).toContain(policy);
    expect(pageHtml(files).match(/<script/g)).toHaveLength(1);
  });

  it("names what the script imports, and tells that no thread comes", () => {
    expect(pageHtml(files)).toContain('<link rel="modulepreload" nonce="abc" href="https://x/a.js">');
    expect(pageHtml(files)).toContain('data-page="sideBar"></div>');
  });
});

describe("the document of a page that gets a thread", () => {
  const whole = {
    ...frame,
    scriptText: "start();",
    styleText: '@font-face { src: url("./icons.ttf?1") format("truetype") }',
    later: { "later/colours": "colours-1.js" },
    addressOf: (file: string) => `https://x/files/${file}`,
  };

  it("holds its script and style sheet, and lets in no other", () => {
    const html = wholeHtml(whole);
    expect(html).toContain('<script type="module" nonce="abc">start();</script>');
    expect(html).toContain('data-page="sideBar" data-thread></div>');
    expect(html.match(/<script|<style|<link/g)).toEqual(["<style", "<script", "<script"]);
    const policy = contentPolicy(frame, true);
    expect(policy).toContain("; style-src 'nonce-abc';");
    expect(html).toContain(policy);
  });

  it("says where the files are that it asks for later", () => {
    const html = wholeHtml(whole);
    expect(html).toContain('{"imports":{"later/colours":"https://x/files/colours-1.js"}}');
    expect(html).toContain('src: url("https://x/files/icons.ttf") format("truetype")');
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
