// A corpus of hostile text through every place that shows text of a model, a program or a file. Nothing runs, nothing
// is fetched, nothing forbidden is in the document, and the content policy has nothing to report.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import {
  agent,
  command,
  commandApproval,
  files,
  host,
  note,
  other,
  page,
  reasoning,
  running,
  thread,
  turn,
  update,
  user,
} from "../gallery/builders.ts";
import { hook, limit, review } from "../gallery/guardStates.ts";
import { waiting } from "./cardStage.ts";
import { hostileCards } from "./hostileCards.ts";
import { hostileTexts } from "./hostileTexts.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
let stage: Stage;
beforeAll(async () => {
  stages = await PageStage.start();
  // Tall enough for all rows: those far out of sight are not in the document, and could not be unfolded.
  stage = await stages.open({ height: 6000 });
  await stage.page.evaluate(() => Object.assign(window, { lecternPwned: false }));
});
afterAll(async () => await stages.stop());

function everywhere(text: string): ThreadState {
  const entries = [
    user(text),
    agent(text),
    agent(text, running),
    reasoning(text),
    command(text, { aggregatedOutput: text, exitCode: 1 }),
    files([
      update(
        `src/${text.replaceAll("\n", "")}`,
        `@@ -1 +1 @@ ${text.replaceAll("\n", "")}\n-a\n+${text.replaceAll("\n", " ")}\n`,
      ),
    ]),
    other("mcpToolCall", {
      server: text,
      tool: text,
      status: "failed",
      arguments: { text },
      result: null,
      error: { message: text },
      durationMs: 1,
    }),
    other("webSearch", { query: text, action: null, results: null }),
    other("plan", { text }),
    other("sleep", { durationMs: 1, note: text } as object),
    note({
      type: "decision",
      told: "",
      about: "command",
      asked: text,
      subject: text,
      choice: "accept",
      agent: text,
    }),
    note({ type: "warning", text }),
    note(
      hook({
        status: "blocked",
        statusMessage: text,
        entries: [{ kind: "feedback", text }],
        sourcePath: text,
      }),
    ),
    note(review({ rationale: text, action: { type: "command", source: "shell", command: text, cwd: text } })),
    note({ type: "goal", objective: text, status: "active" }),
    note({ type: "authRecovery", provider: text, message: text, phase: "running" }),
  ];
  return thread(
    [
      turn("turn-1", entries, {
        status: "failed",
        plan: [{ step: text, status: "pending" }],
        error: { message: text, codexErrorInfo: text, additionalDetails: text, misalignment: null },
        retrying: text,
      }),
    ],
    {
      name: text,
      model: text,
      effort: "high",
      approvals: [commandApproval("k", { command: text, reason: text, cwd: text })],
    },
  );
}

const forbidden =
  "script:not([type=module]), iframe, object, embed, img, svg, video, audio, form, base, meta[http-equiv=refresh], link[rel=import], style, a[href], [onclick], [onerror], [onload], [style*=url]";

describe("hostile text", () => {
  it.each(hostileTexts)("%j", async (text) => {
    const notices = [{ id: "1", severity: "error", text, detail: text }] as const;
    await stage.show(
      page(
        everywhere(text),
        host({
          demo: null,
          notices,
          limits: [
            { ...limit(84), name: text, credits: { hasCredits: true, unlimited: false, balance: text } },
          ],
          server: {
            phase: "failed",
            problem: { title: text, detail: text, nextStep: text, lastWords: [text] },
          },
        }),
      ),
    );
    const unfold = stage.page.locator('button[aria-expanded="false"]:not([aria-haspopup])');
    // By the element itself: a text that is thousands of pixels tall leaves no still place to point at.
    while ((await unfold.count()) > 0) await unfold.first().evaluate((button: HTMLElement) => button.click());
    await stage.painted();
    expect(
      await stage.page.locator(forbidden).evaluateAll((all) => all.map((element) => element.outerHTML)),
    ).toEqual([]);
    expect(
      await stage.page.evaluate(() => (window as unknown as { lecternPwned: boolean }).lecternPwned),
    ).toBe(false);
  });

  it.each(hostileCards())("in every outside field of a card: %s", async (_, approval) => {
    await stage.show(waiting(approval));
    const unfold = stage.page.locator('.approval button[aria-expanded="false"]:not([aria-haspopup])');
    for (let left = await unfold.count(); left > 0; left--) await unfold.first().click();
    await stage.painted();
    const found = await stage.page
      .locator(forbidden)
      .evaluateAll((all) => all.map((element) => element.outerHTML));
    expect(found).toEqual([]);
    expect(
      await stage.page.evaluate(() => (window as unknown as { lecternPwned: boolean }).lecternPwned),
    ).toBe(false);
    expect(await stage.page.getByRole("group", { name: /^Approval: / }).innerText()).not.toMatch(
      /[\u202e\u200b]/,
    );
  });

  it("left nothing to report and asked nobody for anything", async () => {
    expect(await stage.reports()).toEqual([]);
    expect(stage.strangeRequests()).toEqual([]);
    expect((await stage.intents()).filter(({ type }) => type === "answer" || type === "openLink")).toEqual(
      [],
    );
  });

  it("opens links only through the host, with their real place told", async () => {
    const links =
      "[bank](https://evil.example/x) [run](command:workbench.action.quit) [file](src/a.ts:3) <https://ok.example>";
    await stage.show(page(thread([turn("turn-1", [agent(links)])])));
    const found = stage.page.getByRole("link");
    expect(await found.allInnerTexts()).toEqual(["bank", "file", "https://ok.example"]);
    expect(await found.first().getAttribute("title")).toBe("Opens evil.example");
    await found.first().click();
    await found.nth(1).press("Enter");
    expect(await stage.intentsOf("openLink")).toEqual([
      { type: "openLink", href: "https://evil.example/x" },
      { type: "openLink", href: "src/a.ts:3" },
    ]);
    expect(stage.page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });
});
