// The tools of an MCP server as the real server tells them: none but a later change is told, until it was seen.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openDesk } from "../../test/contract/approvals/desk.ts";
import { message } from "../../test/provider/events.ts";
import { changeWords, ToolLists, type ToolListChange } from "./toolLists.ts";

const program = fileURLToPath(new URL("../../test/provider/tinyMcp.ts", import.meta.url));
const configOf = (...more: string[]): string =>
  `mcp_servers.tiny = { command = ${JSON.stringify(process.execPath)}, args = ${JSON.stringify([program, ...more])} }\n`;

it("tells of a change until it was seen, by names alone", async () => {
  let kept: unknown;
  let told = Promise.withResolvers<ToolListChange | "kept">();
  const lists = (): ToolLists =>
    new ToolLists({
      server: { ready: async () => await desk.host.supervisor.ready() },
      codexHome: () => desk.stage.codexHome,
      kept: {
        read: () => kept,
        keep: (value) => {
          kept = JSON.parse(JSON.stringify(value));
          told.resolve("kept");
        },
      },
      onChange: (change) => told.resolve(change),
      log: (line) => told.reject(new Error(line)),
    });
  let current: ToolLists | undefined;
  const desk = await openDesk(() => message("Done."), {
    configToml: configOf(),
    host: { onNotification: (notification) => (current ??= lists()).handleNotification(notification) },
  });
  expect(await told.promise).toBe("kept");
  // A thread is there to be resumed once it had a turn.
  await desk.turn("go");

  /** A new window: another process, with what was kept. */
  const reopened = async (config: string): Promise<ToolListChange | "kept"> => {
    told = Promise.withResolvers();
    current = undefined;
    const text = desk.stage.configToml.replace(configOf(), config);
    await writeFile(join(desk.stage.codexHome, "config.toml"), text);
    await desk.reopen();
    return await told.promise;
  };
  const change = {
    serverName: "tiny",
    added: ["late"],
    changed: ["echo"],
    removed: ["fail"],
  };
  expect(await reopened(configOf("changed"))).toEqual(change);
  expect(await reopened(configOf("changed"))).toEqual(change);
  current?.seen("tiny");
  // Only what is different from what was seen is told: the way back is a change as well.
  expect(await reopened(configOf())).toEqual({ ...change, added: ["fail"], removed: ["late"] });
  expect(changeWords(change)).toBe("tiny: new late; changed echo; gone fail");
});
