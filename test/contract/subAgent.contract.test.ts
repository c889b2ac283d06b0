// The policy lets the server unload a thread as soon as nobody listens to it. A sub-agent is not unloaded by that
// while it works, nor before its parent heard of it.

import { expect, it } from "vitest";
import { spawnAgent, waitAgent } from "../provider/calls.ts";
import { message, pause } from "../provider/events.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { runTurn, setStage } from "./stage.ts";

it("a sub-agent works to its end, and its parent goes on", async () => {
  const script = firstOf(
    whenUser(/^count the files$/, [[pause(500), message("Three files.")]]),
    whenUser(/^again$/, [message("Still here.")]),
    sequence([
      spawnAgent({ message: "count the files", taskName: "counter" }),
      waitAgent({ timeoutMs: 10_000 }),
      message("done"),
    ]),
  );
  const stage = await setStage(script, { model: "gpt-6.1-sol" });
  const host = stage.host();
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  expect((await runTurn(host, threadId, "go")).status).toBe("completed");
  const child = stage.provider.requests.find((request) => request.agentName === "/root/counter");
  expect(child?.lastUserText).toBe("count the files");
  expect((await runTurn(host, threadId, "again")).status).toBe("completed");
  expect(stage.provider.unexpected).toEqual([]);
});
