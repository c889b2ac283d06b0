// Rules that hold for the text of the host's sources, because one line that breaks them is enough.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.includes("generated") && !/testing|\.test\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));

function places(pattern: RegExp): string[] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((found) => `${file}: ${found[0]}`),
  );
}

describe("the host's sources", () => {
  it("are found", () => expect(sources.length).toBeGreaterThan(40));

  it("put no outside text into a notification, where `[x](command:…)` would become a link that runs", () => {
    const all = places(/\.show(?:Information|Warning|Error)Message\(\s*[^\s]/g);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((place) => !place.endsWith('"'))).toEqual([]);
  });

  it("type nothing into a terminal and run no shell", () => {
    expect(places(/\bsendText\(|\bsendSequence\b|shell: *true|\bexecSync\(|\bexec\(["'`]/g)).toEqual([]);
  });

  it("never send a sandbox mode, which would drop the permission profile", () => {
    expect(places(/\bsandbox(?:Policy)?: /g)).toEqual([]);
  });

  it("open no connection and no listener; only the demo has its provider, which lies elsewhere", () => {
    expect(
      places(/from "(?:node:)?(?:http|https|net|tls|dgram|http2|undici|ws)"|\bfetch\(|WebSocket\(/g),
    ).toEqual([]);
  });

  it("trust no markdown and no command link", () => {
    expect(places(/isTrusted = true|supportHtml|enableCommandUris: true/g)).toEqual([]);
  });
});
