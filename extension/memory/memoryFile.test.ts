import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noDraft } from "../shared/bridge.ts";
import { MemoryFile, sideBarPage, type PageMemory } from "./memoryFile.ts";

let folder = "";
const lines: string[] = [];
const memory = (): MemoryFile => new MemoryFile(path.join(folder, "storage"), (line) => lines.push(line));
const file = (): string => path.join(folder, "storage/pages.json");
const kept = (text: string): PageMemory => ({
  threadId: "t",
  title: "Apples",
  draft: { text, revision: 3 },
  demo: false,
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-memory-"));
  lines.length = 0;
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

it("gives back what was kept last, and only to its owner", async () => {
  const first = memory();
  for (let n = 0; n < 50; n++) first.page(sideBarPage).keep(kept(`draft ${n}`));
  await first.settled();
  expect(memory().page(sideBarPage).read()).toEqual(kept("draft 49"));
  expect((await stat(file())).mode & 0o077).toBe(0);
});

it("keeps what comes while it writes", async () => {
  const one = memory();
  one.page(sideBarPage).keep(kept("a"));
  const settled = one.settled();
  one.page(sideBarPage).keep(kept("b"));
  await settled;
  expect(JSON.parse(await readFile(file(), "utf8"))).toMatchObject([{ draft: { text: "b", revision: 3 } }]);
});

it("keeps each page apart, until it is closed", async () => {
  const [left, right] = [randomUUID(), randomUUID()];
  const first = memory();
  first.page(sideBarPage).keep(kept("side bar"));
  first.page(left).keep(kept("left"));
  first.page(right).keep(kept("right"));
  first.page(left).forget();
  await first.settled();
  const again = memory();
  expect(again.tabs).toEqual([right]);
  expect(again.page(right).read().draft.text).toBe("right");
  expect(again.page(left).read().draft.text).toBe("");
  expect(again.page(sideBarPage).read().draft.text).toBe("side bar");
});

it("lets the tab that was touched longest ago go, and never the side bar", async () => {
  const tabs = Array.from({ length: 60 }, () => randomUUID());
  const first = memory();
  first.page(sideBarPage).keep(kept("side bar"));
  for (const id of tabs) first.page(id).keep(kept(id));
  await first.settled();
  const again = memory();
  expect(again.tabs).toEqual(tabs.slice(-49));
  expect(again.page(sideBarPage).read().draft.text).toBe("side bar");
});

it.each(["", "{", "null", "{}", '[null,7,{"id":"sideBar","draft":{"text":7},"threadId":{},"title":[]}]'])(
  "takes the damaged file %j for none",
  async (text) => {
    await mkdir(path.dirname(file()));
    await writeFile(file(), text);
    expect(memory().page(sideBarPage).read()).toEqual({
      threadId: null,
      title: "",
      draft: noDraft,
      demo: false,
    });
  },
);

it("takes no page whose id we never made", async () => {
  await mkdir(path.dirname(file()));
  await writeFile(file(), JSON.stringify([{ id: '"><script>', draft: "x" }]));
  expect(memory().tabs).toEqual([]);
});

it("says so when nothing can be kept, and goes on", async () => {
  await writeFile(path.join(folder, "storage"), "a file where the folder should be");
  const one = memory();
  one.page(sideBarPage).keep(kept("a"));
  await one.settled();
  expect(lines).toHaveLength(1);
});
