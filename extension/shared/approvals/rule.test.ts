import { describe, expect, it } from "vitest";
import { randomOf } from "../../../test/samples/random.ts";
import { coverageOf, isOfferableRule, isScriptRule, lineOfRule, prefixRule } from "./rule.ts";

const words = (line: string): string[] => line.split(" ");

describe("a rule that is offered", () => {
  it.each([
    "ls",
    "touch",
    "stat -c %n",
    "npm test",
    "npm run build-docs",
    "pnpm exec vitest",
    "cargo test",
    "npm run build",
    "npm run ci",
    "git log",
    "git -C /work log",
    "python3 -m pytest",
    "python3 script.py",
    "node --enable-source-maps=1 build.mjs",
    "make -j8 docs",
    "docker compose -f x.yml ps",
    "sudo systemctl restart nginx",
    "env CI=1 npm test",
    "timeout 10 ls",
    "env -- ls",
    "C:\\tools\\rg.exe --files",
  ])("%s", (line) => {
    expect(isOfferableRule(words(line))).toBe(true);
  });

  it("is a whole shell script, which nothing can follow", () => {
    const rule = ["/bin/bash", "-lc", "echo hi > x.txt"];
    expect(prefixRule(rule, true)).toEqual({ kind: "prefix", words: rule, leastWords: 3, runsOutside: true });
  });
});

describe("a rule that is never offered", () => {
  it.each([
    "python3",
    "python3.12",
    "/usr/local/bin/python3.12",
    "PYTHON.EXE",
    "node22",
    "nodejs",
    "perl",
    "awk",
    "bash",
    "bash -lc",
    "bash -lc -x",
    "/bin/sh",
    "pwsh",
    "busybox",
    "cmd.exe",
    "eval",
    "env",
    "curl",
    "curl -sS",
    "curl -H X-Token:1",
    "curl -c jar",
    "ssh",
    "ssh -p 22",
    "wget2",
    "socat",
    "npx",
    "npx.cmd",
    "npm",
    "npm run",
    "npm --prefix x run",
    "pnpm dlx",
    "yarn",
    "uv run",
    "go run",
    "cargo +nightly",
    "docker",
    "docker run",
    "docker run --rm",
    "docker compose",
    "kubectl -n prod",
    "kubectl exec -it",
    "git",
    "git -C /work",
    "git -c core.pager=x",
    "rm",
    "rm -rf",
    "find",
    "tee",
    "make",
    "make -C sub",
    "sudo",
    "sudo -u bob",
    "sudo bash",
    "sudo -n python3",
    "env FOO=1 python3",
    "env FOO=1",
    "timeout 10 bash",
    "xargs -I {}",
    "nice -n 5 node",
    "nohup",
    "time npx",
    "sudo env A=b sh",
  ])("%s", (line) => {
    expect(isOfferableRule(words(line))).toBe(false);
    expect(prefixRule(words(line), true)).toBeNull();
  });

  it.each([
    ["nothing", []],
    ["an empty word", ["ls", ""]],
    ["a hidden character", ["ls", "a\u200bb"]],
    ["a turned direction", ["ls", "\u202ecod.exe"]],
    ["a tag character", ["ls", "a\u{e0041}"]],
    ["a control character", ["ls\u001b[2K"]],
    ["a look-alike", ["gіt", "status"]],
  ])("with %s", (_, rule) => {
    expect(isOfferableRule(rule)).toBe(false);
  });
});

describe("shortening", () => {
  it.each([
    ["stat -c %n", 1],
    ["npm test --silent", 2],
    ["npm run build --watch", 3],
    ["git -C /work log --oneline", 4],
    ["git log --oneline", 2],
    ["sudo -u bob systemctl restart", 4],
    ["docker compose -f x.yml up web", 5],
    ["python3 -m http.server 80", 3],
  ])("%s keeps at least %i words", (line, leastWords) => {
    expect(prefixRule(words(line), true)).toMatchObject({ leastWords });
  });

  it("never comes to words that would allow anything", () => {
    const random = randomOf(7);
    const wide = words(
      "bash sh python3 node npx npm pnpm curl wget ssh docker git sudo env xargs /usr/bin/python3.11",
    );
    const runWords = words("run exec install");
    const runners = words("npx npm pnpm docker");
    const harmless = words("-x --flag -C -u -lc");
    const telling = words("status build.mjs https://a.example web");
    let offered = 0;
    for (let round = 0; round < 20_000; round++) {
      const pool = [...wide, ...harmless, ...runWords, ...(random.chance(50) ? telling : [])];
      const rule = Array.from({ length: 1 + random.below(5) }, () => random.pick(pool) ?? "");
      const made = prefixRule(rule, true);
      if (made?.kind !== "prefix") continue;
      offered++;
      for (let count = made.leastWords; count <= rule.length; count++) {
        const kept = rule.slice(0, count);
        const isRunner = runners.includes(kept[0] ?? "");
        const says = kept.filter(
          (word) => ![...wide, ...harmless, ...(isRunner ? runWords : [])].includes(word),
        );
        const names = kept.filter((word) => wide.includes(word)).length > 1 || !wide.includes(kept[0] ?? "");
        if (says.length === 0 && !names) expect.fail(`offered ${JSON.stringify(kept)}`);
      }
    }
    expect(offered).toBeGreaterThan(1_000);
  });
});

describe("the words of a rule", () => {
  it("say what it covers", () => {
    const rule = words("git log --oneline");
    expect(coverageOf(rule, 3)).toBe("Covers this command, also with more words behind it.");
    expect(coverageOf(rule, 2)).toContain("begins with these words: the last word may be anything");
    expect(coverageOf(rule, 1)).toContain("begins with this word: the last 2 words may be anything");
    expect(coverageOf(["bash", "-lc", "a > b"], 3)).toBe("Covers exactly this script, and nothing else.");
    expect(isScriptRule(["git", "-c", "core.pager=x"])).toBe(false);
  });

  it("are the server’s line", () => {
    expect(lineOfRule({ kind: "prefix", words: ["a", 'b"c'], leastWords: 1, runsOutside: true })).toBe(
      'prefix_rule(pattern=["a", "b\\"c"], decision="allow")',
    );
    expect(lineOfRule({ kind: "host", host: "a.example", protocol: "https", allows: false })).toBe(
      'network_rule(host="a.example", protocol="https", decision="deny")',
    );
  });
});
