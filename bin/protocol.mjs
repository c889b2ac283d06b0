// Writes the protocol types (extension/shared/generated) from the staged app-server, or compares them with it.
// It knows no type by name. The folder holds what the pinned binary says and nothing else, so it is emptied first.
//
// node bin/protocol.mjs [--compare]

import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");
const generated = join(root, "extension", "shared", "generated");

async function main(compareOnly) {
  const work = await mkdtemp(join(await buildFolder(), "protocol-"));
  try {
    const fresh = join(work, "types");
    await generate(fresh, work);
    if (compareOnly) return await compare(fresh);
    await rm(generated, { recursive: true, force: true });
    await cp(fresh, generated, { recursive: true });
    return "extension/shared/generated is written anew from the staged app-server.";
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function generate(out, work) {
  const { version, executable } = await manifestOfThisMachine();
  const home = join(work, "home");
  await mkdir(out);
  await mkdir(home);
  // A Codex home of its own: the generator must not read or touch the person's.
  execFileSync(executable, ["app-server", "generate-ts", "--experimental", "--out", out], {
    env: { ...process.env, CODEX_HOME: home },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const pinned = `// Written by \`npm run protocol\`. Do not edit.\nexport const pinnedVersion = "${version}";\n`;
  await writeFile(join(out, "pinned.ts"), pinned);
}

async function manifestOfThisMachine() {
  const home = join(root, "bin", `${process.platform}-${process.arch}`);
  const text = await readFile(join(home, "manifest.json"), "utf8").catch(() => {
    throw new Error(`No app-server is staged in ${home}. Run \`npm run stage\`, then try again.`);
  });
  const { version, executable } = JSON.parse(text);
  return { version, executable: join(home, executable) };
}

async function compare(fresh) {
  const names = [...new Set([...(await listFiles(fresh)), ...(await listFiles(generated))])].toSorted();
  const different = [];
  for (const name of names) {
    if ((await contentOf(fresh, name)) !== (await contentOf(generated, name))) different.push(name);
  }
  if (different.length === 0)
    return `The ${names.length} generated protocol files are those of the app-server.`;
  throw new Error(
    `extension/shared/generated is not what the staged app-server writes. Different files:\n  ${different.join("\n  ")}\n` +
      "Run `npm run protocol` and read what changed.",
  );
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function contentOf(folder, name) {
  return await readFile(join(folder, name), "utf8").catch(() => undefined);
}

async function buildFolder() {
  const folder = join(root, ".build");
  await mkdir(folder, { recursive: true });
  return folder;
}

const { values } = parseArgs({ options: { compare: { type: "boolean", default: false } } });
try {
  console.log(await main(values.compare));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
