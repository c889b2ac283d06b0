// The staged app-server for tests that need the real one, and a folder that lasts as long as they do.
// It stages nothing and has no substitute: a test without the binary fails.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Binary, resolveBinary } from "../binary.ts";

const binRoot = fileURLToPath(new URL("../../../bin", import.meta.url));

/** The bundled binary. Rejects with BinaryProblem if `npm run stage` has not been run. */
export function stagedBinary(): Promise<Binary> {
  return resolveBinary({ settingPath: "", binRoot, platform: process.platform, arch: process.arch });
}

/** A fresh folder, and how to remove it. */
export async function freshFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "lectern-codex-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
