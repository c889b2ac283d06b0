// The text that must never be lost: it stays until the server took it, comes back after a reload, and no key of an
// input method sends it.

import { afterAll, beforeAll, expect, it } from "vitest";
import { agent, host, page, running, thread, turn, user } from "../gallery/builders.ts";
import { PageStage, type Stage } from "./harness.ts";

let stages: PageStage;
beforeAll(async () => {
  stages = await PageStage.start();
});
afterAll(async () => await stages.stop());

const idle = page(thread([turn("turn-1", [user("Hi")])]));
const busy = page(thread([turn("turn-1", [user("Hi"), agent("So", running)], { status: "inProgress" })]));
const composer = (stage: Stage): ReturnType<Stage["page"]["getByRole"]> =>
  stage.page.getByRole("textbox", { name: "Message Codex" });
const text = async (stage: Stage): Promise<string> => await composer(stage).inputValue();

it("sends by Enter and clears only when the prompt was taken", async () => {
  const stage = await stages.open();
  await stage.show(idle);
  await composer(stage).pressSequentially("Do this");
  await stage.page.keyboard.press("Shift+Enter");
  await composer(stage).pressSequentially("and that");
  await stage.page.keyboard.press("Enter");
  const sent = await stage.intent("send");
  expect(sent.text).toBe("Do this\nand that");
  await stage.tell({
    method: "lectern/messageSent",
    params: {
      clientId: sent.clientId,
      input: [{ type: "text", text: sent.text, text_elements: [] }],
      atMs: 1,
      steers: null,
    },
  });
  expect(await text(stage)).toBe("Do this\nand that");
  expect(await stage.page.getByRole("article", { name: /^You: Do this and that, sending/ }).count()).toBe(1);
  await stage.page.keyboard.press("Enter");
  expect(await stage.intentsOf("send")).toHaveLength(1);
  await stage.post({ type: "promptFate", clientId: sent.clientId, taken: true });
  await stage.painted();
  expect(await text(stage)).toBe("");
  await stage.close();
});

it("keeps the text when the prompt was not taken, and lets it be edited and sent again", async () => {
  const stage = await stages.open();
  await stage.show(idle);
  await composer(stage).fill("Precious words");
  await stage.page.getByRole("button", { name: "Send", exact: true }).click();
  const sent = await stage.intent("send");
  await stage.post({ type: "promptFate", clientId: sent.clientId, taken: false });
  await stage.page.getByText("Not sent. Your text is kept.").waitFor();
  await composer(stage).press("End");
  await composer(stage).pressSequentially("!");
  expect(await text(stage)).toBe("Precious words!");
  await stage.page.keyboard.press("Enter");
  expect(await stage.intentsOf("send")).toHaveLength(2);
  await stage.close();
});

it("restores the draft after a reload: the newer of its own and the host's", async () => {
  const own = await stages.open({ kept: { draft: "mine", revision: 1 } });
  await own.show(idle, "the host's");
  expect(await text(own)).toBe("mine");
  await own.close();
  const old = await stages.open({ kept: { draft: "sent long ago", revision: 6, sending: null } });
  await old.post({ type: "snapshot", epoch: 1, seq: 0, state: idle, draft: { text: "", revision: 9 } });
  expect(await text(old)).toBe("");
  await composer(old).fill("next");
  expect(await old.intent("draft")).toEqual({ type: "draft", text: "next", revision: 10 });
  await old.close();
  const first = await stages.open();
  await first.show(idle, "the host's");
  expect(await text(first)).toBe("the host's");
  await composer(first).fill("typed");
  expect(await first.intent("draft")).toEqual({ type: "draft", text: "typed", revision: 2 });
  expect(await first.kept()).toMatchObject({ draft: "typed" });
  await first.close();
});

it("never keeps a prompt that was taken as if it were unsent", async () => {
  const stage = await stages.open();
  await stage.show(idle);
  await composer(stage).fill("on its way");
  await composer(stage).press("Enter");
  const { clientId } = await stage.intent("send");
  expect((await stage.intents()).map(({ type }) => type)).toEqual(["ready", "draft", "send"]);
  expect(await stage.kept()).toMatchObject({ draft: "on its way", sending: { clientId } });
  await stage.post({ type: "promptFate", clientId, taken: true });
  expect(await stage.kept()).toMatchObject({ draft: "", sending: null });
  await stage.close();
});

it("keeps what is typed before the host's copy of the draft came", async () => {
  const stage = await stages.open();
  // Nothing of the composer is there before the first state: the newer copy comes with a later one.
  await stage.show(idle);
  await composer(stage).fill("typed here");
  await stage.show(idle, "the host's");
  expect(await text(stage)).toBe("typed here");
  await stage.close();
});

it("does not send what an input method still composes", async () => {
  const stage = await stages.open();
  await stage.show(idle);
  await composer(stage).fill("こんにちは");
  await composer(stage).evaluate((element) => {
    element.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }),
    );
    element.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }),
    );
  });
  await stage.painted();
  expect(await stage.intentsOf("send")).toEqual([]);
  await stage.close();
});

it("stops a running turn by the button and by Escape twice, and steers with text", async () => {
  const stage = await stages.open();
  await stage.show(busy);
  await stage.page.getByRole("button", { name: "Stop", exact: true }).click();
  expect(await stage.intentsOf("stop")).toHaveLength(1);
  await composer(stage).focus();
  await stage.page.keyboard.press("Escape");
  expect(await stage.intentsOf("stop")).toHaveLength(1);
  await stage.page.keyboard.press("Escape");
  expect(await stage.intentsOf("stop")).toHaveLength(2);
  await composer(stage).fill("Rather this");
  await stage.page.getByText(/^Codex is working: this steers it/).waitFor();
  expect(await stage.page.getByRole("button", { name: "Stop", exact: true }).count()).toBe(0);
  await stage.page.getByRole("button", { name: "Send", exact: true }).click();
  expect((await stage.intent("send")).text).toBe("Rather this");
  await stage.close();
});

it("says why nothing can be sent and keeps the text editable", async () => {
  const stage = await stages.open();
  await stage.show(page(null, host({ account: { phase: "signedOut" } })));
  await composer(stage).fill("Later");
  await stage.page.keyboard.press("Enter");
  expect(await stage.page.getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true);
  expect(await stage.page.getByText("Sign in to send.").isVisible()).toBe(true);
  await stage.page.getByRole("button", { name: "Use an API key" }).click();
  expect((await stage.intents()).map(({ type }) => type).filter((type) => type !== "draft")).toEqual([
    "ready",
    "signIn",
  ]);
  await stage.close();
});

it("does not keep a prompt that was on its way when the page was loaded anew, once the thread has it", async () => {
  const stage = await stages.open();
  await stage.show(idle);
  await composer(stage).fill("On its way");
  await stage.page.keyboard.press("Enter");
  const { clientId } = await stage.intent("send");
  const kept = await stage.kept();
  await stage.close();

  const without = await stages.open({ kept });
  await without.show(idle);
  await without.painted();
  expect(await text(without)).toBe("On its way");
  await without.close();

  const input = [{ type: "text" as const, text: "On its way", text_elements: [] }];
  const lost = { clientId, input, sentAtMs: 1, steers: null, acknowledged: true, turnId: null };
  const again = await stages.open({ kept });
  await again.show(page(thread([], { outgoing: [{ ...lost, notProcessed: "serverGone" }] })));
  await again.page.getByRole("article", { name: /^You: On its way, not processed/ }).waitFor();
  await expect.poll(() => text(again)).toBe("");
  await again.close();
});

it("takes the keyboard only once the page has it: meanwhile the person may be typing into the palette", async () => {
  const stage = await stages.open({ hasOwnWindow: true });
  await stage.show(idle);
  const isFocused = async (): Promise<boolean> =>
    await composer(stage).evaluate((element) => element === document.activeElement);
  await stage.page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    document.hasFocus = () => false;
  });
  await stage.post({ type: "reveal", what: "composer", words: null });
  await stage.painted();
  expect(await isFocused()).toBe(false);
  await stage.page.evaluate(() => window.dispatchEvent(new FocusEvent("focus")));
  expect(await isFocused()).toBe(true);
  await stage.close();
});
