// A window that had another page before is as a new one to whoever looks from within.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, page, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const talk = page(thread([turn("turn-1", [user("Go"), agent("Gone. ".repeat(400))])]));

/** All that a page could know of the one before, once it shows a thread. It asks for something strange itself. */
async function sight(stage: Stage): Promise<Readonly<Record<string, unknown>>> {
  await stage.show(talk);
  const atRest = await lookWithin(stage);
  const wheel = await stage.page.evaluateHandle(() => ({
    place: new Promise<number[]>((seen) =>
      addEventListener("wheel", ({ clientX, clientY }) => seen([clientX, clientY])),
    ),
  }));
  await stage.page.mouse.wheel(0, 1);
  const pointer = await wheel.evaluate(async ({ place }) => await place);
  await stage.page.evaluate(async () => {
    await fetch("/forbidden").catch(() => undefined);
    const image = new Image();
    const failed = new Promise((failed) => image.addEventListener("error", failed));
    image.src = "/strange.png";
    await failed;
  });
  const [intents, reports] = [await stage.intents(), await stage.reports()];
  return { ...atRest, pointer, intents, reports, strangeRequests: stage.strangeRequests() };
}

async function lookWithin(stage: Stage): Promise<Readonly<Record<string, unknown>>> {
  return await stage.page.evaluate(() => ({
    address: location.href,
    windowName: window.name,
    title: document.title,
    globals: Object.getOwnPropertyNames(window).toSorted(),
    size: [innerWidth, innerHeight, devicePixelRatio, scrollX, scrollY],
    scrolled: [...document.querySelectorAll("*")].map((element) => element.scrollTop),
    media: [
      "(forced-colors: active)",
      "(prefers-reduced-motion: reduce)",
      "(prefers-color-scheme: dark)",
      "(prefers-contrast: more)",
      "print",
    ].filter((query) => matchMedia(query).matches),
    theme: document.documentElement.style.cssText,
    bodyClasses: document.body.className,
    hasFocus: document.hasFocus(),
    active: document.activeElement?.outerHTML.slice(0, 100),
    hovered: [...document.querySelectorAll(":hover")].map(({ tagName }) => tagName),
    selected: getSelection()?.toString(),
    stored: [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie],
    kept: window.lecternTest.kept,
    text: document.body.innerText,
  }));
}

/** Uses a page as roughly as a person may, and leaves traces wherever a page can. */
async function use(stage: Stage): Promise<void> {
  await stage.show(talk, "A draft");
  await stage.page.evaluate(() => {
    localStorage.setItem("trace", "local");
    sessionStorage.setItem("trace", "session");
    document.cookie = "trace=cookie";
    document.title = "Trace";
    window.name = "trace";
    location.hash = "trace";
    Object.assign(window, { trace: true });
    setInterval(() => void (new Image().src = `/trace.png?${performance.now()}`), 1);
  });
  await stage.paintIn("light");
  await stage.page.setViewportSize({ width: 333, height: 444 });
  await stage.page.getByRole("log").evaluate((log) => log.scrollTo(0, 50));
  await stage.page.keyboard.press("Control+a");
  await stage.page.getByRole("textbox", { name: "Message Codex" }).click();
  await stage.page.mouse.move(100, 100);
}

it("is as a new one to the next page", async () => {
  const fresh = await stages.open({ hasOwnWindow: true });
  const expected = await sight(fresh);
  await fresh.close();

  const first = await stages.open({
    theme: "highContrast",
    forcedColors: "active",
    kept: { density: "all" },
  });
  const firstPage = first.page;
  await use(first);
  expect(await first.page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
  await first.close();
  const seenByFirst = first.strangeRequests();

  const second = await stages.open();
  expect(second.page).toBe(firstPage);
  expect(await sight(second)).toEqual(expected);
  expect(first.strangeRequests()).toEqual(seenByFirst);
  await second.close();
});

it("is nobody's after a window of one's own, and never two pages' at once", async () => {
  const own = await stages.open({ hasOwnWindow: true });
  const { ownPage } = own;
  await own.close();
  const [one, two] = [await stages.open(), await stages.open()];
  expect(new Set([ownPage, one.page, two.page]).size).toBe(3);
  await one.close();
  await two.close();
});

it("is out of reach for a page that was closed, and for what stays with a window that others have", async () => {
  const stage = await stages.open();
  expect(() => stage.ownPage).toThrow("without a window of its own");
  await stage.close();
  // A second close gives nothing back.
  await stage.close();
  expect(() => stage.page).toThrow("closed");
  const [one, two] = [await stages.open(), await stages.open()];
  expect(one.page).not.toBe(two.page);
  await one.close();
  await two.close();
});
