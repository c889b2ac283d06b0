// The mode chip and its menu, by role and name: what a person sees is what the server said, the keys are those of
// VS Code's menus, and what is not allowed cannot be chosen. The page only names a mode.

import { afterAll, beforeAll, expect, it } from "vitest";
import { allAllowed, type PermissionsInForce } from "../../extension/shared/permissions.ts";
import { agent, host, page, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const ask: PermissionsInForce = { mode: "ask", autoReview: false, origin: "default", afterTurnId: null };
const talk = [turn("turn-1", [user("Hi"), agent("Hello.")])];
const under = (change: Partial<PermissionsInForce>) => thread(talk, { permissions: { ...ask, ...change } });
const chip = (stage: Stage) => stage.page.getByRole("button", { name: /^Permission mode: / });
const menu = (stage: Stage) => stage.page.getByRole("menu", { name: "Permission mode" });
const chipName = async (stage: Stage) => await chip(stage).getAttribute("aria-label");
const focused = async (stage: Stage) =>
  await stage.page.evaluate(() => document.activeElement?.querySelector(".menu-name")?.textContent);

it("goes by the keys, gives the focus back, and names the mode that was chosen", async () => {
  const stage = await stages.open();
  await stage.show(page(under({})));
  await chip(stage).focus();
  await stage.page.keyboard.press("Enter");
  await menu(stage).waitFor();
  expect(await focused(stage)).toBe("Ask");
  const seen: unknown[] = [];
  for (const key of ["Home", "ArrowUp", "ArrowDown", "End", "ArrowUp"]) {
    await stage.page.keyboard.press(key);
    seen.push(await focused(stage));
  }
  const reviewer = "Let the automatic reviewer decide";
  expect(seen).toEqual(["Read only", "Full access", "Read only", "Full access", reviewer]);
  await stage.page.keyboard.press("Escape");
  expect(await menu(stage).count()).toBe(0);
  expect(await chip(stage).evaluate((element) => element === document.activeElement)).toBe(true);
  await stage.page.keyboard.press("Enter");
  await stage.page.keyboard.press("ArrowDown");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intent("setMode")).toEqual({ type: "setMode", mode: "auto", autoReview: false });
  expect(await menu(stage).count()).toBe(0);
  await stage.close();
});

it("shows what the server said, not what was chosen", async () => {
  const stage = await stages.open();
  await stage.show(page(under({})));
  await chip(stage).click();
  await stage.page.getByRole("menuitemradio", { name: "Full access" }).click();
  expect(await chipName(stage)).toBe("Permission mode: Ask");
  const tell = (permissions: PermissionsInForce, switchingTo: "fullAccess" | null) =>
    stage.tell({
      method: "lectern/permissions",
      params: {
        permissions,
        switchingTo: switchingTo && { mode: switchingTo, autoReview: false },
        blocked: null,
      },
    });
  await tell(ask, "fullAccess");
  expect(await chipName(stage)).toBe("Permission mode: Switching to Full access…");
  await tell({ ...ask, mode: "fullAccess", origin: "thread" }, null);
  expect(await chipName(stage)).toBe("Permission mode: Full access");
  await chip(stage).click();
  await menu(stage).getByRole("menuitemradio", { name: "Full access", checked: true }).waitFor();
  await stage.page.getByText("Chosen for this thread").waitFor();
  await stage.close();
});

it("tells of the reviewer in the chip, and turns it on and off", async () => {
  const stage = await stages.open();
  await stage.show(page(under({ mode: "auto", autoReview: true })));
  expect(await chipName(stage)).toBe("Permission mode: Auto · reviewed automatically");
  await chip(stage).click();
  await menu(stage).getByRole("menuitemcheckbox", { checked: true }).click();
  expect(await stage.intent("setMode")).toEqual({ type: "setMode", mode: "auto", autoReview: false });
  await stage.close();
});

it("does not choose what the organisation leaves out, and says why", async () => {
  const stage = await stages.open();
  const notAllowed = { ...allAllowed, modes: ["auto", "fullAccess"] as const };
  await stage.show(page(under({}), host({ notAllowed })));
  await chip(stage).click();
  const item = menu(stage).getByRole("menuitemradio", { name: "Full access" });
  expect(await item.getAttribute("aria-disabled")).toBe("true");
  await item.click({ force: true });
  await menu(stage).getByRole("menuitemcheckbox").click({ force: true });
  expect(await stage.intentsOf("setMode")).toEqual([]);
  const words = await item.evaluate((element) => {
    const id = element.getAttribute("aria-describedby") ?? "";
    return document.getElementById(id)?.textContent;
  });
  expect(words).toBe("Not allowed by your organisation");
  await stage.close();
});

it("says that a switch in a running turn waits for the next one", async () => {
  const stage = await stages.open();
  const running = [turn("turn-1", [user("Hi")], { status: "inProgress" })];
  await stage.show(page(thread(running, { permissions: { ...ask, afterTurnId: "turn-1" } })));
  expect(await chipName(stage)).toBe("Permission mode: Ask, from the next turn");
  await stage.close();
});

it.each([320, 600])("lies within the view at %i px, also when the view is low", async (width) => {
  const stage = await stages.open({ width, height: 400 });
  await stage.show(page(under({ mode: "auto", autoReview: true })));
  await chip(stage).click();
  const box = await stage.page.locator(".mode-menu").boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  const overflow = await menu(stage).evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(overflow).toBe(0);
  await stage.close();
});
