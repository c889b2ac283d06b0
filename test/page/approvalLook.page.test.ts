// Several cards: looking at the others is free, each has its own guards, what was filled in stays. The host can bring
// a card up with a choice picked, and nothing more.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manyOptions, oneQuestion, permissions, ruled, tool } from "../gallery/askSamples.ts";
import { commandApproval } from "../gallery/builders.ts";
import { armed, bringUp, cardOf, focused, submittable, waiting } from "./cardStage.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const reveal = async (
  stage: Stage,
  approvalKey: string | null,
  pick: "allow" | "deny" | null,
): Promise<void> => await stage.post({ type: "reveal", what: "approval", approvalKey, pick });

describe("looking at the others", () => {
  it("is free, keeps the focus on the button, and arms each card anew", async () => {
    const stage = await stages.open({ height: 1200 });
    await stage.show(waiting(ruled("a"), { ...commandApproval("b", { command: "second" }), requestId: 2 }));
    const card = cardOf(stage);
    await armed(stage);
    await card.getByRole("button", { name: "Next approval" }).focus();
    await stage.page.keyboard.press("Enter");
    await stage.painted();
    expect(await card.innerText()).toContain("second");
    expect(await card.innerText()).toContain("2 of 2");
    expect(await focused(stage)).toContain("step-next");
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(0);
    await stage.page.keyboard.press("3");
    await card.focus();
    await stage.page.keyboard.press("Enter");
    expect(await stage.intentsOf("answer")).toEqual([]);
    await submittable(stage);
    await stage.page.keyboard.press("Enter");
    expect(await stage.intentsOf("answer")).toEqual([
      { type: "answer", approvalKey: "b", choice: "decline", details: null },
    ]);
    await stage.tell({
      method: "lectern/approvalAnswered",
      params: { key: "b", choice: "decline", told: "", atMs: 1 },
    });
    expect(await card.innerText()).toContain("pnpm test");
    expect(await card.innerText()).toContain("1 of 1");
    await stage.close();
  });

  it("keeps what was filled in, and so does a snapshot", async () => {
    const stage = await stages.open({ height: 1200 });
    const cards = waiting(oneQuestion("a"), permissions("b"));
    await stage.show(cards);
    const card = cardOf(stage);
    const words = card.getByRole("textbox", { name: "Something else" });
    await words.fill("both");
    await card.getByRole("button", { name: "Next approval" }).click();
    await card.getByRole("checkbox", { name: "read /etc/hosts" }).click();
    await card.getByRole("button", { name: "Previous approval" }).click();
    expect(await words.inputValue()).toBe("both");
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(0);
    await stage.show(cards);
    expect(await words.inputValue()).toBe("both");
    await card.getByRole("button", { name: "Next approval" }).click();
    expect(await card.getByRole("checkbox", { name: "read /etc/hosts" }).isChecked()).toBe(false);
    await stage.close();
  });

  it("keeps what was filled in over a reload, but nothing picked, and nothing once it is answered", async () => {
    const stage = await stages.open({ height: 1200 });
    await stage.show(waiting(oneQuestion("a")));
    await cardOf(stage).getByRole("textbox", { name: "Something else" }).fill("both");
    await stage.page.waitForFunction(() => JSON.stringify(window.lecternTest.kept).includes("both"));
    const kept = await stage.kept();
    await submittable(stage);
    await bringUp(stage);
    await submittable(stage);
    await stage.page.keyboard.press("Enter");
    await stage.page.waitForFunction(() => !JSON.stringify(window.lecternTest.kept).includes("both"));
    await stage.close();
    const again = await stages.open({ height: 1200, kept });
    await again.show(waiting(oneQuestion("a")));
    expect(await cardOf(again).getByRole("textbox").inputValue()).toBe("both");
    expect(await cardOf(again).getByRole("radio", { checked: true }).count()).toBe(0);
    await again.close();
  });
});

describe("brought up by the host", () => {
  it("picks and focuses, never submits, and takes no Enter in the first moment", async () => {
    const stage = await stages.open({ height: 1200 });
    await stage.show(waiting(ruled("a"), { ...commandApproval("b", {}), requestId: 2 }));
    const card = cardOf(stage);
    await armed(stage);
    await stage.page.getByRole("textbox", { name: "Message Codex" }).focus();
    await reveal(stage, "a", "allow");
    await stage.page.keyboard.press("Enter");
    expect(await card.getByRole("radio", { name: "Allow", exact: true }).isChecked()).toBe(true);
    expect(await stage.intentsOf("answer")).toEqual([]);
    await submittable(stage);
    expect(await stage.intentsOf("answer")).toEqual([]);
    await reveal(stage, "b", "deny");
    expect(await card.innerText()).toContain("2 of 2");
    expect(await card.getByRole("radio", { name: /^Deny, and let/ }).isChecked()).toBe(true);
    await submittable(stage);
    await stage.page.keyboard.press("Enter");
    expect(await stage.intentsOf("answer")).toEqual([
      { type: "answer", approvalKey: "b", choice: "decline", details: null },
    ]);
    await stage.close();
  });

  it("picks nothing on another card, and nothing before the end was seen", async () => {
    const stage = await stages.open({ width: 320, height: 700 });
    await stage.show(waiting(commandApproval("a", { command: "x ".repeat(3_000) })));
    const card = cardOf(stage);
    await card.getByText("Scroll to the end to allow").waitFor();
    await reveal(stage, "gone", "allow");
    await reveal(stage, "a", "allow");
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(0);
    const body = stage.page.getByRole("region", { name: "What is asked" });
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await stage.painted();
    expect(await card.getByRole("radio", { name: "Allow", exact: true }).isDisabled()).toBe(false);
    expect(await card.getByRole("radio", { checked: true }).count()).toBe(0);
    await stage.close();
  });

  it("waits for a card that comes a moment later, and forgets a wish without a card", async () => {
    const stage = await stages.open({ height: 1200 });
    await stage.show(waiting());
    await stage.page.getByRole("textbox", { name: "Message Codex" }).focus();
    await reveal(stage, null, "allow");
    await stage.tell({ method: "lectern/approvalOpened", params: { approval: commandApproval("a", {}) } });
    expect(await focused(stage)).toBe("composer");
    expect(await cardOf(stage).getByRole("radio", { checked: true }).count()).toBe(0);
    await reveal(stage, "b", "deny");
    await stage.tell({
      method: "lectern/approvalOpened",
      params: { approval: { ...commandApproval("b", { command: "later" }), requestId: 2 } },
    });
    expect(await cardOf(stage).innerText()).toContain("later");
    expect(
      await cardOf(stage)
        .getByRole("radio", { name: /^Deny, and let/ })
        .isChecked(),
    ).toBe(true);
    await stage.close();
  });
});

describe.each([
  [320, 1],
  [600, 1],
  [1200, 1],
  [640, 2],
])("at %d pixels, zoom %d", (width, zoom) => {
  it.each([
    ["tool", tool("k", { tool_params: { body: "line ".repeat(4_000), tail: "the end" } })],
    ["options", manyOptions("k")],
    ["command", commandApproval("k", { command: `${"x ".repeat(6_000)}the end` })],
  ])("allows nothing of a long %s before its end was on screen", async (_, approval) => {
    const stage = await stages.open({ width, height: 700 });
    await stage.page.evaluate(
      (factor) => document.documentElement.style.setProperty("zoom", String(factor)),
      zoom,
    );
    await stage.show(waiting(approval));
    const card = cardOf(stage);
    await card.getByText("Scroll to the end to").waitFor();
    const sending = card.getByRole("radiogroup", { name: "Your decision" }).getByRole("radio").first();
    expect(await sending.isDisabled()).toBe(true);
    // A card that is still being drawn has no end yet: it is scrolled until it had one.
    await stage.page.waitForFunction(() => {
      document.querySelector(".approval-body")?.scrollTo(0, 1_000_000);
      return document.querySelector<HTMLInputElement>(".choices input")?.disabled === false;
    });
    expect(await stage.intentsOf("answer")).toEqual([]);
    await stage.close();
  });
});
