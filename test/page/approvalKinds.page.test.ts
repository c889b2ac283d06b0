// Each kind of approval with the keyboard alone: reach, fill in, submit; and the exact answer that is posted.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import {
  form,
  manyOptions,
  networkRule,
  oneQuestion,
  permissions,
  questions,
  ruled,
  threeQuestions,
  tool,
  typedInput,
  unknown,
  webPage,
} from "../gallery/askSamples.ts";
import { commandApproval } from "../gallery/builders.ts";
import { bringUp, cardOf, focused, submitOf, submittable, waiting } from "./cardStage.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

async function opened(...approvals: Approval[]): Promise<Stage> {
  const stage = await stages.open({ height: 1600 });
  await stage.show(waiting(...approvals));
  await bringUp(stage);
  return stage;
}
const answers = async (stage: Stage): Promise<unknown[]> => await stage.intentsOf("answer");
const press = async (stage: Stage, ...keys: string[]): Promise<void> => {
  for (const key of keys) await stage.page.keyboard.press(key);
  await stage.painted();
};
/** Tab until something of this accessible name has the focus. */
async function tabTo(
  stage: Stage,
  role: "checkbox" | "radio" | "textbox" | "combobox" | "button",
  name: string | RegExp,
): Promise<void> {
  const target = cardOf(stage).getByRole(role, { name }).first();
  for (let steps = 0; steps < 40; steps++) {
    await stage.page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${role} ${name} is not reached`);
}

describe("permissions", () => {
  it("are granted line by line", async () => {
    const stage = await opened(permissions("k"));
    const card = cardOf(stage);
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(0);
    expect(await card.getByRole("checkbox", { checked: true }).count()).toBe(6);
    expect(await card.getByRole("checkbox", { name: "write /var/tmp" }).count()).toBe(1);
    expect(await card.getByRole("checkbox", { name: /^network access.*any host/ }).count()).toBe(1);
    await tabTo(stage, "checkbox", "write /var/tmp");
    await press(stage, "Space");
    await tabTo(stage, "checkbox", /^write \/ \(the whole disk\).*every file/);
    await press(stage, "Space", "2");
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      {
        type: "answer",
        approvalKey: "k",
        choice: "acceptForSession",
        details: { kind: "grants", granted: [1, 2, 4, 5] },
      },
    ]);
    await stage.close();
  });

  it("cannot be given when none is ticked; they can be denied", async () => {
    const stage = await opened(permissions("k"));
    const card = cardOf(stage);
    await press(stage, "1");
    await tabTo(stage, "checkbox", "All 5");
    await press(stage, "Space");
    expect(await card.getByRole("checkbox", { checked: true }).count()).toBe(0);
    expect(
      await card
        .getByRole("radio", { name: /^Allow/ })
        .first()
        .isDisabled(),
    ).toBe(true);
    expect(await card.getByRole("status").allInnerTexts()).toContain("Tick what you allow");
    await press(stage, "1", "Enter");
    expect(await answers(stage)).toEqual([]);
    await press(stage, "3");
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "decline", details: null },
    ]);
    await stage.close();
  });
});

describe("questions", () => {
  it("with options are answered by a digit and Enter", async () => {
    const stage = await opened(oneQuestion("k"));
    await press(stage, "2");
    await submittable(stage);
    await press(stage, "Enter");
    const details = { kind: "answers", answers: [{ option: 1, text: "" }] };
    expect(await answers(stage)).toEqual([{ type: "answer", approvalKey: "k", choice: "accept", details }]);
    await stage.close();
  });

  it("are answered in one's own words, in which digits are digits", async () => {
    const stage = await opened(oneQuestion("k"));
    await tabTo(stage, "textbox", "Something else");
    await stage.page.keyboard.type("2 of 3 nodes");
    await submittable(stage);
    await press(stage, "Enter");
    const details = { kind: "answers", answers: [{ option: null, text: "2 of 3 nodes" }] };
    expect(await answers(stage)).toEqual([{ type: "answer", approvalKey: "k", choice: "accept", details }]);
    await stage.close();
  });

  it("of several are filled one by one; a long field keeps its Enter, a secret is not shown", async () => {
    const stage = await opened(threeQuestions("k"));
    const card = cardOf(stage);
    expect(await card.innerText()).toContain("Codex goes on meanwhile.");
    await tabTo(stage, "radio", /^Variant 1/);
    await press(stage, "ArrowDown");
    expect(await card.getByRole("status").allInnerTexts()).toContain("2 questions have no answer yet");
    await tabTo(stage, "textbox", "Your answer");
    await stage.page.keyboard.type("Try");
    await press(stage, "Enter");
    await stage.page.keyboard.type("again");
    await press(stage, "Tab");
    const secret = card.locator("input[type=password]");
    expect(await secret.evaluate((element) => element === document.activeElement)).toBe(true);
    await stage.page.keyboard.type("sk-1");
    await submittable(stage);
    expect(await answers(stage)).toEqual([]);
    expect(JSON.stringify(await stage.kept())).not.toContain("sk-1");
    await press(stage, "Enter");
    const given = [
      { option: 1, text: "" },
      { option: null, text: "Try\nagain" },
      { option: null, text: "sk-1" },
    ];
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "accept", details: { kind: "answers", answers: given } },
    ]);
    await stage.close();
  });

  it("can be left unanswered, and an option can be taken back", async () => {
    const stage = await opened(oneQuestion("k"));
    await press(stage, "1", "1");
    expect(await cardOf(stage).getByRole("radio", { checked: true }).count()).toBe(1);
    expect(await cardOf(stage).getByRole("status").allInnerTexts()).toContain("Pick or write an answer");
    await press(stage, "5");
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "decline", details: null },
    ]);
    await stage.close();
  });

  it("of an input method do not submit on the Enter that ends the word", async () => {
    const stage = await stages.open({ height: 1600, hasOwnWindow: true });
    await stage.show(
      waiting(questions("k", [{ question: "Name?", options: [{ label: "a", description: "" }] }])),
    );
    await bringUp(stage);
    await tabTo(stage, "textbox", "Something else");
    await stage.page.keyboard.type("x");
    await submittable(stage);
    const session = await stage.ownPage.context().newCDPSession(stage.ownPage);
    await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await session.send("Input.dispatchKeyEvent", {
      type: "rawKeyDown",
      key: "Enter",
      code: "Enter",
      windowsVirtualKeyCode: 229,
    });
    await stage.painted();
    expect(await answers(stage)).toEqual([]);
    await stage.close();
  });
});

describe("a form of an MCP server", () => {
  it("is filled in field by field, and tells what is wrong", async () => {
    const stage = await opened(form("k"));
    const card = cardOf(stage);
    expect(await card.innerText()).toContain("MCP server: tracker");
    expect(await card.getByRole("checkbox", { name: "Page the person on call" }).isChecked()).toBe(false);
    await press(stage, "1");
    expect(await card.getByRole("status").allInnerTexts()).toContain("4 fields are not right yet");
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([]);
    const title = card.getByRole("textbox", { name: /^Title/ });
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    await stage.page.keyboard.type("Charge runs twice");
    await tabTo(stage, "textbox", /^Reporter/);
    await stage.page.keyboard.type("ada");
    expect(await card.innerText()).toContain("Not an e-mail address");
    await stage.page.keyboard.type("@example.org");
    await tabTo(stage, "textbox", /^How many/);
    await stage.page.keyboard.type("3");
    await tabTo(stage, "radio", "Bug");
    await press(stage, "Space");
    await tabTo(stage, "combobox", "Area");
    await card.getByRole("combobox", { name: "Area" }).selectOption({ label: "area-4" });
    await tabTo(stage, "checkbox", "docs");
    await press(stage, "Space");
    await submittable(stage);
    await press(stage, "Enter");
    const values = ["Charge runs twice", "ada@example.org", "3", false, ["bug"], ["area-4"], ["docs"], ""];
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "accept", details: { kind: "form", values } },
    ]);
    await stage.close();
  });

  it("warns of fields for secrets, does not show and does not keep what is typed there", async () => {
    const stage = await opened(form("k"));
    const key = cardOf(stage).getByLabel(/^API key/);
    expect(await cardOf(stage).innerText()).toContain("asks for something secret");
    expect(await key.getAttribute("type")).toBe("password");
    await key.fill("hunter2");
    await cardOf(stage)
      .getByRole("textbox", { name: /^Title/ })
      .fill("kept title");
    await stage.page.waitForFunction(() => JSON.stringify(window.lecternTest.kept).includes("kept title"));
    expect(JSON.stringify(await stage.kept())).not.toContain("hunter2");
    await stage.close();
  });
});

describe("pages and tools of MCP servers", () => {
  it("name the host that would be opened", async () => {
    const stage = await opened(webPage("https://xn--pypal-4ve.example/login", "k"));
    const text = await cardOf(stage).innerText();
    expect(text).toContain("https://xn--pypal-4ve.example/login");
    expect(text).toMatch(/Host:\s+xn--pypal-4ve\.example\s+Also written pаU\+0430ypal\.example/);
    await press(stage, "1");
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "accept", details: null },
    ]);
    await stage.close();
  });

  it.each([
    ["http://a.example/", "only https addresses are opened"],
    ["https://you@a.example/", "holds a user name or a password"],
    ["a.example", "this is not a web address"],
  ])("open nothing for %s", async (url, reason) => {
    const stage = await opened(webPage(url, "k"));
    expect(await cardOf(stage).innerText()).toContain(reason);
    expect(await cardOf(stage).getByRole("radio").count()).toBe(2);
    await stage.close();
  });

  it("show the real parameters, and what the saving choice saves", async () => {
    const stage = await opened(tool("k"));
    const card = cardOf(stage);
    const text = await card.innerText();
    expect(text).toContain('"title": "Charge runs twice on retry"');
    expect(text).toContain("retry U+202E itU+00A0now");
    expect(text).not.toContain("Nothing to see");
    await press(stage, "3");
    expect(await card.innerText()).toContain(
      'mcp_servers.tracker.tools.create_issue.approval_mode = "approve"',
    );
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "acceptWithRule", details: null },
    ]);
    await stage.close();
  });

  it("offer only refusals for what cannot be shown", async () => {
    const stage = await opened(unknown("k"));
    expect(await cardOf(stage).getByRole("radio").count()).toBe(2);
    expect(await cardOf(stage).innerText()).toContain('"type": "colour"');
    await stage.close();
  });
});

describe("commands", () => {
  it("have a rule that the keyboard shortens, with what it covers", async () => {
    const stage = await opened(ruled("k"));
    const card = cardOf(stage);
    await press(stage, "3");
    expect(await card.innerText()).toContain("Covers this command, also with more words behind it.");
    await tabTo(stage, "button", "Shorter");
    await press(stage, "Enter", "Enter", "Enter", "Enter");
    expect(await card.innerText()).toContain(
      'prefix_rule(pattern=["pnpm", "test", "--filter"], decision="allow")',
    );
    expect(await card.innerText()).toContain("the last 4 words may be anything");
    await tabTo(stage, "button", "Longer");
    await press(stage, "Space");
    await card.getByRole("radio", { name: /commands that begin with/ }).focus();
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "acceptWithRule", details: { kind: "rule", words: 4 } },
    ]);
    await stage.close();
  });

  it("never have a rule that is shorter than what is offered, by pointer neither", async () => {
    const stage = await opened(ruled("k"));
    const card = cardOf(stage);
    await card.getByRole("button", { name: "checkout" }).click();
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(1);
    await card.getByRole("button", { name: "Shorter" }).focus();
    for (let times = 0; times < 9; times++) await press(stage, "Enter");
    expect(await card.innerText()).toContain('prefix_rule(pattern=["pnpm", "test"], decision="allow")');
    expect(await card.getByRole("button", { name: "pnpm" }).count()).toBe(0);
    await stage.close();
  });

  it("take the whole proposal by a digit and Enter", async () => {
    const stage = await opened(ruled("k"));
    await press(stage, "3");
    await submittable(stage);
    await press(stage, "Enter");
    expect(await answers(stage)).toEqual([
      { type: "answer", approvalKey: "k", choice: "acceptWithRule", details: null },
    ]);
    await stage.close();
  });

  it("are told apart from typed input, hosts and what an agent asks", async () => {
    const stage = await opened(typedInput("s"), networkRule("n"), {
      ...commandApproval("a", { kind: "humanCommand" } as object),
      agent: "re\u202eviewer",
    });
    const card = cardOf(stage);
    expect(await card.innerText()).toMatch(/y⏎\nDROP TABLE orders;⏎/);
    expect(await card.innerText()).toContain("Ends with Enter");
    expect(await card.innerText()).toContain("psql postgres://localhost/shop");
    await card.getByRole("button", { name: "Next approval" }).click();
    expect(await card.innerText()).toContain("2 of 3");
    await press(stage, "5");
    expect(await card.innerText()).toContain('decision="deny"');
    await card.getByRole("button", { name: "Next approval" }).click();
    expect(await card.innerText()).toMatch(/Asked by agent reU\+202Eviewer/);
    expect(await card.innerText()).toContain("wants a person to decide this each time");
    await stage.close();
  });
});

it("picks by number up to nine; the decision below many options is reached by Tab", async () => {
  const stage = await opened(manyOptions("k"));
  await press(stage, "9");
  const body = stage.page.getByRole("region", { name: "What is asked" });
  await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await tabTo(stage, "radio", "Send the answers");
  await submittable(stage);
  await press(stage, "Enter");
  const details = { kind: "answers", answers: [{ option: 8, text: "" }] };
  expect(await answers(stage)).toEqual([{ type: "answer", approvalKey: "k", choice: "accept", details }]);
  expect(await submitOf(stage).isDisabled()).toBe(true);
  expect(await focused(stage)).not.toBe("composer");
  await stage.close();
});
