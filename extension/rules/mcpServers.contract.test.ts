// "Always ask" for an MCP server, on the real server: a tool that calls itself read-only asks once it is switched on,
// and no more when it is switched off; the rest of the file stays as it was.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { runTurn, startStage, startThread } from "../../test/provider/bareServer.ts";
import { mcpCall } from "../../test/provider/calls.ts";
import { message } from "../../test/provider/events.ts";
import type { Server } from "../codex/server.ts";
import { readMcpServers, setAsksAlways } from "./mcpServers.ts";

const tiny = fileURLToPath(new URL("../../test/provider/tinyMcp.ts", import.meta.url));
const configToml = `# mine
[mcp_servers.tiny]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(tiny)}]
# stays
[mcp_servers.tiny.tools.erase_thing]
approval_mode = "approve"
`;

it("makes a tool ask that calls itself read-only, in open threads and new ones, until it is switched off", async () => {
  let asked = 0;
  const stage = await startStage(
    ({ turnCalls, lastUserText }) =>
      turnCalls.length === 0 ? mcpCall("tiny", lastUserText, { text: "x" }) : message("Done."),
    {
      configToml,
      answer: () => {
        asked++;
        return { action: "accept", content: {}, _meta: null };
      },
    },
  );
  onTestFinished(() => stage.close());
  const questionsOf = async (threadId: string, tool = "echo"): Promise<number> => {
    const before = asked;
    expect((await runTurn(stage.server, threadId, tool)).status).toBe("completed");
    return asked - before;
  };
  const newThread = (): Promise<string> =>
    startThread(stage.server, stage.provider.configArgs({ model: "gpt-5.5", retries: 0 }));
  const server: Server = { ready: () => Promise.resolve(stage.server) };
  const file = join(stage.server.codexHome, "config.toml");

  const told = { serverName: "tiny", asksAlways: false, approvedTools: ["erase_thing"], file };
  expect(await readMcpServers(server)).toEqual([told]);
  expect(await questionsOf(stage.threadId)).toBe(0);

  expect(await setAsksAlways(server, "tiny", true)).toBe("written");
  expect(await readMcpServers(server)).toEqual([{ ...told, asksAlways: true }]);
  expect(await readFile(file, "utf8")).toContain('default_tools_approval_mode = "prompt"');
  expect([await questionsOf(stage.threadId), await questionsOf(await newThread())]).toEqual([1, 1]);

  // What was allowed for good stays allowed, as the view says.
  expect(await questionsOf(stage.threadId, "erase_thing")).toBe(0);

  expect(await setAsksAlways(server, "tiny", false)).toBe("written");
  expect(await readFile(file, "utf8")).toBe(configToml);
  expect([await questionsOf(stage.threadId), await questionsOf(await newThread())]).toEqual([0, 0]);
  expect(await setAsksAlways(server, "other", true)).toBe("gone");
});
