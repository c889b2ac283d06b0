// The few facts about this repository that its tools need. It starts nothing.

import { readFileSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

interface PackageJson {
  readonly name: string;
  readonly version: string;
}

/** The absolute path of the repository. */
export const projectRoot = join(import.meta.dirname, "..", "..");

/** The extension that brings Lectern to the front by itself, for people who want to see it at once. */
export const openerExtension = join(import.meta.dirname, "opener");

/** VS Code's name of this machine's platform, such as `linux-x64`. */
export const hostTarget = `${process.platform}-${process.arch}`;

const { name, version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as PackageJson;

/** Where `npm run package` puts the package of this machine's platform. */
export const packagedVsix = join(projectRoot, ".build", "vsix", `${name}-${hostTarget}-${version}.vsix`);

/**
 * A fresh folder below .build/, for its maker to remove. Not in the system's temporary folder: the app-server keeps
 * its helper programs in its home and refuses to do so there.
 */
export async function makeWorkFolder(purpose: string): Promise<string> {
  await mkdir(join(projectRoot, ".build", purpose), { recursive: true });
  return await mkdtemp(join(projectRoot, ".build", purpose, "run-"));
}
