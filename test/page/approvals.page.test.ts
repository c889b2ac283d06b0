// The card under fire: keys at speed, synthetic clicks, held keys, long and hostile bodies. Nothing is allowed that
// a person did not choose, see and submit.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { PageEvent } from "../../extension/shared/events.ts";
import { commandApproval, fileApproval, page, thread, turn, user } from "../gallery/builders.ts";
import { checkoutDiff, longFile } from "../gallery/samples.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const open = (...approvals: Approval[]): ReturnType<typeof page> =>
  page(thread([turn("turn-1", [user("Go")], { status: "inProgress" })], { approvals }));
const card = (stage: Stage): ReturnType<Stage["page"]["getByRole"]> =>
  stage.page.getByRole("group", { name: /^Approval: / });
const submit = (stage: Stage): ReturnType<Stage["page"]["getByRole"]> =>
  card(stage).getByRole("button", { name: "Submit" });

describe("answering", () => {
  it("takes a picked choice by mouse, once", async () => {
    const stage = await stages.open();
    await stage.show(open(commandApproval("k", { command: "pnpm test" })));
    expect(await card(stage).getAttribute("aria-label")).toBe(
      "Approval: Run this command outside the sandbox?",
    );
    expect(await card(stage).getByRole("radio", { checked: true }).count()).toBe(0);
    expect(await submit(stage).isDisabled()).toBe(true);
    await card(stage).getByRole("radio", { name: "Allow", exact: true }).click();
    await submit(stage).click();
    await stage.painted();
    expect(await submit(stage).isDisabled()).toBe(true);
    expect(await stage.intentsOf("answer")).toEqual([
      { type: "answer", approvalKey: "k", choice: "accept", details: null },
    ]);
    await stage.close();
  });

  it("takes digits and Enter while the card has the focus, and gives the focus back", async () => {
    const stage = await stages.open();
    await stage.show(open(commandApproval("k", { command: "pnpm test" })));
    await stage.post({ type: "reveal", what: "approval", approvalKey: null, pick: null });
    await stage.page.keyboard.press("4");
    await stage.page.waitForFunction(
      () => document.querySelector(".approval vscode-button:not([disabled])") !== null,
    );
    await stage.page.keyboard.press("Enter");
    expect(await stage.intentsOf("answer")).toEqual([
      { type: "answer", approvalKey: "k", choice: "cancel", details: null },
    ]);
    await stage.tell({
      method: "lectern/approvalAnswered",
      params: { key: "k", choice: "cancel", told: "", atMs: 1 },
    });
    expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("composer");
    expect(
      await stage.page.getByRole("article", { name: /^Note: Denied by you, turn stopped/ }).count(),
    ).toBe(1);
    await stage.close();
  });

  it("leaves by Escape and answers nothing", async () => {
    const stage = await stages.open();
    await stage.show(open(commandApproval("k", {})));
    await stage.post({ type: "reveal", what: "approval", approvalKey: null, pick: null });
    await stage.page.keyboard.press("1");
    await stage.page.keyboard.press("Escape");
    await stage.painted();
    expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("composer");
    expect((await stage.intents()).map(({ type }) => type)).toEqual(["ready"]);
    await stage.close();
  });

  it("moves among the choices with the arrows, and Enter without a choice does nothing", async () => {
    const stage = await stages.open();
    await stage.show(open(commandApproval("k", {})));
    await card(stage).getByRole("radio").first().focus();
    await stage.page.keyboard.press("Enter");
    expect(await card(stage).getByRole("radio", { checked: true }).count()).toBe(0);
    await stage.page.keyboard.press("ArrowDown");
    expect(await card(stage).getByRole("radio", { checked: true }).count()).toBe(1);
    expect(await stage.intentsOf("answer")).toEqual([]);
    await stage.close();
  });
});

describe("guards", () => {
  it("answers nothing while Enter is typed at speed and 50 cards arrive", async () => {
    const stage = await stages.open();
    await stage.show(open());
    const composer = stage.page.getByRole("textbox", { name: "Message Codex" });
    await composer.focus();
    for (let index = 0; index < 50; index++) {
      const opened: PageEvent = {
        method: "lectern/approvalOpened",
        params: { approval: { ...commandApproval(`k${index}`, {}), requestId: index } },
      };
      await stage.tell(opened);
      await stage.page.keyboard.press("Enter");
    }
    expect(await stage.intentsOf("answer")).toEqual([]);
    expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("composer");
    expect(await card(stage).innerText()).toContain("1 of 50");
    await stage.close();
  });

  it("takes no answer in the first moment of a card that becomes the live one", async () => {
    const stage = await stages.open();
    await stage.show(
      open({ ...commandApproval("a", {}), requestId: 1 }, { ...commandApproval("b", {}), requestId: 2 }),
    );
    await stage.post({ type: "reveal", what: "approval", approvalKey: null, pick: null });
    await stage.page.keyboard.press("3");
    await stage.page.waitForFunction(
      () => document.querySelector(".approval vscode-button:not([disabled])") !== null,
    );
    await stage.page.keyboard.press("Enter");
    await stage.tell({
      method: "lectern/approvalAnswered",
      params: { key: "a", choice: "decline", told: "", atMs: 1 },
    });
    await stage.post({ type: "reveal", what: "approval", approvalKey: null, pick: null });
    await stage.page.keyboard.press("3");
    await stage.page.keyboard.press("Enter");
    expect(await stage.intentsOf("answer")).toEqual([
      { type: "answer", approvalKey: "a", choice: "decline", details: null },
    ]);
    await stage.close();
  });

  it("takes no synthetic click and no synthetic key", async () => {
    const stage = await stages.open();
    await stage.show(open(commandApproval("k", {})));
    await card(stage).getByRole("radio", { name: "Allow", exact: true }).click();
    await stage.page.waitForFunction(
      () => document.querySelector(".approval vscode-button:not([disabled])") !== null,
    );
    await stage.page.evaluate(() => {
      const button = document.querySelector<HTMLElement>(".approval vscode-button");
      button?.click();
      button?.shadowRoot?.querySelector("button")?.click();
      document
        .querySelector(".approval")
        ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    });
    await stage.painted();
    expect(await stage.intentsOf("answer")).toEqual([]);
    await stage.close();
  });

  it("allows a long command only once its end was on screen", async () => {
    const stage = await stages.open({ width: 320, height: 700 });
    const command = `echo start${" ".repeat(2_000)}${"x ".repeat(4_000)}; rm -rf ~/tail`;
    await stage.show(open(commandApproval("k", { command })));
    const allow = card(stage).getByRole("radio", { name: "Allow", exact: true });
    await card(stage).getByText("Scroll to the end to allow").waitFor();
    expect(await allow.isDisabled()).toBe(true);
    expect(await card(stage).getByRole("radio", { name: /^Deny/ }).first().isDisabled()).toBe(false);
    await card(stage).focus();
    await stage.page.keyboard.press("1");
    expect(await card(stage).getByRole("radio", { checked: true }).count()).toBe(0);
    const body = stage.page.getByRole("region", { name: "What is asked" });
    expect(await body.innerText()).toContain("2000 blanks");
    expect(await body.innerText()).toContain("rm -rf ~/tail");
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await allow.click();
    expect(await allow.isChecked()).toBe(true);
    await stage.close();
  });

  it("offers only denials while the changes are not known", async () => {
    const stage = await stages.open();
    await stage.show(open(fileApproval("k", undefined)));
    const enabled = await card(stage).getByRole("radio", { disabled: false }).count();
    const disabled = await card(stage).getByRole("radio", { disabled: true }).count();
    expect([enabled, disabled]).toEqual([2, 2]);
    await stage.close();
  });

  it("wants all lines of a long diff to be shown before it allows", async () => {
    const stage = await stages.open({ height: 900 });
    await stage.show(open(fileApproval("k", { type: "fileChange", changes: [checkoutDiff, longFile] })));
    const allow = card(stage).getByRole("radio", { name: "Allow", exact: true });
    const body = stage.page.getByRole("region", { name: "What is asked" });
    await body.getByText("currency399", { exact: false }).first().waitFor();
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await stage.painted();
    expect(await allow.isDisabled()).toBe(true);
    await body.getByRole("button", { name: "Show all 900 lines" }).click();
    await body.getByText("currency899", { exact: false }).first().waitFor();
    expect(await allow.isDisabled()).toBe(true);
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await allow.click();
    expect(await allow.isChecked()).toBe(true);
    await stage.close();
  });

  it("shows hidden characters of a command, and the rule word by word", async () => {
    const stage = await stages.open();
    const availableDecisions = [
      "accept",
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: ["git", "status --all"] } },
    ];
    await stage.show(
      open(
        commandApproval("k", { command: "git\u00a0status \u202e# \u001b[2J", availableDecisions } as object),
      ),
    );
    const body = await stage.page.getByRole("region", { name: "What is asked" }).innerText();
    expect(body).toContain("gitU+00A0status U+202E# U+001B[2J");
    expect(await card(stage).locator(".rule code").allInnerTexts()).toEqual(["git", "status --all"]);
    await stage.close();
  });
});
