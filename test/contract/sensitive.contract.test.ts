// Workspace files under Auto, on the real sandbox: one that is there is guarded by its name, against commands and
// patches; one that is new is written, which the page tells of.

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { command, patch } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { sequence } from "../provider/script.ts";
import { endedTurn, itemsOf, setStage } from "./stage.ts";

const known = "shop.code-workspace";
const fresh = "fresh.code-workspace";

it("guards the workspace file that is there, and lets a new one be told of", async () => {
  const stage = await setStage(
    sequence([
      command(`echo '{"settings":{}}' > ${known}; true`),
      patch(`*** Begin Patch\n*** Update File: ${known}\n@@\n-{}\n+{"settings":{}}\n*** End Patch\n`),
      patch(`*** Begin Patch\n*** Add File: ${fresh}\n+{}\n*** End Patch\n`),
      message("Done."),
    ]),
  );
  await writeFile(join(stage.workspace, known), "{}\n");
  const host = stage.host({ mode: "auto" });
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  await host.threads.send(threadId, "go");
  const card = await host.until(() => host.state(threadId).approvals[0]);
  expect(card.ask).toMatchObject({ kind: "fileChange", changes: [{ path: join(stage.workspace, known) }] });
  expect(await host.threads.answer(card.key, "decline")).toBe("sent");
  const turn = await host.until(() => endedTurn(host.state(threadId), "go"));
  expect(await readFile(join(stage.workspace, known), "utf8")).toBe("{}\n");
  expect(existsSync(join(stage.workspace, fresh))).toBe(true);
  expect(itemsOf(turn, "fileChange").map(({ item }) => item.status)).toEqual(["declined", "completed"]);
});
