// Change sets as a host would send them, written as short diffs: for pictures, page tests and the bench.

import type { ChangedFile, ChangeSet, Hunk, HunkLine } from "../../extension/shared/changedFiles.ts";

export interface ReviewSample {
  readonly title: string;
  readonly changes: ChangeSet;
  /** By path; a file that is not in it cannot be read. */
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>;
}

/** A file of a sample: its hunks as `@@ old new` and lines with their marks. */
export interface SampleFile extends Partial<Omit<ChangedFile, "path">> {
  readonly path: string;
  readonly diff?: string;
  /** Fates of its hunks, in their order; open for the rest. */
  readonly fates?: readonly Hunk["fate"][];
  readonly isUnreadable?: boolean;
}

export const sampleScope = { threadId: "thread-1", turnId: "turn-3" };

export function reviewSample(
  files: readonly SampleFile[],
  rest: Partial<ChangeSet> & { readonly title?: string } = {},
): ReviewSample {
  const { title = "Turn 3 — Store the idempotency key first", ...changes } = rest;
  const made = files.map((file) => ({ file, hunks: hunksOf(file) }));
  return {
    title,
    changes: {
      scope: sampleScope,
      folder: "/work/shop",
      files: made.map(({ file, hunks }) => changedFile(file, hunks)),
      leftOut: [],
      problem: null,
      ...changes,
    },
    hunks: new Map(
      made.filter(({ file }) => !file.isUnreadable).map(({ file, hunks }) => [file.path, hunks]),
    ),
  };
}

function changedFile(file: SampleFile, hunks: readonly Hunk[]): ChangedFile {
  const count = (mark: string): number =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.mark === mark).length, 0);
  const side = (name: string): ChangedFile["after"] => ({
    mode: "file",
    id: `${name} ${file.path}`,
    bytes: 900,
  });
  const kind = file.kind ?? "modified";
  return {
    oldPath: null,
    kind,
    before: kind === "added" ? null : side("before"),
    after: kind === "deleted" ? null : side("after"),
    isBinary: false,
    addedLines: count("+"),
    removedLines: count("-"),
    isUnreported: false,
    fate: "open",
    ...withoutHunks(file),
  };
}

function withoutHunks(file: SampleFile): Partial<ChangedFile> & Pick<ChangedFile, "path"> {
  const facts = { ...file, diff: undefined, fates: undefined, isUnreadable: undefined };
  return JSON.parse(JSON.stringify(facts)) as typeof file;
}

function hunksOf({ path, diff = "", fates = [] }: SampleFile): readonly Hunk[] {
  const parts = diff.split(/^@@ /m).filter((part) => part.trim() !== "");
  return parts.map((part, index) => {
    const [head = "", ...rows] = part.replace(/\n$/, "").split("\n");
    const [oldStart = 1, newStart = 1] = head.trim().split(" ").map(Number);
    const lines = rows.map((row): HunkLine => ({
      mark: (row[0] ?? " ") as HunkLine["mark"],
      text: row.slice(1),
      newline: true,
    }));
    return {
      id: `${path} ${index}`,
      oldStart,
      oldLines: lines.filter(({ mark }) => mark !== "+").length,
      newStart,
      newLines: lines.filter(({ mark }) => mark !== "-").length,
      lines,
      fate: fates[index] ?? "open",
    };
  });
}

const checkout = `@@ 51 51
   const order = await orders.find(key)
-  const charge = await pay(cart)
+  if (order) return order.result
+  await orders.reserve(key, "24h")
+  const result = await pay(cart)
   return order.result
 }
@@ 80 82
 export function total(cart: Cart): number {
-  // The sum of all lines, in cents.
-  return cart.lines.reduce((sum, line) => sum + line.price, 0)
+  // The sum of all lines, in cents; a line may be there more than once.
+  return cart.lines.reduce((sum, line) => sum + line.price * line.count, 0)
 }
`;

const retryTest = `@@ 0 1
+import { checkout } from "../src/checkout"
+
+it("charges once for two tries with one key", async () => {
+  const [first, second] = await Promise.all([checkout(cart, "k"), checkout(cart, "k")])
+  expect(first).toEqual(second)
+  expect(charges).toHaveLength(1)
+})
`;

const manifest = `@@ 7 7
   "scripts": {
-    "test": "vitest"
+    "test": "vitest run",
+    "test:watch": "vitest"
   },
`;

/** A turn as it mostly is. */
export const turnSample = reviewSample([
  { path: "package.json", diff: manifest, isUnreported: true },
  { path: "src/checkout.ts", diff: checkout },
  { path: "test/checkout.retry.test.ts", kind: "added", diff: retryTest },
]);

/** The same, partly decided. */
export const decidedSample = reviewSample([
  { path: "package.json", diff: manifest, fates: ["kept"], fate: "kept" },
  { path: "src/checkout.ts", diff: checkout, fates: ["undone", "open"], fate: "partly" },
  { path: "test/checkout.retry.test.ts", kind: "added", diff: retryTest, fate: "gone" },
]);

const side = (mode: "file" | "executable" | "symlink", bytes: number): ChangedFile["after"] => ({
  mode,
  id: `${mode} ${bytes}`,
  bytes,
});

/** Files without lines, and what was left out. */
export const oddSample = reviewSample(
  [
    {
      path: "assets/logo.png",
      isBinary: true,
      before: side("file", 48_200),
      after: side("file", 12_950),
    },
    {
      path: "bin/release.sh",
      before: side("file", 512),
      after: side("executable", 512),
      isUnreported: true,
    },
    { path: "docs/guide/start.md", oldPath: "docs/start.md", kind: "moved" },
    { path: "latest", kind: "added", after: side("symlink", 12), diff: "@@ 0 1\n+releases/2\n" },
    {
      path: "src/legacy/session.ts",
      kind: "deleted",
      diff: "@@ 1 0\n-export const session = {}\n-// gone\n",
    },
    { path: "var/cache.bin", isUnreadable: true },
  ],
  {
    leftOut: [
      { path: "data/dump.sql", because: "tooLarge" },
      { path: "vendor/engine", because: "nestedRepository" },
    ],
  },
);

/** One hunk in each of so many files, or all in one, with lines that look like code. */
export function longSample(changedLines: number, filesCount: number): ReviewSample {
  const perFile = Math.ceil(changedLines / filesCount);
  const files = Array.from({ length: filesCount }, (_, number): SampleFile => {
    const rows: string[] = [];
    for (let line = 0; line < perFile; line += 4)
      rows.push(
        ` export function step${line}(input: Input): Output {`,
        `-  const value = read(input, ${line})`,
        `+  const value = await read(input, ${line}, "strict")`,
        `+  if (value === undefined) return none // nothing to do for ${line}`,
        `-  return write(value)`,
        ` }`,
      );
    return { path: `src/part${String(number).padStart(5, "0")}.ts`, diff: `@@ 1 1\n${rows.join("\n")}\n` };
  });
  return reviewSample(files, { title: "Turn 1 — Make every step strict" });
}
