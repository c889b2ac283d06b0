import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRuleFiles, revokeFromFile, withoutCall } from "./ruleFiles.ts";
import { readRules, type FileRule, type NetworkRule, type PrefixRule } from "./savedRule.ts";

let home = "";
let file = "";
const text = `# Ada's rules
prefix_rule(pattern=["git", "status"])
prefix_rule(
  pattern=["npm", "test"],
)  # keep this note
network_rule(host="a.example", protocol="http", decision="allow")\r
x = 1
prefix_rule(pattern=["ls"])`;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "lectern-rules-"));
  await mkdir(path.join(home, "rules"));
  file = path.join(home, "rules/default.rules");
  await writeFile(file, text, { mode: 0o640 });
});
afterEach(() => rm(home, { recursive: true }));

async function ruleAt(line: number): Promise<PrefixRule | NetworkRule> {
  const rule = (await readRuleFiles(home)).rules.find((one) => one.line === line);
  if (!rule || rule.kind === "unread") throw new Error(`no rule at line ${line}`);
  return rule;
}

const said = (all: readonly FileRule[]): string[] => all.map(({ source }) => source);

describe("the rules of a home", () => {
  it("come from every rules file, in order of names", async () => {
    await writeFile(path.join(home, "rules/a.rules"), 'prefix_rule(pattern=["a"])\n');
    await writeFile(path.join(home, "rules/a.rules.bak"), 'prefix_rule(pattern=["no"])\n');
    const { rules, unreadFiles } = await readRuleFiles(home);
    expect(unreadFiles).toEqual([]);
    expect(rules.map((rule) => `${path.basename(rule.file)}:${rule.line} ${rule.kind}`)).toEqual([
      "a.rules:1 prefix",
      "default.rules:2 prefix",
      "default.rules:3 prefix",
      "default.rules:6 network",
      "default.rules:7 unread",
      "default.rules:8 prefix",
    ]);
  });

  it("are none without a folder", async () => {
    expect(await readRuleFiles(path.join(home, "nowhere"))).toEqual({ rules: [], unreadFiles: [] });
  });

  it("are told apart from files that cannot be read", async () => {
    await writeFile(path.join(home, "rules/bytes.rules"), Buffer.from([0xff, 0xfe, 0x00]));
    await writeFile(path.join(home, "rules/large.rules"), "#".repeat(2_000_000));
    await mkdir(path.join(home, "rules/folder.rules"));
    const { rules, unreadFiles } = await readRuleFiles(home);
    expect(rules).toHaveLength(5);
    expect(unreadFiles.map((one) => path.basename(one.file))).toEqual([
      "bytes.rules",
      "folder.rules",
      "large.rules",
    ]);
  });
});

describe("taking a rule out", () => {
  it("takes its line, every other byte and the mode stay", async () => {
    expect(await revokeFromFile(await ruleAt(2))).toBe("revoked");
    expect(await readFile(file, "utf8")).toBe(text.replace('prefix_rule(pattern=["git", "status"])\n', ""));
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe("640");
    expect(await readdir(path.dirname(file))).toEqual(["default.rules"]);
  });

  it("takes a call of several lines, and leaves the note behind it", async () => {
    expect(await revokeFromFile(await ruleAt(3))).toBe("revoked");
    expect(await readFile(file, "utf8")).toBe(text.replace(/prefix_rule\(\n[^)]*\) {2}/, ""));
  });

  it("takes both bytes of a line's end, and the last line", async () => {
    expect(await revokeFromFile(await ruleAt(6))).toBe("revoked");
    expect(await revokeFromFile(await ruleAt(7))).toBe("revoked");
    expect(await readFile(file, "utf8")).toBe(text.slice(0, text.indexOf("network_rule")) + "x = 1\n");
  });

  it("writes nothing when the file says something else there by now", async () => {
    const rule = await ruleAt(2);
    for (const now of [
      `# moved\n${text}`,
      text.replace("status", "stash!"),
      "",
      text.replace("prefix_rule", "refix_rule"),
    ]) {
      await writeFile(file, now);
      expect(await revokeFromFile(rule)).toBe("changed");
      expect(await readFile(file, "utf8")).toBe(now);
    }
    await rm(file);
    await expect(revokeFromFile(rule)).rejects.toThrow("ENOENT");
  });

  it("goes through a link to the file and leaves the link", async () => {
    const real = path.join(home, "dotfiles.rules");
    await writeFile(real, text);
    await rm(file);
    await symlink(real, file);
    expect(await revokeFromFile(await ruleAt(2))).toBe("revoked");
    expect(await readlink(file)).toBe(real);
    expect(await readFile(real, "utf8")).not.toContain("status");
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "leaves the file whole when it may not write",
    async () => {
      const rule = await ruleAt(2);
      await chmod(path.dirname(file), 0o500);
      await expect(revokeFromFile(rule)).rejects.toThrow("EACCES");
      await chmod(path.dirname(file), 0o700);
      expect(await readFile(file, "utf8")).toBe(text);
    },
  );

  it("takes exactly one rule out of any file", () => {
    const rule = fc.constantFrom(
      'prefix_rule(pattern=["a"])',
      'prefix_rule(\n pattern=["b", ["c", "d"]])',
      'network_rule(host="h", protocol="http", decision="allow")',
    );
    const between = fc.constantFrom("\n", "\r\n", "  # note\n", "\n\n# x\n", "\nx = 1\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rule, between), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (parts, pick) => {
          const before = parts.flat().join("");
          const rules = readRules("f", before);
          const taken = rules[pick % rules.length];
          if (!taken) return;
          expect(said(readRules("f", withoutCall(before, taken)))).toEqual(
            said(rules.filter((one) => one !== taken)),
          );
        },
      ),
    );
  });
});
