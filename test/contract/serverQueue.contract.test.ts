// Another client of the thread may fill the server's queue: the thread says how many messages wait, until they begin.

import { expect, it } from "vitest";
import { message, pause } from "../provider/events.ts";
import { endedTurn, setStage } from "./stage.ts";

it("counts the messages in the server's queue until their turns begin", async () => {
  const stage = await setStage(({ lastUserText }) => [pause(300), message(`Answer to ${lastUserText}.`)]);
  const host = stage.host();
  await host.start();
  const threadId = await host.threads.start(stage.workspace);
  await host.threads.send(threadId, "first");
  const input = [{ type: "text" as const, text: "second", text_elements: [] }];
  const { connection } = host.supervisor;
  await connection.call("thread/queue/add", { threadId, input, clientUserMessageId: "other-client" });
  await host.until(() => host.state(threadId).queued === 1);
  const turn = await host.until(() => endedTurn(host.state(threadId), "second"));
  expect(turn.status).toBe("completed");
  await host.until(() => host.state(threadId).queued === 0);
});
