// Holds the way between a pane and the checkpoints, over a small keeper of changes in memory.

import { describe, expect, it } from "vitest";
import type { Changes, OnConflict } from "../checkpoints/changes.ts";
import type { KeptReview } from "../memory/reviewFile.ts";
import type { ChangeTarget, Deed, Hunk } from "../shared/changedFiles.ts";
import {
  emptyMemory,
  type LineComment,
  type ReviewMemory,
  type ReviewMessage,
} from "../shared/reviewBridge.ts";
import {
  oddSample,
  reviewSample,
  sampleScope,
  turnSample,
  type ReviewSample,
} from "../../test/gallery/reviewSamples.ts";
import { partsOf, ReviewChannel, type ReviewChannelOptions, type UndoQuestion } from "./reviewChannel.ts";

/** Changes that never touch a disk: what was asked of them is noted. */
class ChangesInMemory implements Changes {
  readonly asked: (readonly [string, ChangeTarget, OnConflict?])[] = [];
  outcome: Deed["outcome"] | Error = "done";
  reads = 0;
  sample: ReviewSample;

  constructor(sample: ReviewSample) {
    this.sample = sample;
  }

  async changeSet(): ReturnType<Changes["changeSet"]> {
    this.reads++;
    return this.sample.changes;
  }
  async hunks(_scope: unknown, path: string): ReturnType<Changes["hunks"]> {
    const hunks = this.sample.hunks.get(path);
    if (!hunks) throw new Error("The checkpoint is damaged.");
    return { path, hunks };
  }
  async bytes(): Promise<null> {
    return null;
  }
  async content(): Promise<Uint8Array> {
    return expect.unreachable();
  }
  async keep(target: ChangeTarget): Promise<readonly Deed[]> {
    return this.#did("keep", target);
  }
  async undo(target: ChangeTarget, onConflict: OnConflict): Promise<readonly Deed[]> {
    return this.#did("undo", target, onConflict);
  }
  async takeBack(threadId: string): Promise<readonly Deed[]> {
    return this.#did("takeBack", { scope: { threadId, turnId: null }, path: null, hunkId: null });
  }
  lastDeed(): ReturnType<Changes["lastDeed"]> {
    const isUndone = this.asked.some(([did]) => did === "undo");
    return isUndone ? { id: "d", scope: sampleScope, did: "undo", paths: ["a", "b"], atMs: 0 } : null;
  }
  restorePreview = (): never => expect.unreachable();
  restore = (): never => expect.unreachable();

  #did(did: string, target: ChangeTarget, onConflict?: OnConflict): readonly Deed[] {
    this.asked.push(onConflict ? [did, target, onConflict] : [did, target]);
    if (this.outcome instanceof Error) throw this.outcome;
    const because = this.outcome === "conflict" ? "you changed it" : null;
    return [{ path: target.path ?? "a", outcome: this.outcome, because }];
  }
}

class Pane {
  readonly posted: ReviewMessage[] = [];
  readonly questions: UndoQuestion[] = [];
  readonly opened: unknown[] = [];
  readonly sent: string[] = [];
  readonly logged: string[] = [];
  readonly changes: ChangesInMemory;
  readonly channel: ReviewChannel;
  memory: ReviewMemory = emptyMemory;
  answer = true;
  refusesMessages = false;

  constructor(sample: ReviewSample, options: Partial<ReviewChannelOptions> = {}) {
    this.changes = new ChangesInMemory(sample);
    const kept: KeptReview = {
      id: "pane",
      scope: sampleScope,
      read: () => this.memory,
      keep: (memory) => void (this.memory = memory),
    };
    this.channel = new ReviewChannel({
      changes: this.changes,
      kept,
      post: async (message) => {
        this.posted.push(message);
        return true;
      },
      title: () => "Turn 3",
      isRunning: () => false,
      confirmUndo: async (question) => {
        this.questions.push(question);
        return this.answer;
      },
      openFile: async (...place) => void this.opened.push(place),
      openDiff: async (_set, file) => void this.opened.push(file.path),
      send: async (text) => {
        if (this.refusesMessages) throw new Error("At most 20 messages can wait.");
        this.sent.push(text);
      },
      log: (line) => void this.logged.push(line),
      ...options,
    });
  }

  /** The types of what was posted since the last look. */
  types(): string[] {
    return this.posted.splice(0).map(({ type }) => type);
  }

  async ready(): Promise<this> {
    await this.channel.receive({ type: "ready" });
    this.types();
    return this;
  }
}

it("answers ready with the changes, and every later word with a state that is new", async () => {
  const pane = new Pane(turnSample);
  await pane.channel.refresh();
  expect(pane.types()).toEqual([]);
  await pane.channel.receive({ type: "ready" });
  expect(pane.posted).toEqual([
    {
      type: "changeSet",
      changes: turnSample.changes,
      title: "Turn 3",
      memory: emptyMemory,
      isRunning: false,
      undoneFiles: 0,
    },
  ]);
});

it("reads once for many calls that come while it reads, and once more for the last of them", async () => {
  const pane = await new Pane(turnSample).ready();
  pane.changes.reads = 0;
  await Promise.all([pane.channel.refresh(), pane.channel.refresh(), pane.channel.refresh()]);
  expect(pane.changes.reads).toBe(2);
});

describe("hunks", () => {
  it("come for files of the set, and a word for those that cannot be read", async () => {
    const pane = await new Pane(oddSample).ready();
    await pane.channel.receive({ type: "loadHunks", paths: ["latest", "var/cache.bin", "/etc/passwd"] });
    expect(pane.posted).toEqual([
      { type: "hunks", path: "latest", hunks: oddSample.hunks.get("latest"), isFirst: true, isLast: true },
      { type: "noHunks", path: "var/cache.bin", because: "The checkpoint is damaged." },
      { type: "noHunks", path: "/etc/passwd", because: "The file is not part of the change any more." },
    ]);
  });

  it("are cut so that no message is large, and nothing is lost", () => {
    const lines = Array.from({ length: 9_001 }, (_, at) => ({
      mark: "+" as const,
      text: `${at}`,
      newline: true,
    }));
    const long: Hunk = {
      id: "h",
      oldStart: 0,
      oldLines: 0,
      newStart: 1,
      newLines: 9_001,
      lines,
      fate: "open",
    };
    const short: Hunk = { ...long, id: "i", lines: lines.slice(0, 3) };
    const parts = partsOf([short, long, short]);
    expect(parts.map((part) => part.reduce((sum, hunk) => sum + hunk.lines.length, 0))).toEqual([
      300, 2_000, 2_000, 2_000, 2_000, 707,
    ]);
    const back = parts.flat().filter(({ id }) => id === "h");
    expect(back.flatMap((hunk) => hunk.lines)).toEqual(lines);
    expect(partsOf([])).toEqual([[]]);
    const wide = { mark: "+" as const, text: "x".repeat(900_000), newline: true };
    expect(partsOf([{ ...long, lines: [wide, wide, wide] }]).map(([hunk]) => hunk?.lines.length)).toEqual([
      2, 1,
    ]);
  });
});

describe("deeds", () => {
  it("go to the checkpoints with the pane's scope, and the pane gets the changes anew", async () => {
    const pane = await new Pane(turnSample).ready();
    const target = { path: "src/checkout.ts", hunkId: "src/checkout.ts 0" };
    await pane.channel.receive({ type: "keep", target });
    await pane.channel.receive({ type: "undo", target, onConflict: "leave" });
    expect(pane.changes.asked).toEqual([
      ["keep", { scope: sampleScope, ...target }],
      ["undo", { scope: sampleScope, ...target }, "leave"],
    ]);
    expect(pane.questions).toEqual([]);
    expect(pane.posted.at(-1)).toMatchObject({ type: "changeSet", undoneFiles: 2 });
    expect(pane.types()).toEqual(["deedsDone", "changeSet", "deedsDone", "changeSet"]);
  });

  it("ask before many files are undone, and before the person's own words are written over", async () => {
    const pane = await new Pane(turnSample).ready();
    const all = { path: null, hunkId: null };
    await pane.channel.receive({ type: "undo", target: all, onConflict: "leave" });
    await pane.channel.receive({
      type: "undo",
      target: { path: "package.json", hunkId: null },
      onConflict: "overwrite",
    });
    expect(pane.questions).toEqual([
      { files: 3, overwrites: false, isRunning: false },
      { files: 1, overwrites: true, isRunning: false },
    ]);
    pane.answer = false;
    pane.changes.asked.splice(0);
    pane.posted.splice(0);
    await pane.channel.receive({ type: "undo", target: all, onConflict: "leave" });
    expect(pane.changes.asked).toEqual([]);
    expect(pane.posted[0]).toEqual({ type: "deedsDone", deeds: [] });
  });

  it("touch nothing outside the set", async () => {
    const pane = await new Pane(turnSample).ready();
    await pane.channel.receive({
      type: "undo",
      target: { path: "../../home/.bashrc", hunkId: null },
      onConflict: "leave",
    });
    await pane.channel.receive({ type: "openFile", path: "/etc/passwd", line: 1 });
    await pane.channel.receive({ type: "openDiff", path: "../x" });
    expect([pane.changes.asked, pane.opened]).toEqual([[], []]);
  });

  it("tell what failed, in the shape of a refusal", async () => {
    const pane = await new Pane(turnSample).ready();
    pane.changes.outcome = new Error("The disk is full.");
    await pane.channel.receive({
      type: "undo",
      target: { path: "package.json", hunkId: null },
      onConflict: "leave",
    });
    expect(pane.posted[0]).toEqual({
      type: "deedsDone",
      deeds: [{ path: "package.json", outcome: "refused", because: "The disk is full." }],
    });
    await pane.channel.receive({ type: "takeBack" });
    expect(pane.types()).toEqual(["deedsDone", "changeSet", "deedsDone", "changeSet"]);
  });
});

it("opens files by their place in the folder of the set", async () => {
  const pane = await new Pane(turnSample).ready();
  await pane.channel.receive({ type: "openFile", path: "src/checkout.ts", line: 52 });
  await pane.channel.receive({ type: "openDiff", path: "package.json" });
  expect(pane.opened).toEqual([["/work/shop", "/work/shop/src/checkout.ts", 52], "package.json"]);
});

describe("comments", () => {
  const comment: LineComment = {
    id: "c",
    path: "src/checkout.ts",
    hunkId: "src/checkout.ts 0",
    line: 53,
    side: "new",
    text: "Config, please.",
  };

  it("go as one message, with hunks of the host's own, and are then kept no more", async () => {
    const pane = await new Pane(turnSample).ready();
    await pane.channel.receive({ type: "remember", memory: { ...emptyMemory, comments: [comment] } });
    const forged = { ...comment, id: "f", path: "src/other.ts" };
    await pane.channel.receive({ type: "sendComments", comments: [comment, forged] });
    expect(pane.sent).toHaveLength(1);
    expect(pane.sent[0]).toContain('+  await orders.reserve(key, "24h")');
    expect(pane.sent[0]).toContain("(These lines have changed since");
    expect(pane.posted).toEqual([{ type: "commentsFate", ids: ["c", "f"], taken: true, because: null }]);
    expect(pane.memory.comments).toEqual([]);
  });

  it("stay the person's when the message is not taken", async () => {
    const pane = await new Pane(turnSample).ready();
    await pane.channel.receive({ type: "remember", memory: { ...emptyMemory, comments: [comment] } });
    pane.refusesMessages = true;
    await pane.channel.receive({ type: "sendComments", comments: [comment] });
    expect(pane.posted).toEqual([
      { type: "commentsFate", ids: ["c"], taken: false, because: "At most 20 messages can wait." },
    ]);
    expect(pane.memory.comments).toEqual([comment]);
  });
});

it("says nothing any more once it is disposed, and drops what is no intent", async () => {
  const pane = await new Pane(reviewSample([])).ready();
  await pane.channel.receive({ method: "thread/shellCommand" });
  expect(pane.logged).toEqual(["a message of the review pane was dropped"]);
  pane.channel.dispose();
  await pane.channel.receive({ type: "ready" });
  expect(pane.types()).toEqual([]);
});
