// What MCP servers ask, on the real server: tools that need leave, forms and web pages. What each choice sends,
// what the tool is told, and what is remembered.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import type { FieldValue } from "../../../extension/shared/approvals/form.ts";
import { mcpCall } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import type { Response } from "../../provider/step.ts";
import { type Answer, openDesk, replyLine, statuses } from "./desk.ts";

const program = fileURLToPath(new URL("../../provider/tinyMcp.ts", import.meta.url));
const configToml = `mcp_servers.tiny.command = ${JSON.stringify(process.execPath)}
mcp_servers.tiny.args = ${JSON.stringify([program])}
`;
const open = (...calls: Response[]) => openDesk(sequence([...calls, message("Done.")]), { configToml });

/** What the tool's server wrote into its result. */
const outputOf = (told: string | undefined): string => told?.split("Output:")[1]?.trim() ?? "";

describe("a tool that needs leave", () => {
  const twiceAndOther = [
    mcpCall("tiny", "write_thing", { text: "1" }),
    mcpCall("tiny", "write_thing", { text: "2" }),
    mcpCall("tiny", "erase_thing", { text: "3" }),
  ];
  const [write, erase] = ["tiny/write_thing", "tiny/erase_thing"];
  const all = [write, write, erase];

  it.each<[ChoiceId, unknown, string[], string[], string[]]>([
    ["accept", { action: "accept", content: null, _meta: null }, all, all, all],
    [
      "acceptForSession",
      { action: "accept", content: null, _meta: { persist: "session" } },
      [write, erase],
      [erase],
      all,
    ],
    [
      "acceptWithRule",
      { action: "accept", content: null, _meta: { persist: "always" } },
      [write, erase],
      [erase],
      [erase],
    ],
    ["decline", { action: "decline", content: null, _meta: null }, all, all, all],
  ])("%s", async (choice, reply, asked, next, later) => {
    const desk = await open(...twiceAndOther);
    const seen = await desk.turn("go", [choice]);
    expect(seen.asked).toEqual(asked);
    expect(seen.cards[0]?.ask).toMatchObject({ parameters: '{\n  "text": "1"\n}' });
    expect(desk.replies[0]).toBe(replyLine(0, reply));
    const isRun = choice !== "decline";
    expect(outputOf(seen.told[0])).toBe(isRun ? 'write_thing: {"text":"1"}' : "user rejected MCP tool call");
    expect(statuses(seen, "mcpToolCall")[0]).toBe(isRun ? "completed" : "failed");
    expect(statuses(seen, "mcpToolCall")[2]).toBe("failed");
    expect(seen.turn.status).toBe("completed");
    const saved = '\n[mcp_servers.tiny.tools.write_thing]\napproval_mode = "approve"\n';
    const { rules, config } = await desk.stored();
    expect(rules).toBe("");
    if (choice === "acceptWithRule") expect(config.replace(saved, "")).toBe(desk.stage.configToml);
    else expect(config).toBe("");
    expect((await desk.turn("next")).asked).toEqual(next);
    await desk.reopen();
    expect((await desk.turn("later")).asked).toEqual(later);
  });

  it("has its item before the request", async () => {
    const desk = await open(mcpCall("tiny", "write_thing", { text: "1" }));
    await desk.turn("go", ["accept"]);
    const heard = desk.wire.flatMap(({ line }) => {
      const { method, params } = JSON.parse(line) as {
        method?: string;
        params?: { item?: { type: string } };
      };
      const isAbout = params?.item?.type === "mcpToolCall" || method === "mcpServer/elicitation/request";
      return isAbout ? [method] : [];
    });
    expect(heard).toEqual(["item/started", "mcpServer/elicitation/request", "item/completed"]);
  });
});

describe("a form", () => {
  const filled: Record<string, FieldValue> = {
    name: "Ada",
    mail: "",
    copies: "3",
    agreed: true,
    colour: ["blue"],
    toppings: ["a", "c"],
  };
  const fillingIn: Answer = async (card, { host }) => {
    if (card.ask.kind !== "mcpForm") throw new Error("This is no form.");
    const values = card.ask.fields.map(({ name }) => filled[name] ?? "");
    const short = card.ask.fields.map(({ name }) => (name === "name" ? "" : (filled[name] ?? "")));
    expect(await host.threads.answer(card.key, "accept", { kind: "form", values: short })).toBe("notFitting");
    const again = host.threads.pending.open[0]?.approval;
    expect(again?.problem).toContain("did not fit");
    expect(await host.threads.answer(again?.key ?? "", "accept", { kind: "form", values })).toBe("sent");
  };
  // The server hands the fields on in the order of their names, not in the order of the tool's server.
  const content = { agreed: true, colour: "blue", copies: 3, name: "Ada", toppings: ["a", "c"] };

  it.each<[string, Answer, object, object]>([
    ["accept", fillingIn, { action: "accept", content, _meta: null }, { action: "accept", content }],
    ["decline", "decline", { action: "decline", content: null, _meta: null }, { action: "decline" }],
    ["cancel", "cancel", { action: "cancel", content: null, _meta: null }, { action: "cancel" }],
  ])("%s", async (_, answer, reply, told) => {
    const desk = await open(mcpCall("tiny", "ask_form"));
    const seen = await desk.turn("go", [answer]);
    expect(seen.asked).toEqual(["tiny: Where shall it go?"]);
    expect(desk.replies).toEqual([replyLine(0, reply)]);
    expect(JSON.parse(outputOf(seen.told[0]))).toEqual(told);
    expect(statuses(seen, "mcpToolCall")).toEqual(["completed"]);
    expect(seen.turn.status).toBe("completed");
  });
});

describe("a web page", () => {
  it.each<[ChoiceId, object]>([
    // The server makes an empty content of none.
    ["accept", { action: "accept", content: {} }],
    ["decline", { action: "decline" }],
    ["cancel", { action: "cancel" }],
  ])("%s", async (choice, told) => {
    const desk = await open(mcpCall("tiny", "ask_url"));
    const seen = await desk.turn("go", [choice]);
    expect(seen.cards[0]?.ask).toMatchObject({ kind: "mcpUrl", server: "tiny", host: "example.com" });
    expect(desk.replies).toEqual([replyLine(0, { action: choice, content: null, _meta: null })]);
    expect(JSON.parse(outputOf(seen.told[0]))).toEqual(told);
    expect(seen.turn.status).toBe("completed");
  });
});
