import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ThreadItem } from "../shared/protocol.ts";
import { newEntry } from "../shared/threadDraft.ts";
import { emptyThread, type ThreadState } from "../shared/threadState.ts";
import { loadPicture, type PictureIntent } from "./shownPictures.ts";

const png = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const shown = { url: `data:image/png;base64,${png.toString("base64")}` };
const outside = { problem: "Only pictures inside this folder are shown" };
let root = "";

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-shown-")));
  await mkdir(path.join(root, "work"));
  await writeFile(path.join(root, "secret.png"), png);
  await writeFile(path.join(root, "work", "in.png"), png);
  await symlink(path.join(root, "secret.png"), path.join(root, "work", "link.png"));
});
afterAll(() => rm(root, { recursive: true }));

function thread(change: Partial<ThreadState> = {}): ThreadState {
  const items = [
    { type: "imageView", id: "in", path: path.join(root, "work/in.png") },
    { type: "imageView", id: "out", path: path.join(root, "secret.png") },
    {
      type: "userMessage",
      id: "prompt",
      clientId: null,
      content: [{ type: "localImage", path: `${root}/secret.png` }],
    },
  ] as unknown as ThreadItem[];
  const empty = emptyThread("t", path.join(root, "work"));
  const entries = items.map((item) => newEntry(item, "completed"));
  const turn = { turnId: "1", rootTurnId: null, status: "completed", error: null, retrying: null } as const;
  return {
    ...empty,
    turns: [
      {
        ...turn,
        startedAtMs: null,
        completedAtMs: null,
        entries,
        diff: null,
        plan: null,
        sensitive: [],
        changes: null,
      },
    ],
    ...change,
  };
}
const item = (itemId: string): PictureIntent => ({ type: "loadItemPicture", itemId, index: 0 });
const link = (href: string): PictureIntent => ({ type: "loadLinkedPicture", href });

it("shows what lies in the folder, and what the person attached from anywhere", async () => {
  expect(await loadPicture(item("in"), thread())).toEqual(shown);
  expect(await loadPicture(link("in.png"), thread())).toEqual(shown);
  expect(await loadPicture(item("prompt"), thread())).toEqual(shown);
});

it("shows nothing that a model names outside of it", async () => {
  expect(await loadPicture(item("out"), thread())).toEqual(outside);
  for (const href of ["../secret.png", `${root}/secret.png`, "link.png", "missing.png"])
    expect(await loadPicture(link(href), thread())).toEqual(outside);
  expect(await loadPicture(link("in.png"), thread({ cwd: "" }))).toEqual(outside);
});

it("takes a picture in the prompt of a sub-agent for what it is: a model's choice", async () => {
  const agent = { parentThreadId: "p", name: "", unread: null };
  expect(await loadPicture(item("prompt"), thread({ agent }))).toEqual(outside);
});

it("knows no picture where there is none", async () => {
  expect(await loadPicture(item("other"), thread())).toEqual({ problem: "There is no such picture" });
  expect(await loadPicture(link("https://a.example/x.png"), thread())).toHaveProperty("problem");
});
