// Makes the package of one platform: .build/vsix/<name>-<target>-<version>.vsix.
// It knows no content: .vscodeignore says what is shipped, and only bin/<target>/ is added to that. The package
// always holds a production build of this moment and an app-server whose every file was checked.
//
// node bin/package.mjs [--target linux-x64]

import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");

async function makePackage(target) {
  if (process.platform === "win32" && !target.startsWith("win32")) {
    throw new Error(
      `Windows cannot keep the execute permission that ${target} needs. Package it on Linux or macOS instead.`,
    );
  }
  run("bin/stage.mjs", "--target", target);
  run("build.mjs", "--production");

  const { name, version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const out = `.build/vsix/${name}-${target}-${version}.vsix`;
  await mkdir(join(root, ".build", "vsix"), { recursive: true });
  const ignoreFile = `.build/vsix/${target}.vscodeignore`;
  const shipped = await readFile(join(root, ".vscodeignore"), "utf8");
  await writeFile(join(root, ignoreFile), `${shipped}\n!bin/${target}/**\n`);
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const wanted = ["--target", target, "--out", out, "--ignoreFile", ignoreFile];
  run("node_modules/@vscode/vsce/vsce", "package", ...wanted, ...options);
  return out;
}

function run(...program) {
  execFileSync(process.execPath, program, { cwd: root, stdio: "inherit" });
}

const { values } = parseArgs({ options: { target: { type: "string" } } });
try {
  console.log(await makePackage(values.target ?? `${process.platform}-${process.arch}`));
} catch (error) {
  console.error(`The package was not made. ${error.message}`);
  process.exitCode = 1;
}
