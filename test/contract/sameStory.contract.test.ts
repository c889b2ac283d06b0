// Our client and the server's own test client play the same script: both must tell the same story. The other
// one prints the traffic, opts out of deltas and accepts every approval.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ServerNotification, ThreadItem, Turn } from "../../extension/shared/protocol.ts";
import { testsAndSummary } from "../provider/scripts/commands.ts";
import { scriptFiles } from "../provider/scripts/workspace.ts";
import { serverBinary } from "../provider/serverFolders.ts";
import { startChild } from "./child.ts";
import { setStage, type Stage } from "./stage.ts";

const prompt = "run tests and summarize failures";
const client = fileURLToPath(new URL("../client/client.ts", import.meta.url));

type Message = Partial<ServerNotification>;

/** What our client received, from its lines of the wire. */
async function heardByOurs(stage: Stage): Promise<Message[]> {
  const args = [client, prompt, "--wire", "--decide", "accept", "--codex-home", stage.codexHome];
  const { code, out } = await startChild(process.execPath, args, {
    env: stage.environment,
    cwd: stage.workspace,
  }).ended;
  expect(code).toBe(0);
  const lines = out.split("\n").filter((line) => line.startsWith("< "));
  return lines.map((line) => JSON.parse(line.slice(2)) as Message);
}

/** What the server's own client received: it prints each message over several lines, all marked. */
async function heardByTheirs(stage: Stage): Promise<Message[]> {
  const args = ["debug", "app-server", "send-message-v2", prompt];
  const { out } = await startChild(serverBinary(), args, {
    env: { ...stage.environment, CODEX_HOME: stage.codexHome },
    cwd: stage.workspace,
  }).ended;
  const messages: Message[] = [];
  let text = "";
  for (const line of out.split("\n")) {
    if (line === "< {") text = "";
    if (line.startsWith("< ")) text += `${line.slice(2)}\n`;
    if (line === "< }") messages.push(JSON.parse(text) as Message);
  }
  return messages;
}

interface Story {
  readonly started: string[];
  readonly ended: unknown[];
  readonly turn: Pick<Turn, "status" | "error"> | undefined;
}

/** The items in the order of their beginnings, each as it was at its end, without what differs by run. */
function storyOf(messages: readonly Message[], stage: Stage): Story {
  const started: ThreadItem[] = [];
  const ended = new Map<string, ThreadItem>();
  let turn: Story["turn"];
  for (const { method, params } of messages as ServerNotification[]) {
    if (method === "item/started") started.push(params.item);
    if (method === "item/completed") ended.set(params.item.id, params.item);
    if (method === "turn/completed") turn = { status: params.turn.status, error: params.turn.error };
  }
  const inOrder = inOrderOfTheModel(started);
  return {
    started: inOrder.map(({ type }) => type),
    ended: inOrder.map((item) => withoutChance(ended.get(item.id), stage)),
    turn,
  };
}

/** The model asks for two commands at once; which of them begins first is chance. Their ids tell its order. */
function inOrderOfTheModel(items: readonly ThreadItem[]): ThreadItem[] {
  const result = [...items];
  for (let index = 1; index < result.length; index++) {
    const [before, item] = [result[index - 1], result[index]];
    if (before?.type !== "commandExecution" || item?.type !== "commandExecution") continue;
    if (before.id > item.id) [result[index - 1], result[index]] = [item, before];
  }
  return result;
}

const chance = new Set(["id", "clientId", "processId", "durationMs", "startedAtMs", "completedAtMs"]);

function withoutChance(item: ThreadItem | undefined, stage: Stage): unknown {
  if (item === undefined) return "never ended";
  const text = JSON.stringify(item, (key, value: unknown) => (chance.has(key) ? undefined : value));
  return JSON.parse(
    text.replaceAll(stage.workspace, "/work").replaceAll(/duration_ms(:?) [\d.]+/g, "duration_ms$1 1"),
  );
}

describe("our client and the server's own", () => {
  it("tell the same story of the same script", async () => {
    const ourStage = await setStage(testsAndSummary, { files: scriptFiles });
    const theirStage = await setStage(testsAndSummary, { files: scriptFiles });
    const ours = storyOf(await heardByOurs(ourStage), ourStage);
    const theirs = storyOf(await heardByTheirs(theirStage), theirStage);
    expect(theirs.started).toEqual([
      "userMessage",
      "reasoning",
      "agentMessage",
      "commandExecution",
      "commandExecution",
      "agentMessage",
      "commandExecution",
      "agentMessage",
    ]);
    expect(theirs.turn).toEqual({ status: "completed", error: null });
    expect(ours).toEqual(theirs);
    for (const { provider } of [ourStage, theirStage]) expect(provider.unexpected).toEqual([]);
  });
});
