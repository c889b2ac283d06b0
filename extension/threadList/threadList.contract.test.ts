// The list against the real app-server: what it lists, what one can do to a thread, and what two processes on one
// home see of each other.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { message } from "../../test/provider/events.ts";
import { runTurn, setStage, type Stage } from "../../test/contract/stage.ts";
import type { HeadlessHost } from "../../test/client/headlessHost.ts";
import type { Script } from "../../test/provider/script.ts";
import { refusalOf } from "./refusal.ts";
import { titleMatches, ThreadList } from "./threadList.ts";
import { ThreadSearch } from "./threadSearch.ts";

interface Listing {
  readonly host: HeadlessHost;
  readonly list: ThreadList;
  /** Resolves when it is so, looking at every change of the list. */
  readonly until: (look: () => boolean) => Promise<void>;
  readonly ids: () => string[];
}

/** A host with the list on it, as the view has it. */
async function listing(stage: Stage): Promise<Listing> {
  let changed = Promise.withResolvers<void>();
  const host = stage.host({ onNotification: (notification) => list.handleNotification(notification) });
  const list = new ThreadList({
    server: host.supervisor,
    onChange: () => {
      changed.resolve();
      changed = Promise.withResolvers();
    },
    log: () => undefined,
  });
  await host.start();
  return {
    host,
    list,
    until: async (look) => {
      while (!look()) await changed.promise;
    },
    ids: () => list.entries.all.map(({ threadId }) => threadId),
  };
}

const echo: Script = ({ lastUserText }) => message(`You said ${lastUserText}; the word is heliotrope.`);

async function threadWith(host: HeadlessHost, folder: string, prompt: string): Promise<string> {
  const threadId = await host.threads.start(folder);
  await runTurn(host, threadId, prompt);
  return threadId;
}

const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => "done", refusalOf);

describe("the list of threads", () => {
  it("has every folder's threads, newest first, and is kept by what is told", async () => {
    const stage = await setStage(echo);
    const { host, list, ids, until } = await listing(stage);
    const other = join(stage.root, "other");
    await mkdir(other);
    const first = await threadWith(host, stage.workspace, "first\nand more");
    await list.load();
    const second = await threadWith(host, other, "second");
    await until(() => list.entries.get(second)?.title === "second");
    await until(() => list.entries.get(second)?.status.type === "idle");
    expect(ids()).toEqual([second, first]);
    expect(list.entries.get(first)).toMatchObject({ title: "first", cwd: stage.workspace, isUnread: true });

    await list.rename(first, "  Mine ");
    await until(() => list.entries.get(first)?.title === "Mine");
    expect(ids()).toEqual([second, first]);

    await list.setPinned(second, true);
    await until(() => list.entries.get(second)?.sectionId === list.pinnedSectionId);
    await list.refresh();
    expect(list.entries.get(second)?.sectionId).toBe(list.pinnedSectionId);
    expect(list.pinnedSectionId).not.toBeNull();
    await list.setPinned(second, false);
    await until(() => list.entries.get(second)?.sectionId === null);
  });

  it("moves a thread into the archive and back, and lets it be worked in again", async () => {
    const stage = await setStage(echo);
    const { host, list, until } = await listing(stage);
    const threadId = await threadWith(host, stage.workspace, "one");
    await list.load();
    await list.archive(threadId);
    await until(() => list.entries.get(threadId)?.isArchived === true);
    await list.refresh();
    await list.loadArchived();
    expect(list.entries.all.map((entry) => [entry.threadId, entry.isArchived])).toEqual([[threadId, true]]);
    await list.unarchive(threadId);
    await until(() => list.entries.get(threadId)?.isArchived === false);
    expect((await runTurn(host, threadId, "two")).status).toBe("completed");
  });

  it("deletes nothing that a fork still needs, and lets the refused thread be worked in", async () => {
    const stage = await setStage(echo);
    const { host, list, ids, until } = await listing(stage);
    const parent = await threadWith(host, stage.workspace, "one");
    await list.load();
    const fork = await host.threads.fork(parent);
    await until(() => list.entries.get(fork)?.isFork === true);
    expect(host.state(fork).turns).toHaveLength(1);
    expect(await refusal(list.delete(parent))).toBe("hasForks");
    expect((await runTurn(host, parent, "two")).status).toBe("completed");
    expect((await runTurn(host, fork, "three")).status).toBe("completed");
    await list.delete(fork);
    host.threads.forget(fork);
    await list.delete(parent);
    await until(() => ids().length === 0);
    await list.refresh();
    expect(ids()).toEqual([]);
    expect(await refusal(list.delete(parent))).toBe("gone");
  });

  it("finds by title at once and by text from the server, and drops what was overtaken", async () => {
    const stage = await setStage(echo);
    const { host, list } = await listing(stage);
    const threadId = await threadWith(host, stage.workspace, "about apples");
    await threadWith(host, stage.workspace, "about pears");
    await list.load();
    expect(titleMatches(list.entries.all, "APPLES about").map((entry) => entry.threadId)).toEqual([threadId]);
    const search = new ThreadSearch(host.supervisor);
    const [overtaken, found] = await Promise.all([
      search.inText("heliotrope"),
      search.inText("said about apples"),
    ]);
    expect(overtaken).toBeUndefined();
    expect(found?.map((match) => [match.thread.id, match.isArchived])).toEqual([[threadId, false]]);
    expect(found?.[0]?.snippet).toContain("about apples");
    expect(await search.inText("   ")).toEqual([]);
    await list.archive(threadId);
    expect((await search.inText("said about apples"))?.map((match) => match.isArchived)).toEqual([true]);
  });

  it("marks what was looked at as read; news that was not seen wins", async () => {
    const stage = await setStage(echo);
    const { host, list, until } = await listing(stage);
    const threadId = await threadWith(host, stage.workspace, "one");
    await list.load();
    const isUnread = () => list.entries.get(threadId)?.isUnread;
    expect(isUnread()).toBe(true);
    await list.look(threadId);
    await until(() => isUnread() === false);
    const other = await listing(stage);
    await other.list.load();
    await list.mark(threadId, "unread");
    await until(() => isUnread() === true);
    // The other process saw the thread before that mark.
    await other.list.mark(threadId, "unread");
    expect(other.list.entries.get(threadId)?.isUnread).toBe(true);
    await list.markAllRead();
    await until(() => isUnread() === false);
  });

  it("sees another process's threads when it is read anew, and marks the one that is held there", async () => {
    const stage = await setStage(echo);
    const here = await listing(stage);
    await here.list.load();
    expect(here.ids()).toEqual([]);
    const there = await listing(stage);
    const threadId = await threadWith(there.host, stage.workspace, "over there");
    await here.list.refresh();
    expect(here.ids()).toEqual([threadId]);
    expect(await refusal(here.list.archive(threadId))).toBe("heldElsewhere");
    expect(here.list.entries.get(threadId)?.isHeldElsewhere).toBe(true);
    // A fork goes on here while the thread is held there.
    const fork = await here.host.threads.fork(threadId);
    expect((await runTurn(here.host, fork, "mine")).status).toBe("completed");

    expect(await there.host.threads.release(threadId)).toBe(true);
    await here.list.archive(threadId);
    await here.until(() => here.list.entries.get(threadId)?.isArchived === true);
    await there.list.refresh();
    await there.list.loadArchived();
    expect(there.list.entries.get(threadId)?.isArchived).toBe(true);
  });

  it("keeps a released thread out of nobody's way: the next prompt takes it again", async () => {
    const stage = await setStage(echo);
    const { host } = await listing(stage);
    const threadId = await threadWith(host, stage.workspace, "one");
    expect(await host.threads.release(threadId)).toBe(true);
    expect((await runTurn(host, threadId, "two")).status).toBe("completed");
    expect(host.state(threadId).turns).toHaveLength(2);
  });
});
