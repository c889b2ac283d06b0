// `npm start`: opens a VS Code with this work tree's Lectern in it, on a folder, until Ctrl-C.
// The desktop's VS Code when there is one, else one in the browser. It changes no setting of the person's VS Code
// and leaves no process behind.
//
// node test/workbench/start.ts [--folder DIR] [--demo] [--port N]

import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fetchCodeServer, hasCodeServer, linkExtensions, startCodeServer } from "./codeServer.ts";
import { openerExtension, projectRoot } from "./project.ts";
import { makeSampleFolder } from "./sample.ts";
import { quietSettings } from "./settings.ts";

/** On Windows `code` is a .cmd file, which only a shell can run, and a shell splits at spaces. */
const needsShell = process.platform === "win32";
const quoted = (text: string): string => (needsShell ? `"${text}"` : text);

interface Wishes {
  readonly folder: string;
  /** True when the folder is the sample, which needs no trust question: its files are this repository's own. */
  readonly sample: boolean;
  readonly demo: boolean;
  /** A port forces the VS Code in the browser. */
  readonly port: number | undefined;
}

async function readWishes(): Promise<Wishes> {
  const { values } = parseArgs({
    options: {
      folder: { type: "string" },
      demo: { type: "boolean", default: false },
      port: { type: "string" },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`--port takes a number from 1 to 65535, not ${values.port ?? ""}.`);
  }
  // npm runs scripts in the repository; a relative folder means one of the person's own working folder.
  const folder = values.folder && resolve(process.env["INIT_CWD"] ?? process.cwd(), values.folder);
  if (folder && !existsSync(folder)) throw new Error(`There is no folder ${folder}. Name one that exists.`);
  return { folder: folder || (await freshSample()), sample: !folder, demo: values.demo, port };
}

async function freshSample(): Promise<string> {
  const folder = join(projectRoot, ".build", "sample");
  await makeSampleFolder(folder);
  return folder;
}

/** The command that opens the desktop's VS Code; undefined where there is none to be seen. */
function desktopCode(): string | undefined {
  const named = process.env["VSCODE_EXECUTABLE_PATH"];
  if (named) return named;
  // In a remote terminal `code` only talks to a window elsewhere, which cannot load this work tree.
  if (process.env["VSCODE_IPC_HOOK_CLI"]) return undefined;
  const hasDisplay = Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
  if (process.platform === "linux" && (!hasDisplay || process.getuid?.() === 0)) return undefined;
  try {
    execFileSync("code", ["--version"], { stdio: "ignore", shell: needsShell });
    return "code";
  } catch {
    return undefined;
  }
}

function environmentFor({ demo }: Wishes): Record<string, string> {
  return demo ? { LECTERN_DEMO: "1" } : {};
}

async function openOnDesktop(command: string, wishes: Wishes): Promise<void> {
  const developed = [projectRoot, openerExtension].map((path) => `--extensionDevelopmentPath=${path}`);
  const args = ["--new-window", "--wait", ...developed, wishes.folder];
  const child = spawn(quoted(command), args.map(quoted), {
    stdio: "inherit",
    env: { ...process.env, ...environmentFor(wishes) },
    shell: needsShell,
  });
  console.log(`Lectern is open in VS Code on ${wishes.folder}. Close that window to end this.`);
  onRequestToStop(() => child.kill());
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
}

async function openInBrowser(wishes: Wishes): Promise<void> {
  if (!hasCodeServer()) {
    console.log("Fetching a VS Code that runs in the browser into .vscode-test/ (about 50 MB, once) …");
    await fetchCodeServer();
  }
  const home = join(projectRoot, ".vscode-test", "start");
  const folders = { dataDir: join(home, "data"), extensionsDir: join(home, "extensions") };
  await linkExtensions(folders.extensionsDir, [projectRoot, openerExtension]);
  const server = await startCodeServer({
    ...folders,
    settings: quietSettings,
    workspaceTrust: !wishes.sample,
    env: environmentFor(wishes),
    ...(wishes.port !== undefined && { port: wishes.port }),
  });
  let asked = false;
  onRequestToStop(() => {
    asked = true;
    void server.stop();
  });
  console.log(`Lectern is open at ${server.addressOf(wishes.folder)}`);
  console.log("Open that address in a browser on this machine; Ctrl-C ends it.");
  await server.ended;
  await server.stop();
  if (!asked) throw new Error(`VS Code ended by itself. Its last words:\n${server.output().slice(-2_000)}`);
}

function onRequestToStop(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
}

try {
  const wishes = await readWishes();
  const command = wishes.port === undefined ? desktopCode() : undefined;
  await (command ? openOnDesktop(command, wishes) : openInBrowser(wishes));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
