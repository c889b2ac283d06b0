// A checkpoint before a turn in a repository of 50,000 files of which one changed, against `git status` of the same
// folder. The checkpoint is what a prompt waits for: the difference is found, read and on the disk.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Checkpoints } from "../../extension/checkpoints/checkpoints.ts";
import { ratioOf } from "./measure.ts";

const folders = 500;
const filesInFolder = 100;

export async function checkpointRatio(rounds: number): Promise<number> {
  const root = mkdtempSync(path.join(tmpdir(), "bench-checkpoint-"));
  try {
    return await measure(root, rounds);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measure(root: string, rounds: number): Promise<number> {
  const folder = path.join(root, "work");
  fill(folder);
  const git = (...args: string[]): Buffer =>
    execFileSync("git", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "Begin");
  const checkpoints = new Checkpoints({
    storage: path.join(root, "storage"),
    buffers: {
      unsavedText: () => undefined,
      replaceText: () => Promise.resolve(false),
      isLocked: () => false,
    },
    log: () => undefined,
  });
  await checkpoints.take(folder, 120_000);
  await checkpoints.settled();
  let change = 0;
  const timed = async (work: () => unknown): Promise<number> => {
    writeFileSync(
      path.join(folder, `folder${change % folders}`, "file7.ts"),
      `export const changed = ${change++};\n`,
    );
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  let number = 0;
  const take = async (): Promise<void> => {
    const taken = await checkpoints.take(folder, 120_000);
    if (taken.number <= number) throw new Error("The checkpoint missed the change.");
    ({ number } = taken);
  };
  return ratioOf(
    () => timed(take),
    () => timed(() => git("status", "--porcelain")),
    rounds,
  );
}

function fill(root: string): void {
  for (let folder = 0; folder < folders; folder++) {
    const place = path.join(root, `folder${folder}`);
    mkdirSync(place, { recursive: true });
    for (let file = 0; file < filesInFolder; file++)
      writeFileSync(path.join(place, `file${file}.ts`), `export const name = "${folder} ${file}";\n`);
  }
}
