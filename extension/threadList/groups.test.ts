// The order of groups, and that a thread stands in one of them alone.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archivedGroup, groupsOf, type Group } from "./groups.ts";
import type { ThreadEntry } from "./threadEntry.ts";

function entry(fields: Partial<ThreadEntry>): ThreadEntry {
  return {
    threadId: "t",
    title: "Title",
    name: null,
    cwd: "/work",
    recencyAtMs: 0,
    createdAtMs: 0,
    status: { type: "notLoaded" },
    isUnread: false,
    isArchived: false,
    sectionId: null,
    isFork: false,
    isHeldElsewhere: false,
    ...fields,
  };
}

const common = { roots: ["/work", "/work/inner"], pinnedSectionId: "p", waiting: new Set<string>() };
const idsOf = (group: Group): string[] => [
  ...group.threads.map(({ threadId }) => threadId),
  ...group.groups.flatMap(idsOf),
];

describe("the groups of threads", () => {
  it("are pinned, the open folders, other folders", () => {
    const entries = [
      entry({ threadId: "other", cwd: "/workshop" }),
      entry({ threadId: "root" }),
      entry({ threadId: "deep", cwd: "/work/a/b" }),
      entry({ threadId: "inner", cwd: "/work/inner/x" }),
      entry({ threadId: "pinned", cwd: "/workshop", sectionId: "p" }),
      entry({ threadId: "gone", isArchived: true }),
    ];
    const { groups, shown, total } = groupsOf({ entries, filter: "all", ...common });
    expect(groups.map(({ key }) => key)).toEqual(["pinned", "here:/work", "here:/work/inner", "others"]);
    expect(groups.map(idsOf)).toEqual([["pinned"], ["root", "deep"], ["inner"], ["other"]]);
    expect([shown, total]).toEqual([5, 5]);
    expect(idsOf(archivedGroup(entries))).toEqual(["gone"]);
  });

  it("tell how much a filter hides", () => {
    const entries = [
      entry({ threadId: "a", isUnread: true }),
      entry({ threadId: "b", cwd: "/elsewhere" }),
      entry({ threadId: "c", status: { type: "active", activeFlags: [] } }),
      entry({ threadId: "d" }),
    ];
    const shownBy = (filter: "here" | "unread" | "active") => {
      const { groups, shown, total } = groupsOf({ entries, filter, ...common, waiting: new Set(["d"]) });
      return [groups.flatMap(idsOf).toSorted(), shown, total];
    };
    expect(shownBy("here")).toEqual([["a", "c", "d"], 3, 4]);
    expect(shownBy("unread")).toEqual([["a"], 1, 4]);
    expect(shownBy("active")).toEqual([["c", "d"], 2, 4]);
  });

  it("have each thread once, whatever it is", () => {
    const any = fc.record({
      cwd: fc.constantFrom("/work", "/work/inner", "/work/inner/x", "/workshop", "/", "/else"),
      sectionId: fc.constantFrom(null, "p", "q"),
      isArchived: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (fields) => {
        const entries = fields.map((each, index) => entry({ ...each, threadId: `t${index}` }));
        const { groups } = groupsOf({ entries, filter: "all", ...common });
        const seen = [...groups, archivedGroup(entries)].flatMap(idsOf);
        expect(seen.toSorted()).toEqual(entries.map(({ threadId }) => threadId).toSorted());
      }),
    );
  });
});
