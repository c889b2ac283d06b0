import { describe, expect, it } from "vitest";
import { parseArguments, UsageProblem } from "./arguments.ts";

const parse = (...args: string[]) => parseArguments(args, "/here");

describe("the command line", () => {
  it("needs a prompt only, works in the current folder and declines", () => {
    expect(parse("fix it")).toEqual({
      prompt: "fix it",
      thread: { kind: "new", cwd: "/here" },
      codexHome: undefined,
      appServerPath: undefined,
      config: [],
      decide: "decline",
      state: false,
      wire: false,
    });
  });

  it("takes every option, before and behind the prompt, and resolves paths", () => {
    const args = ["--cwd", "there", "go", "--codex-home=/h", "--app-server", "../codex", "--state", "--wire"];
    const config = ["--config", 'model="x"', "--config", "a.b=[1]", "--decide", "ask"];
    expect(parse(...args, ...config)).toEqual({
      prompt: "go",
      thread: { kind: "new", cwd: "/here/there" },
      codexHome: "/h",
      appServerPath: "/codex",
      config: ['model="x"', "a.b=[1]"],
      decide: "ask",
      state: true,
      wire: true,
    });
  });

  it("leaves an earlier thread in its own folder unless another is given", () => {
    expect(parse("go", "--resume", "t")).toMatchObject({
      thread: { kind: "earlier", id: "t", cwd: undefined },
    });
    expect(parse("go", "--resume", "t", "--cwd", "x")).toMatchObject({ thread: { id: "t", cwd: "/here/x" } });
  });

  it("offers help without a prompt", () => {
    expect(parse("--help")).toBe("help");
  });

  it.each([
    [[], "There is no prompt."],
    [["  "], "There is no prompt."],
    [["run", "tests"], "There is more than one prompt: put it in quotes."],
    [["go", "--decide", "maybe"], "--decide wants accept, decline or ask, not “maybe”."],
    [["go", "--config", "model"], "--config wants key=value, not “model”."],
    [["go", "--faster"], "Unknown option '--faster'"],
    [["go", "--cwd"], "Option '--cwd <value>' argument missing"],
  ])("says what is wrong with %j", (args, message) => {
    expect(() => parse(...args)).toThrow(new UsageProblem(message));
  });
});
