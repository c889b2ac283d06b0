// A thread with a command and a change, exported from the real app-server: the server's own items as JSON lines, and
// Markdown that a person can read. Long threads come in pieces.

import { describe, expect, it } from "vitest";
import { setStage, endedTurn, runTurn } from "../../test/contract/stage.ts";
import { command, patch } from "../../test/provider/calls.ts";
import { message } from "../../test/provider/events.ts";
import { sequence, firstOf, whenUser } from "../../test/provider/script.ts";
import { exportThread, type ExportFormat } from "./exportThread.ts";
import type { Connection } from "../codex/connection.ts";

async function piecesOf(connection: Connection, threadId: string, format: ExportFormat): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of exportThread(connection, threadId, format)) pieces.push(piece);
  return pieces;
}

const working = sequence([
  command("echo '```'; echo \"<b>\"; echo out; sleep 0.3"),
  patch("*** Add File: notes.md\n+# Notes"),
  message("All done: <img src=x> ![seen](http://x.example/p.png)"),
]);
const script = firstOf(
  whenUser(/^work/, working),
  whenUser(/^chat/, ({ lastUserText }) => message(`Answer to ${lastUserText}`)),
);

describe("an exported thread", () => {
  it("has what was done in it, and nothing that lives", async () => {
    const stage = await setStage(script);
    const host = stage.host();
    const connection = await host.start();
    const threadId = await host.threads.start(stage.workspace);
    await host.threads.send(threadId, "work\n# on *this*");
    const card = await host.until(() => host.threads.pending.open[0]?.approval);
    await host.threads.answer(card.key, "accept");
    await host.until(() => endedTurn(host.state(threadId), "work\n# on *this*"));

    const lines = (await piecesOf(connection, threadId, "jsonl")).join("").trimEnd().split("\n");
    const [head, ...items] = lines.map((line) => JSON.parse(line));
    expect(head).toMatchObject({ type: "thread", thread: { id: threadId } });
    const answer = await connection.call("thread/items/list", { threadId, limit: 100 });
    expect(items).toEqual(answer.data);
    expect(items.map(({ item }) => item.type)).toEqual([
      "userMessage",
      "commandExecution",
      "fileChange",
      "agentMessage",
    ]);

    const text = (await piecesOf(connection, threadId, "markdown")).join("");
    expect(text.startsWith("# work\n\n- Thread: `")).toBe(true);
    for (const words of [
      "### You",
      "### Command",
      "completed, exit code 0",
      "### File change",
      "notes.md",
      "# Notes",
    ])
      expect(text).toContain(words);
    expect(text).toContain("````text\n```\n<b>\nout\n````");
    expect(text).toContain("All done: &lt;img src=x> &#33;[seen](http://x.example/p.png)");
  });

  it("comes in pieces, in order, when it is long", async () => {
    const stage = await setStage(script);
    const host = stage.host();
    const connection = await host.start();
    const threadId = await host.threads.start(stage.workspace);
    const prompts = Array.from({ length: 55 }, (_, index) => `chat ${index}`);
    for (const prompt of prompts) await runTurn(host, threadId, prompt);
    const pieces = await piecesOf(connection, threadId, "markdown");
    expect(pieces).toHaveLength(3);
    const answers = [...pieces.join("").matchAll(/Answer to (chat \d+)/g)].map(([, prompt]) => prompt);
    expect(answers).toEqual(prompts);
  });
});
