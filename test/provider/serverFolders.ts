// Where a bare test server lives, and which executable it is: a fresh home, Codex home and workspace below
// .build/tmp. The server makes no helper programs for a home in the system's temporary folder, and terminals then fail:
// it is told another one, so that a clone of the repository may lie there.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Relative path to content. */
export type WorkspaceFiles = Readonly<Record<string, string | Uint8Array>>;

/** The folders of one server, all below `root`. */
export interface ServerFolders {
  readonly root: string;
  readonly home: string;
  readonly codexHome: string;
  readonly workspace: string;
  /** For the server's TMPDIR. */
  readonly temp: string;
}

/** Makes them afresh; `files` fill the workspace. Removing `root` removes all. */
export async function makeFolders(files: WorkspaceFiles, configToml: string): Promise<ServerFolders> {
  const parent = join(repository, ".build/tmp");
  await mkdir(parent, { recursive: true });
  const root = await realpath(await mkdtemp(join(parent, "server-")));
  const folders = {
    root,
    home: join(root, "home"),
    codexHome: join(root, "codex"),
    workspace: join(root, "work"),
    temp: join(root, "temp"),
  };
  for (const folder of [folders.home, folders.codexHome, folders.workspace, folders.temp])
    await mkdir(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folders.workspace, path)), { recursive: true });
    await writeFile(join(folders.workspace, path), content);
  }
  await writeFile(join(folders.codexHome, "config.toml"), configToml);
  return folders;
}

/** The executable under test: the one of the staged tree when there is one, else the one of the npm package. */
export function serverBinary(): string {
  const staged = join(repository, "bin", `${process.platform}-${process.arch}`);
  const manifest = join(staged, "manifest.json");
  if (!existsSync(manifest)) {
    return join(
      repository,
      "node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex",
    );
  }
  const { executable } = JSON.parse(readFileSync(manifest, "utf8")) as { executable: string };
  return join(staged, executable);
}
