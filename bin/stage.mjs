// Puts the pinned app-server of one platform into bin/<target>/, with a manifest of every file's size and sha256.
// It knows nothing of what the binary does. The archive is checked against package-lock.json before it is
// unpacked, and bin/<target>/ is either the old tree or the whole new one, never something between.
//
// node bin/stage.mjs [--target linux-x64]

import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fetchPackage } from "./npm.mjs";

const root = join(import.meta.dirname, "..");
const packageName = "@openai/codex";

/** VS Code's name of a platform -> the folder that OpenAI's archive uses for it. */
const triples = {
  "linux-x64": "x86_64-unknown-linux-musl",
  "linux-arm64": "aarch64-unknown-linux-musl",
  "darwin-x64": "x86_64-apple-darwin",
  "darwin-arm64": "aarch64-apple-darwin",
  "win32-x64": "x86_64-pc-windows-msvc",
  "win32-arm64": "aarch64-pc-windows-msvc",
};

async function stage(target) {
  const version = await pinnedVersion();
  const home = join(root, "bin", target);
  if (await isIntact(home, version))
    return `bin/${target} holds Codex ${version} already; every file is intact.`;

  const spec = `${packageName}@${version}-${target}`;
  const work = await mkdtemp(join(root, "bin", `.staging-${target}-`));
  try {
    const tree = await fetchPackage({ spec, integrity: await lockedIntegrity(target, version), into: work });
    await removeVoice(tree);
    const manifest = await describe(tree, version, target);
    await writeFile(join(tree, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
    if (existsSync(home)) await rename(home, join(work, "old"));
    await rename(tree, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return `bin/${target} now holds Codex ${version}.`;
}

async function pinnedVersion() {
  return JSON.parse(await readFile(join(root, "package.json"), "utf8")).devDependencies[packageName];
}

async function lockedIntegrity(target, version) {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const entry = lock.packages[`node_modules/${packageName}-${target}`];
  if (entry?.version === `${version}-${target}` && entry.integrity?.startsWith("sha512-"))
    return entry.integrity;
  throw new Error(
    `package-lock.json has no sha512 for ${packageName} ${version} on ${target}, so its archive cannot be checked. ` +
      "Run `npm install` so that the lock file fits package.json, then try again.",
  );
}

/** Only for realtime audio, which Lectern does not use: 51 MB. */
async function removeVoice(tree) {
  for (const triple of await readdir(join(tree, "vendor"))) {
    await rm(join(tree, "vendor", triple, "codex-resources", "voice"), { recursive: true, force: true });
  }
}

async function describe(tree, version, target) {
  const suffix = target.startsWith("win32") ? ".exe" : "";
  const executable = `vendor/${triples[target]}/bin/codex${suffix}`;
  const files = [];
  for (const path of await listFiles(tree)) {
    const { size, mode } = await stat(join(tree, path));
    files.push({ path, size, sha256: await sha256(join(tree, path)), executable: (mode & 0o111) !== 0 });
  }
  if (files.some((file) => file.path === executable)) {
    return { package: packageName, version, target, executable, files };
  }
  throw new Error(
    `The archive for ${target} has no ${executable}: its layout is not the one that Lectern knows. ` +
      "Compare it with bin/README.md and mend bin/stage.mjs.",
  );
}

async function isIntact(home, version) {
  const text = await readFile(join(home, "manifest.json"), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const manifest = JSON.parse(text);
  if (manifest.version !== version) return false;
  for (const file of manifest.files) {
    const found = await sha256(join(home, file.path)).catch(() => undefined);
    if (found !== file.sha256) return false;
  }
  return true;
}

/** Every file below `tree`, relative, with forward slashes, in a fixed order. */
async function listFiles(tree, below = "") {
  const found = [];
  for (const entry of await readdir(join(tree, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...(await listFiles(tree, path)));
    else found.push(path);
  }
  return found.toSorted((one, other) => (one < other ? -1 : 1));
}

async function sha256(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

const { values } = parseArgs({ options: { target: { type: "string" } } });
const target = values.target ?? `${process.platform}-${process.arch}`;
try {
  if (!(target in triples)) {
    throw new Error(`There is no Codex for ${target}. Choose one of: ${Object.keys(triples).join(", ")}.`);
  }
  console.log(await stage(target));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
