// Several commands that wait, allowed with one gesture: each is listed whole and has to be seen, each gets an answer of
// its own, and nothing goes along that was not listed. Also a card that came back, and whose agent asks.

import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { commandApproval, fileApproval } from "../gallery/builders.ts";
import { form } from "../gallery/askSamples.ts";
import { armed, bringUp, cardOf, submitOf, submittable, waiting } from "./cardStage.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const ask = (key: string, command: string, change: Partial<Approval> = {}): Approval => ({
  ...commandApproval(key, { command }),
  requestId: key,
  ...change,
});
const tickOf = (stage: Stage): Locator => cardOf(stage).getByRole("checkbox");
const listOf = (stage: Stage): Locator => cardOf(stage).getByRole("list", { name: /^Allowed too/ });
const answersOf = async (stage: Stage): Promise<string[]> =>
  (await stage.intentsOf("answer")).map((intent) =>
    intent.type === "answer" ? `${intent.approvalKey} ${intent.choice}` : "",
  );
const opened = async (stage: Stage, approval: Approval): Promise<void> =>
  await stage.tell({ method: "lectern/approvalOpened", params: { approval } });

describe("commands that wait together", () => {
  it("are listed whole, with hidden characters, and each gets its own answer", async () => {
    const stage = await stages.open();
    const agent = { agent: "/root/tester" };
    await stage.show(waiting(ask("a", "make"), ask("b", "make \u202e test", agent), ask("c", "make lint")));
    expect(await listOf(stage).count()).toBe(0);
    await tickOf(stage).click();
    const list = await listOf(stage).innerText();
    expect(list).toContain("make U+202E test");
    expect(list).toContain("Asked by agent /root/tester");
    expect(list).toContain("make lint");
    expect(await cardOf(stage).innerText()).toContain("Allow these 2 too");
    expect(await cardOf(stage).getByRole("radio", { name: "Allow", exact: true }).isChecked()).toBe(true);
    await submittable(stage);
    await submitOf(stage).click();
    expect(await answersOf(stage)).toEqual(["a accept", "b accept", "c accept"]);
    // Those that went along are not asked for again while the host's word is on its way.
    await stage.tell({
      method: "lectern/approvalAnswered",
      params: { key: "a", choice: "accept", told: "", atMs: 1 },
    });
    expect(await cardOf(stage).count()).toBe(0);
    await stage.close();
  });

  it("cannot be allowed before the end of the list was seen", async () => {
    const stage = await stages.open({ width: 320, height: 700, hasOwnWindow: true });
    const long = `echo ${"word ".repeat(1_500)}; rm -rf ~/tail`;
    await stage.show(waiting(ask("a", "make"), ask("b", long)));
    await armed(stage);
    // From here on the page's clock is ours: the first moment of the list passes when we say so.
    await stage.ownPage.clock.install();
    await tickOf(stage).click();
    await cardOf(stage).getByText("Scroll to the end to allow").waitFor();
    const body = stage.page.getByRole("region", { name: "What is asked" });
    expect(await body.innerText()).toContain("rm -rf ~/tail");
    await stage.ownPage.clock.runFor(600);
    expect(await submitOf(stage).isDisabled()).toBe(true);
    await cardOf(stage).focus();
    await stage.page.keyboard.press("Enter");
    expect(await answersOf(stage)).toEqual([]);
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await submittable(stage);
    await submitOf(stage).click();
    expect(await answersOf(stage)).toEqual(["a accept", "b accept"]);
    await stage.close();
  });

  it("begin the guard anew when they are listed", async () => {
    const stage = await stages.open();
    await stage.show(waiting(ask("a", "make"), ask("b", "make test")));
    await bringUp(stage);
    await armed(stage);
    await tickOf(stage).focus();
    await stage.page.keyboard.press("Space");
    await stage.page.keyboard.press("Enter");
    expect(await answersOf(stage)).toEqual([]);
    await submittable(stage);
    await stage.page.keyboard.press("Enter");
    expect(await answersOf(stage)).toEqual(["a accept", "b accept"]);
    await stage.close();
  });

  it("are those that were listed: none that came later, none that changed, none that is settled", async () => {
    const stage = await stages.open();
    await stage.show(
      waiting(ask("a", "make"), ask("b", "make test"), ask("c", "make lint"), ask("d", "make x")),
    );
    await tickOf(stage).click();
    await opened(stage, ask("late", "rm -rf /"));
    await opened(stage, ask("c2", "make other", { requestId: "c" }));
    await stage.tell({
      method: "serverRequest/resolved",
      params: { threadId: "thread-1", requestId: "d" },
    });
    await cardOf(stage).getByText("Allow these 1 too").waitFor();
    expect(await listOf(stage).innerText()).not.toMatch(/rm|lint|other|make x/);
    await submittable(stage);
    await submitOf(stage).click();
    expect(await answersOf(stage)).toEqual(["a accept", "b accept"]);
    await stage.close();
  });

  it("stay unanswered when the card is denied after all", async () => {
    const stage = await stages.open();
    await stage.show(waiting(ask("a", "make"), ask("b", "make test")));
    await tickOf(stage).click();
    await armed(stage);
    expect(await listOf(stage).count()).toBe(0);
    await submitOf(stage).click();
    expect(await answersOf(stage)).toEqual(["a cancel"]);
    await stage.close();
  });

  it("are not offered beside what is decided alone", async () => {
    const stage = await stages.open();
    const changes = [{ path: "/work/a", kind: { type: "add" as const }, diff: "x\n" }];
    const file = { ...fileApproval("f", { type: "fileChange", changes }), requestId: "f" };
    await stage.show(waiting(ask("a", "make"), file));
    expect(await tickOf(stage).count()).toBe(0);
    await stage.close();
  });
});

describe("a card", () => {
  it("opens the diff of each file that it asks for, and answers nothing by that", async () => {
    const stage = await stages.open();
    const changes = ["/work/shop/a.ts", "/work/shop/b.ts"].map((path) => ({
      path,
      kind: { type: "add" as const },
      diff: "x\n",
    }));
    await stage.show(waiting(fileApproval("f", { type: "fileChange", changes })));
    const open = cardOf(stage).getByRole("button", { name: /^Open diff of .*b\.ts$/ });
    await open.focus();
    await stage.page.keyboard.press("Enter");
    await open.click();
    const wanted = { type: "openAskedChange", approvalKey: "f", index: 1 };
    expect(await stage.intentsOf("openAskedChange")).toEqual([wanted, wanted]);
    expect(await answersOf(stage)).toEqual([]);
    await stage.close();
  });

  it("that came back has what was filled in, but for secrets", async () => {
    const stage = await stages.open({ height: 1_200 });
    const schema = {
      type: "object",
      properties: { title: { type: "string" }, apiKey: { type: "string" } },
      required: [],
    };
    const card = { ...form("f", { requestedSchema: schema }), requestId: 7 };
    await stage.show(waiting(card));
    await cardOf(stage)
      .getByLabel(/^title/)
      .fill("Typed once");
    await cardOf(stage)
      .getByLabel(/^apiKey/)
      .fill("hunter2");
    await cardOf(stage).getByRole("radio").first().click();
    await submittable(stage);
    await submitOf(stage).click();
    await opened(stage, { ...card, key: "again", problem: "It was not sent." });
    await cardOf(stage).getByRole("alert").waitFor();
    expect(
      await cardOf(stage)
        .getByLabel(/^title/)
        .inputValue(),
    ).toBe("Typed once");
    expect(
      await cardOf(stage)
        .getByLabel(/^apiKey/)
        .inputValue(),
    ).toBe("");
    await stage.close();
  });

  it("says why it is here again, and which agent asks", async () => {
    const stage = await stages.open();
    const problem = "Your answer could not be sent to the app-server.";
    await stage.show(waiting(ask("a", "make", { problem, agent: "" })));
    const alert = await cardOf(stage).getByRole("alert").innerText();
    expect(alert).toBe("Your answer could not be sent to the app-server. Codex still waits for you.");
    expect(await cardOf(stage).innerText()).toContain("Asked by an agent that works for this thread");
    await stage.tell({
      method: "lectern/approvalAnswered",
      params: { key: "a", choice: "accept", told: "", atMs: 1 },
    });
    await stage.page.getByRole("article", { name: /Allowed by you: make · asked by an agent/ }).waitFor();
    await stage.close();
  });
});
