import { describe, expect, it } from "vitest";
import { readRules } from "../rules/savedRule.ts";
import type { SavedRulesRead } from "../rules/savedRules.ts";
import { revokeDetail, rulesTree } from "./rulesTree.ts";

const file = "/home/ada/.codex/rules/default.rules";
const nothing: SavedRulesRead = { rules: [], unreadFiles: [], tools: [], servers: [], toolsProblem: null };
const treeOf = (text: string) => rulesTree({ ...nothing, rules: readRules(file, text) }, []);
const rowsOf = (text: string) => treeOf(text).flatMap(({ rows }) => rows);
const serverOf = (serverName: string, asksAlways = false) => ({
  serverName,
  asksAlways,
  approvedTools: [serverName],
  file: `/home/${serverName}/config.toml`,
});
const tool = (over: object = {}) => ({
  kind: "tool" as const,
  serverName: "linear",
  toolName: "create_issue",
  file: "/home/ada/.codex/config.toml",
  isRevocable: true,
  ...over,
});

describe("the sections", () => {
  it("are those that have something, in a fixed order", () => {
    const text = `prefix_rule(pattern=["git", "status"])
network_rule(host="registry.example", protocol="https", decision="allow")
x = 1
prefix_rule(pattern=["npm", ["test", "run"], "a b"], decision="prompt", justification="Look first")
prefix_rule(pattern=["rm"], decision="forbidden")
`;
    const read = {
      ...nothing,
      rules: readRules(file, text),
      tools: [tool()],
      unreadFiles: [{ file: "/r/b.rules", why: "EACCES" }],
    };
    const tree = rulesTree(read, [{ words: "npm install", threadName: "Mend the build" }]);
    const told = tree.map(({ label, description, rows }) => [
      [label, description],
      ...rows.map((row) => [row.icon, row.label, row.description, row.rule !== null]),
    ]);
    expect(told).toEqual([
      [
        ["Commands", ""],
        ["check", "git status …", "default.rules:1", true],
        ["question", 'npm [test | run] "a b" …', "asks · default.rules:4", false],
        ["circle-slash", "rm …", "forbidden · default.rules:5", false],
        ["warning", "Not understood", "default.rules:3", false],
        ["warning", "File cannot be read", "b.rules", false],
      ],
      [
        ["Hosts", ""],
        ["check", "https://registry.example", "default.rules:2", true],
      ],
      [
        ["MCP tools", ""],
        ["check", "linear › create_issue", "config.toml", true],
      ],
      [
        ["This session", "end with the server"],
        ["check", "npm install", "Mend the build", false],
      ],
    ]);
    expect(rulesTree(nothing, [])).toEqual([]);
  });

  it("say when the tools are not known", () => {
    const [section] = rulesTree({ ...nothing, toolsProblem: "-32603 broken" }, []);
    expect(section).toMatchObject({
      label: "MCP tools",
      rows: [{ icon: "warning", tooltip: "-32603 broken" }],
    });
  });
});

describe("an MCP server", () => {
  it("has a tick of its own, and says what runs without asking", () => {
    const read = { ...nothing, servers: [serverOf("ada"), serverOf("linear", true)] };
    const [section] = rulesTree(read, []);
    expect(section).toMatchObject({ id: "servers", label: "MCP servers", description: "always ask" });
    expect(
      section?.rows.map(({ label, description, server, rule }) => [
        label,
        description,
        server?.asksAlways,
        rule,
      ]),
    ).toEqual([
      ["ada", "read-only tools do not ask", false, null],
      ["linear", "", true, null],
    ]);
    expect(section?.rows[1]?.spoken).toBe("MCP server linear. Every tool asks before it runs.");
    expect(section?.rows[0]?.tooltip).toContain("Allowed for good, and not asked for: ada");
  });
});

describe("a row", () => {
  it("has its place, and the rule itself, in words", () => {
    const [row] = rowsOf('\nprefix_rule(\n  pattern=["git", "status"],\n  justification="To look")\n');
    expect(row?.place).toEqual({ file, line: 2 });
    expect(row?.tooltip).toBe(
      `Allowed without asking: commands that begin with git status\n\nTo look\n\nprefix_rule(\n  pattern=["git", "status"],\n  justification="To look")\n\n${file}, lines 2 to 4`,
    );
    expect(row?.spoken).toBe("Allowed without asking: commands that begin with git status, default.rules:2");
  });

  it("is the person's own to revoke, or not", () => {
    const others = [{ file: "/etc/codex/config.toml" }, { file: null }, { file: "/work/.codex" }];
    const tools = others.map((over, index) => tool({ ...over, toolName: `t${index}`, isRevocable: false }));
    const [section] = rulesTree({ ...nothing, tools }, []);
    expect(section?.rows.map(({ rule, description, place }) => [rule, description, place?.file])).toEqual([
      [null, "config.toml · not yours", "/etc/codex/config.toml"],
      [null, "managed · not yours", undefined],
      [null, ".codex · not yours", undefined],
    ]);
  });

  it("has an id of its own", () => {
    const ids = rowsOf('prefix_rule(pattern=["a"])\nprefix_rule(pattern=["a"])\n'.repeat(3)).map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(6);
  });

  it("shows outside text as text, wherever it stands", () => {
    const evil = "$(check) [x](command:y)\u202e\u200b<b>";
    const rules = readRules(
      `/r/${evil}.rules`,
      `prefix_rule(pattern=["${evil}"], justification="${evil}")\nnetwork_rule(host="${evil}", protocol="${evil}", decision="allow")\n${evil}`,
    );
    const tools = [tool({ serverName: evil, toolName: evil, file: `/r/${evil}.toml` })];
    const tree = rulesTree(
      {
        rules,
        tools,
        servers: [serverOf(evil)],
        unreadFiles: [{ file: `/r/${evil}`, why: evil }],
        toolsProblem: evil,
      },
      [{ words: evil, threadName: evil }],
    );
    const rows = tree.flatMap((section) => section.rows);
    expect(rows).toHaveLength(8);
    const texts = rows.flatMap(({ label, description, tooltip, spoken }) => [
      label,
      description,
      tooltip,
      spoken,
    ]);
    texts.push(...rows.flatMap(({ rule }) => (rule ? [revokeDetail(rule)] : [])));
    expect(texts.filter((text) => /\$\(|\u202e/.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes("[U+202E]")).length).toBeGreaterThan(12);
  });

  it("is of bounded length", () => {
    const [row] = rowsOf(`prefix_rule(pattern=["${"a".repeat(50_000)}"])`);
    expect(row?.label.length).toBeLessThan(210);
    expect(row?.tooltip.length).toBeLessThan(2_000);
  });
});

describe("the question before revoking", () => {
  it("says what and from when on", () => {
    const [row] = rowsOf('prefix_rule(pattern=["git", "status"])');
    if (!row?.rule) throw new Error("no rule");
    expect(revokeDetail(row.rule)).toBe(
      'prefix_rule(pattern=["git", "status"])\n\nNew threads ask again. Threads that are open keep the rule until the app-server restarts.',
    );
    expect(revokeDetail(tool())).toContain("linear › create_issue\n\nCodex asks again.");
  });
});
