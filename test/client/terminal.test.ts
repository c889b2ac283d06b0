import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { fileChangeApproval, approvalOf } from "../samples/events.ts";
import { Asker } from "./terminal.ts";

const approval = approvalOf(fileChangeApproval(1, "f"));

describe("asking on the terminal", () => {
  it("takes the numbers of the choices, one line a question", async () => {
    const input = new PassThrough();
    let shown = "";
    const asker = new Asker(input, (text) => {
      shown += text;
    });
    input.write("1\n4\n");
    expect(await asker.choose(approval)).toBe("accept");
    expect(await asker.choose(approval)).toBe("cancel");
    expect(shown).toContain("    1 Allow\n");
  });

  it.each(["0\n", "9\n", "yes\n", "\n", "1.5\n"])("takes %j as no", async (typed) => {
    const input = new PassThrough();
    input.write(typed);
    expect(await new Asker(input, () => undefined).choose(approval)).toBe("decline");
  });

  it("takes a closed input as no, now and later", async () => {
    const input = new PassThrough();
    const asker = new Asker(input, () => undefined);
    const first = asker.choose(approval);
    input.end();
    expect(await first).toBe("decline");
    expect(await asker.choose(approval)).toBe("decline");
  });

  it("is silent about an open question when it is closed", async () => {
    const asker = new Asker(new PassThrough(), () => undefined);
    const open = asker.choose(approval);
    asker.close();
    expect(await open).toBe("decline");
  });
});
