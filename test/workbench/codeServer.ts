// Fetches, starts and stops a VS Code in the browser (code-server's build of the VS Code server), for machines
// on which no VS Code is installed or none can be downloaded. It knows nothing of Lectern's commands or page.
// Everything lives below .vscode-test/ or in the folders that the caller names; a stopped server leaves no process.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fetchPackage, runNpm } from "../../bin/npm.mjs";
import { projectRoot } from "./project.ts";
import { startProcessTree } from "./processTree.ts";

/** VS Code 1.139.1. */
const version = "4.139.1";
const integrity =
  "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==";
const startDeadlineMs = 60_000;

/** The server's log module is native and not built here; it says so at length and logs to the console instead. */
const missingLogModule = /Error: Could not locate the bindings file[^]*?\n\}\n/g;

const home = join(projectRoot, ".vscode-test", `code-server-${version}`);
const serverMain = join(home, "lib", "vscode", "out", "server-main.js");
const bundled = join(home, "lib", "vscode", "extensions");
/** Without it VS Code complains as soon as a script is opened. */
const languageServer = join(bundled, "node_modules", "typescript");
/** Of the extensions that VS Code brings itself, those that have a part in what Lectern's tests look at. */
const fewBundled = [
  "diff",
  "git",
  "git-base",
  "javascript",
  "json",
  "markdown-basics",
  "theme-defaults",
  "theme-seti",
];

/** Where a server keeps its data and its extensions. Both are made when they are missing. */
export interface ServerFolders {
  readonly dataDir: string;
  readonly extensionsDir: string;
}

/** What a server is started with. */
export interface CodeServerOptions extends ServerFolders {
  /** Left out: a free port. */
  readonly port?: number;
  /** Where the extensions are that VS Code brings itself. Left out: all of them. */
  readonly bundledDir?: string;
  /** Written as machine settings before the start. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** False: every folder counts as trusted and nobody is asked. */
  readonly workspaceTrust: boolean;
  /** True: the address may name an extension under development and a test suite. */
  readonly developmentHost?: boolean;
  /** Added to this process's environment for the server and its extension hosts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code that answers. */
export interface CodeServer {
  readonly port: number;
  /** The address that opens the workbench on a folder, or on a `.code-workspace` file. */
  addressOf(folder: string): string;
  /** Replaces the machine settings; a running workbench takes them over by itself. */
  writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the server has printed so far. */
  output(): string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** True when the server is in .vscode-test/ already. */
export function hasCodeServer(): boolean {
  return existsSync(serverMain) && existsSync(languageServer);
}

/** Fetches the server from the npm registry, once, and checks its sha512. Needs no compiler. */
export async function fetchCodeServer(): Promise<void> {
  if (hasCodeServer()) return;
  await mkdir(join(projectRoot, ".vscode-test"), { recursive: true });
  const work = await mkdtemp(join(projectRoot, ".vscode-test", "fetching-"));
  try {
    const tree = await fetchPackage({ spec: `code-server@${version}`, integrity, into: work });
    // The scripts would only compile what comes prebuilt or is not needed here.
    const install = ["install", "--omit=dev", "--ignore-scripts"];
    await runNpm(install, join(tree, "lib", "vscode"));
    await runNpm(install, join(tree, "lib", "vscode", "extensions"));
    await rm(home, { recursive: true, force: true });
    await rename(tree, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Starts the server and resolves once it listens. Rejects with its output when it does not. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { dataDir, extensionsDir } = options;
  await mkdir(extensionsDir, { recursive: true });
  const writeSettings = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const folder = join(dataDir, "data", "Machine");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
  };
  await writeSettings(options.settings);
  const tree = startProcessTree(process.execPath, serverArguments(options), {
    env: { ...process.env, ...options.env },
    hide: missingLogModule,
  });
  try {
    // With a port in use the server says so and stays, listening to nothing.
    const [, port] = await tree.waitFor(
      /Extension host agent listening on (\d+)|EADDRINUSE/,
      startDeadlineMs,
    );
    if (port === undefined)
      throw new Error(`The port ${options.port} is in use. Choose another one, or none.`);
    return {
      port: Number(port),
      addressOf: (folder) => `http://127.0.0.1:${port}/?${opened(folder)}=${addressPath(folder)}`,
      writeSettings,
      output: () => tree.output(),
      ended: tree.ended,
      stop: async () => await tree.stop(),
    };
  } catch (error) {
    await tree.stop();
    throw error;
  }
}

/** Installs a VSIX into the folders of a server that is not running. Throws with the server's words. */
export function installExtension(vsix: string, folders: ServerFolders): void {
  execFileSync(process.execPath, [serverMain, ...folderArguments(folders), "--install-extension", vsix], {
    stdio: "pipe",
  });
}

/** Makes folders of extensions installed ones, by links: what is built anew is there after a window reload. */
export async function linkExtensions(extensionsDir: string, sources: readonly string[]): Promise<void> {
  await rm(extensionsDir, { recursive: true, force: true });
  await mkdir(extensionsDir, { recursive: true });
  for (const source of sources) await symlink(source, join(extensionsDir, basename(source)), "junction");
}

/** Makes a folder for `bundledDir` with few of them, by which a workbench is there in two thirds of the time. */
export async function linkFewBundled(bundledDir: string): Promise<void> {
  await linkExtensions(
    bundledDir,
    fewBundled.map((name) => join(bundled, name)),
  );
}

/** What the address calls it. */
function opened(folder: string): "folder" | "workspace" {
  return folder.endsWith(".code-workspace") ? "workspace" : "folder";
}

/** A folder as it stands in the workbench's address; also right for a Windows path. */
export function addressPath(folder: string): string {
  return pathToFileURL(folder).pathname.replaceAll(/[&+]/g, encodeURIComponent);
}

function serverArguments({
  port = 0,
  bundledDir,
  workspaceTrust,
  developmentHost = false,
  ...folders
}: CodeServerOptions): string[] {
  return [
    serverMain,
    ...folderArguments(folders),
    "--host=127.0.0.1",
    `--port=${port}`,
    "--without-connection-token",
    "--telemetry-level=off",
    ...(bundledDir === undefined ? [] : [`--builtin-extensions-dir=${bundledDir}`]),
    ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
    ...(developmentHost ? ["--enable-smoke-test-driver"] : []),
  ];
}

function folderArguments({ dataDir, extensionsDir }: ServerFolders): string[] {
  return [
    "--accept-server-license-terms",
    `--server-data-dir=${dataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ];
}
