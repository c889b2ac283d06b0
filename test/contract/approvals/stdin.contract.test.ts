// Typing into a program that runs outside the sandbox, on the real server: each piece is asked for, and the card
// shows the very characters and the program.

import { describe, expect, it } from "vitest";
import type { ChoiceId } from "../../../extension/shared/approvals/choices.ts";
import { command, writeStdin } from "../../provider/calls.ts";
import { message } from "../../provider/events.ts";
import { sequence } from "../../provider/script.ts";
import { openDesk, replyLine } from "./desk.ts";

const terminal = (cmd: string) =>
  command({ cmd, tty: true, yieldTimeMs: 250, escalate: { justification: "To talk to it." } });
const dialogue = 'read name; echo "got $name"; read again; echo "got $again"';

describe("typing into a running program", () => {
  it.each<[ChoiceId, string, readonly string[]]>([
    ["accept", "completed", ["", "Ada\r\ngot Ada", "Bob\r\ngot Bob"]],
    ["decline", "completed", ["", ...Array<string>(2).fill("write_stdin rejected: rejected by user")]],
    ["cancel", "interrupted", [""]],
  ])("%s", async (choice, ended, told) => {
    const desk = await openDesk(
      sequence([
        terminal(dialogue),
        writeStdin("Ada\n", { yieldTimeMs: 500 }),
        writeStdin("Bob\n", { yieldTimeMs: 2_000 }),
        message("Done."),
      ]),
    );
    const seen = await desk.turn("go", ["accept", choice, choice]);
    const typed = choice === "cancel" ? ["Ada\n"] : ["Ada\n", "Bob\n"];
    expect(seen.asked.slice(1)).toEqual(typed);
    expect(seen.cards[1]?.ask).toMatchObject({ kind: "stdin", program: expect.stringContaining(dialogue) });
    expect(seen.cards[1]?.choices.map(({ id }) => id)).toEqual(["accept", "decline", "cancel"]);
    expect(desk.replies).toEqual([
      replyLine(0, { decision: "accept" }),
      ...typed.map((_, at) => replyLine(at + 1, { decision: choice })),
    ]);
    expect(seen.turn.status).toBe(ended);
    expect(seen.told).toEqual(told);
    expect(await desk.stored()).toEqual({ rules: "", config: "" });
    await desk.host.threads.stop(desk.threadId);
  });

  it("shows every character as it would be typed", async () => {
    const texts = ["y", "it's", 'say "hi"\n', "a$b `c`\\n", "\u0003", "two words", "tab\there", "é\u202e"];
    const desk = await openDesk(
      sequence([
        terminal("cat"),
        ...texts.map((text) => writeStdin(text, { yieldTimeMs: 250 })),
        message("Done."),
      ]),
    );
    expect((await desk.turn("go", ["accept"])).asked.slice(1)).toEqual(texts);
    await desk.host.threads.stop(desk.threadId);
  });
});
