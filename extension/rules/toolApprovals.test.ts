import { describe, expect, it } from "vitest";
import { ServerRefused } from "../codex/errors.ts";
import type { v2 } from "../shared/protocol.ts";
import type { Server } from "../codex/server.ts";
import { readToolApprovals, revokeToolApproval } from "./toolApprovals.ts";

const person: v2.ConfigLayerSource = { type: "user", file: "/home/ada/.codex/config.toml", profile: null };
const allow = (...names: string[]) => ({
  mcp_servers: {
    linear: { tools: Object.fromEntries(names.map((name) => [name, { approval_mode: "approve" }])) },
  },
});
const layer = (
  name: v2.ConfigLayerSource,
  config: object,
  disabledReason: string | null = null,
): v2.ConfigLayer => ({ name, config, version: "v", disabledReason });

/** A server at the edge of the process: what it answers, and what was written. */
function serverWith(config: object, layers: v2.ConfigLayer[], refusal?: ServerRefused) {
  const written: unknown[] = [];
  const server: Server = {
    ready: () =>
      Promise.resolve({
        call: async (method, params) => {
          if (method === "config/read") return { config, origins: {}, layers } as never;
          written.push(params);
          if (refusal) throw refusal;
          return {} as never;
        },
      }),
  };
  return { server, written };
}

describe("tools that run without asking", () => {
  it("are told with the layer that decides", async () => {
    const project: v2.ConfigLayerSource = { type: "project", dotCodexFolder: "/work/.codex" };
    const profile: v2.ConfigLayerSource = {
      type: "user",
      file: "/home/ada/.codex/work.toml",
      profile: "work",
    };
    const mdm: v2.ConfigLayerSource = { type: "mdm", domain: "d", key: "k" };
    const layers = [
      layer(mdm, allow("m")),
      layer(project, allow("p"), "not trusted"),
      layer(profile, allow("w")),
      layer(person, allow("a", "m", "p")),
    ];
    const { server } = serverWith(allow("w", "p", "m", "a", "nowhere"), layers);
    expect(
      (await readToolApprovals(server, "/work")).map((one) => [one.toolName, one.file, one.isRevocable]),
    ).toEqual([
      ["a", "/home/ada/.codex/config.toml", true],
      ["m", null, false],
      ["nowhere", null, false],
      ["p", "/home/ada/.codex/config.toml", true],
      ["w", "/home/ada/.codex/work.toml", false],
    ]);
  });

  it.each([
    {},
    { mcp_servers: null },
    { mcp_servers: [1] },
    {
      mcp_servers: {
        a: 5,
        b: { tools: "x" },
        c: { tools: { d: null, e: { approval_mode: "prompt" }, f: ["approve"] } },
      },
    },
  ])("are none in %j", async (config) => {
    expect(await readToolApprovals(serverWith(config, [layer(person, config)]).server, null)).toEqual([]);
  });
});

describe("revoking one", () => {
  const approval = {
    kind: "tool",
    serverName: "linear",
    toolName: "a.b",
    file: "",
    isRevocable: true,
  } as const;

  it("names exactly the key that was read, quoted where it must be", async () => {
    const config = { mcp_servers: { linear: { tools: { "a.b": { approval_mode: "approve", other: 1 } } } } };
    const { server, written } = serverWith(config, [layer(person, config)]);
    expect(await revokeToolApproval(server, approval)).toBe("revoked");
    expect(written).toEqual([
      {
        edits: [
          { keyPath: 'mcp_servers.linear.tools."a.b".approval_mode', value: null, mergeStrategy: "replace" },
        ],
        expectedVersion: "v",
        reloadUserConfig: true,
      },
    ]);
  });

  it("writes nothing when it is gone, or is not the person's own", async () => {
    const { server, written } = serverWith({}, [layer(person, {})]);
    expect(await revokeToolApproval(server, approval)).toBe("gone");
    await expect(revokeToolApproval(server, { ...approval, isRevocable: false })).rejects.toThrow("your own");
    expect(written).toEqual([]);
  });

  it("tells every refusal but a conflict", async () => {
    const refusal = new ServerRefused("config/batchWrite", { code: -32600, message: "readonly" });
    const { server, written } = serverWith({}, [layer(person, allow("a.b"))], refusal);
    await expect(revokeToolApproval(server, approval)).rejects.toBe(refusal);
    expect(written).toHaveLength(1);
  });
});
