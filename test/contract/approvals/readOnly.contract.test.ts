// A tool that its MCP server calls read-only, on the real server: it says that it ran without asking, and no more so
// once the person wants to be asked.

import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { setAsksAlways } from "../../../extension/rules/mcpServers.ts";
import { calledReadOnly } from "../../../extension/threads/unasked.ts";
import { mcpCall } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { itemsOf } from "../stage.ts";
import { openDesk, statuses, type TurnSeen } from "./desk.ts";

const program = fileURLToPath(new URL("../../provider/tinyMcp.ts", import.meta.url));
const configToml = `mcp_servers.tiny.command = ${JSON.stringify(process.execPath)}
mcp_servers.tiny.args = ${JSON.stringify([program])}
`;
const whyUnasked = ({ turn }: TurnSeen) => itemsOf(turn, "mcpToolCall").map(({ unasked }) => unasked);

it("says that it ran without asking only where nobody was asked", async () => {
  const script = sequence([mcpCall("tiny", "echo", { text: "1" }), message("Done.")]);
  const desk = await openDesk(script, { configToml });
  const first = await desk.turn("go");
  expect([first.asked, whyUnasked(first)]).toEqual([[], [calledReadOnly]]);
  expect(await setAsksAlways(desk.host.supervisor, "tiny", true)).toBe("written");
  const second = await desk.turn("again", ["accept"]);
  expect(second.asked).toEqual(["tiny/echo"]);
  expect([statuses(second, "mcpToolCall"), whyUnasked(second)]).toEqual([["completed"], [null]]);
});
