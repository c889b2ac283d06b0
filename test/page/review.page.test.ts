// The review pane as a person meets it: names, deeds, keys, and what is told when something is in the way.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decidedSample, oddSample, reviewSample, turnSample } from "../gallery/reviewSamples.ts";
import { focused, namesOf, ReviewStages } from "./reviewStage.ts";

let stages: ReviewStages;
beforeAll(async () => {
  stages = await ReviewStages.start();
});
afterAll(async () => await stages.stop());

describe("what is shown", () => {
  it("has a region for each file, a group for each change, and lines in a table", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(turnSample.title);
    expect(
      await page
        .getByRole("region", { name: "src/checkout.ts, modified, 5 lines added, 3 lines removed" })
        .count(),
    ).toBe(1);
    expect(await namesOf(stage, "group")).toContain(
      "Change 1 of 2 in src/checkout.ts, Lines 51–56, 3 lines added, 1 line removed",
    );
    const table = page.getByRole("table", { name: "Lines of src/checkout.ts, Lines 51–56" });
    expect(await table.locator(".code").allInnerTexts()).toEqual([
      "  const order = await orders.find(key)",
      "  const charge = await pay(cart)",
      "  if (order) return order.result",
      '  await orders.reserve(key, "24h")',
      "  const result = await pay(cart)",
      "  return order.result",
      "}",
    ]);
    expect(await table.locator("del, ins").allInnerTexts()).toEqual(["charge", "result"]);
    await expect.poll(() => table.locator(".hl-keyword").count()).toBeGreaterThan(3);
    expect(await page.getByText("changed without a report").count()).toBe(1);
    expect(await stage.reports()).toEqual([]);
    expect(stage.strangeRequests()).toEqual([]);
    await stage.close();
  });

  it("says of files without lines what happened to them, and what was left out", async () => {
    const stage = await stages.show(oddSample);
    const text = await stage.page.locator("#root").innerText();
    for (const words of [
      "binary, 48.2 kB → 12.9 kB",
      "A binary file: its bytes changed, there are no lines to show.",
      "Only its mode changed: made executable.",
      "from docs/start.md",
      "Moved without a change of its lines.",
      "symbolic link",
      "The lines cannot be shown: The checkpoint is damaged.",
      "2 places could not be compared.",
      "vendor/engine a repository of its own",
    ])
      expect(text.replaceAll(/\s+/g, " ")).toContain(words);
    await stage.close();
  });

  it("tells fates, and offers what is left to decide", async () => {
    const stage = await stages.show(decidedSample, { isRunning: true, undoneFiles: 1 });
    const { page } = stage;
    const checkout = page.getByRole("region", { name: /^src\/checkout/ });
    expect(await checkout.getByText("Partly decided").count()).toBe(1);
    expect(await namesOf(stage, "button")).toEqual(
      expect.arrayContaining(["Keep change 2 in src/checkout.ts", "Undo file package.json"]),
    );
    const buttons = await namesOf(stage, "button");
    for (const not of [
      "Undo change 1 in src/checkout.ts",
      "Keep change 1 in package.json",
      "Keep file package.json",
    ])
      expect(buttons).not.toContain(not);
    expect(await page.getByRole("status").innerText()).toBe("Codex is working: files may change again.");
    await page.getByRole("button", { name: "Take Back the last undo (1 file)" }).click();
    expect(await stage.intentsOf("takeBack")).toHaveLength(1);
    await stage.close();
  });

  it("says when there is nothing, and why there is no comparison", async () => {
    const stage = await stages.show(reviewSample([]));
    expect(await stage.page.locator("main").innerText()).toBe("Nothing was changed.");
    await stage.show(reviewSample([], { problem: "No checkpoint was made." }));
    expect(await stage.page.locator("main").innerText()).toContain("No checkpoint was made.");
    await stage.close();
  });

  it("is unified where there is no room for two sides", async () => {
    const stage = await stages.show(turnSample, { width: 320, memory: { layout: "sideBySide" } });
    expect(await stage.page.locator(".lines.side-by-side").count()).toBe(0);
    await stage.page.setViewportSize({ width: 1_000, height: 800 });
    await stage.settle();
    expect(await stage.page.locator(".lines.side-by-side").count()).toBeGreaterThan(0);
    await stage.close();
  });
});

describe("deeds", () => {
  it("name their file and change", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("button", { name: "Keep change 1 in src/checkout.ts" }).click();
    await page.getByRole("button", { name: "Undo file package.json" }).click();
    await page.getByRole("button", { name: "Undo all…" }).isDisabled();
    expect((await stage.intents()).filter(({ type }) => type === "keep" || type === "undo")).toEqual([
      { type: "keep", target: { path: "src/checkout.ts", hunkId: "src/checkout.ts 0" } },
      { type: "undo", target: { path: "package.json", hunkId: null }, onConflict: "leave" },
    ]);
    expect(await page.getByRole("button", { name: "Undo file package.json" }).isDisabled()).toBe(true);
    await stage.post({
      type: "deedsDone",
      deeds: [{ path: "src/checkout.ts", outcome: "done", because: null }],
    });
    await stage.post({
      type: "deedsDone",
      deeds: [{ path: "package.json", outcome: "merged", because: null }],
    });
    expect(await page.getByRole("status").innerText()).toBe(
      "Undone: 1 file. What was changed there since is kept.",
    );
    await page.getByRole("button", { name: "Keep all" }).click();
    expect((await stage.intentsOf("keep")).at(-1)).toEqual({
      type: "keep",
      target: { path: null, hunkId: null },
    });
    await stage.close();
  });

  it("show new fates as soon as the host says them", async () => {
    const stage = await stages.show(turnSample);
    await stage.page.getByRole("button", { name: "Undo change 1 in src/checkout.ts" }).click();
    await stage.post({
      type: "deedsDone",
      deeds: [{ path: "src/checkout.ts", outcome: "done", because: null }],
    });
    await stage.show(decidedSample);
    expect(await namesOf(stage, "group")).toContain(
      "Change 1 of 2 in src/checkout.ts, Lines 51–56, 3 lines added, 1 line removed, undone",
    );
    await stage.close();
  });

  it("tell a conflict at the file, and go on over it only when the person says so", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("button", { name: "Undo change 2 in src/checkout.ts" }).click();
    const because = "you changed line 83 since.";
    await stage.post({
      type: "deedsDone",
      deeds: [{ path: "src/checkout.ts", outcome: "conflict", because }],
    });
    const region = page.getByRole("region", { name: /^src\/checkout/ });
    expect(await region.getByRole("note").innerText()).toContain(`Not undone: ${because}`);
    await page.getByRole("button", { name: "Undo anyway… src/checkout.ts" }).click();
    expect((await stage.intentsOf("undo")).at(-1)).toEqual({
      type: "undo",
      target: { path: "src/checkout.ts", hunkId: "src/checkout.ts 1" },
      onConflict: "overwrite",
    });
    await stage.post({
      type: "deedsDone",
      deeds: [{ path: "src/checkout.ts", outcome: "done", because: null }],
    });
    expect(await region.getByRole("note").count()).toBe(0);
    await stage.close();
  });

  it("open the file at the change, and its diff", async () => {
    const stage = await stages.show(turnSample);
    const region = stage.page.getByRole("region", { name: /^src\/checkout/ });
    await region.getByRole("button", { name: "Lines 51–56, open file here" }).click();
    await region.getByRole("button", { name: "Open file src/checkout.ts" }).click();
    await region.getByRole("button", { name: "Open diff of src/checkout.ts" }).click();
    expect((await stage.intents()).slice(-3)).toEqual([
      { type: "openFile", path: "src/checkout.ts", line: 52 },
      { type: "openFile", path: "src/checkout.ts", line: null },
      { type: "openDiff", path: "src/checkout.ts" },
    ]);
    await stage.close();
  });
});

describe("reading", () => {
  it("folds what was viewed, keeps it, and unfolds it when the content is another", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("checkbox", { name: "Viewed package.json" }).check();
    expect(await page.getByRole("button", { name: /^package\.json/ }).getAttribute("aria-expanded")).toBe(
      "false",
    );
    expect(await page.getByText("1 of 3 viewed").count()).toBe(1);
    const { memory } = (await stage.intentsOf("remember")).at(-1) ?? expect.unreachable();
    expect(memory.viewed.map(({ path }) => path)).toEqual(["package.json"]);
    const again = await stages.show(turnSample, { memory });
    expect(await again.page.getByText("1 of 3 viewed").count()).toBe(1);
    const changed = {
      ...turnSample,
      changes: {
        ...turnSample.changes,
        files: turnSample.changes.files.map((file) =>
          file.path === "package.json" && file.after
            ? { ...file, after: { ...file.after, id: "new" } }
            : file,
        ),
      },
    };
    await again.show(changed);
    expect(await again.page.getByText("0 of 3 viewed").count()).toBe(1);
    await Promise.all([stage.close(), again.close()]);
  });

  it("filters, collapses all, and says how much is shown", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("searchbox", { name: "Filter files by name" }).fill("CHECKOUT");
    await stage.painted();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBe(2);
    expect(await page.getByRole("status").innerText()).toBe("2 of 3 files shown.");
    await page.getByRole("button", { name: "Collapse all files" }).click();
    expect(await page.getByRole("table").count()).toBe(0);
    await page.getByRole("searchbox").fill("nothing like it");
    await stage.painted();
    expect(await page.locator("main").innerText()).toBe("No file passes the filter.");
    await stage.close();
  });

  it("goes from change to change and from file to file by keys, and speaks the place", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    const places: string[] = [];
    for (const key of ["n", "n", "n", "p", "j", "k", "k"]) {
      await page.keyboard.press(key);
      await stage.settle();
      places.push((await focused(stage)).split(",")[0] ?? "");
    }
    expect(places).toEqual([
      "Change 1 of 1 in package.json",
      "Change 1 of 2 in src/checkout.ts",
      "Change 2 of 2 in src/checkout.ts",
      "Change 1 of 2 in src/checkout.ts",
      "test/checkout.retry.test.ts",
      "src/checkout.ts",
      "package.json",
    ]);
    await page.keyboard.press("v");
    expect(await page.getByRole("checkbox", { name: "Viewed package.json" }).isChecked()).toBe(true);
    await page.keyboard.press("n");
    await stage.settle();
    await page.keyboard.press("u");
    expect(await stage.intentsOf("undo")).toEqual([
      { type: "undo", target: { path: "src/checkout.ts", hunkId: "src/checkout.ts 0" }, onConflict: "leave" },
    ]);
    await page.keyboard.press("?");
    expect(await page.getByRole("dialog", { name: "Keys" }).isVisible()).toBe(true);
    await page.keyboard.press("u");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await stage.intentsOf("undo")).toHaveLength(1);
    await stage.close();
  });

  it("leaves the focus at a change that was decided, for the keys to go on from there", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.getByRole("button", { name: "Keep change 1 in src/checkout.ts" }).press("Enter");
    expect(await focused(stage)).toContain("Change 1 of 2 in src/checkout.ts");
    await page.keyboard.press("n");
    await stage.settle();
    expect(await focused(stage)).toContain("Change 2 of 2 in src/checkout.ts");
    await page.getByRole("button", { name: "Undo file package.json" }).press("Enter");
    expect(await focused(stage)).toContain("package.json");
    await stage.close();
  });

  it("undoes nothing by key while nothing has the focus, nor while one types", async () => {
    const stage = await stages.show(turnSample);
    const { page } = stage;
    await page.keyboard.press("u");
    expect(await page.getByRole("status").innerText()).toContain("Go to a change first");
    await page.getByRole("searchbox").pressSequentially("unv?");
    expect(await stage.intentsOf("undo")).toEqual([]);
    expect(await page.getByRole("dialog").count()).toBe(0);
    await stage.close();
  });
});
