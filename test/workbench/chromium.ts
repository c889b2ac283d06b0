// Finds a Chromium of this machine and starts it for tests, pictures and benches: for one program, or for several.
// It downloads nothing and knows no page. A browser that is started here is closed by its caller.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

/** Where the Chromium that is kept for this process and its children listens. */
const keptAddress = "LECTERN_KEPT_CHROMIUM";

/** No sandbox, because CI runs as root; no service of the browser's own, because tests must be alone. */
const quietArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of a Chromium or Chrome of this machine; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return named;
  return usualPlaces().find((place) => existsSync(place)) ?? onPath("chromium") ?? onPath("google-chrome");
}

/**
 * Resolves with a headless Chromium: the one that is kept, when there is one, of which nobody else sees what is opened
 * here and of which `close()` closes only that; else one of its own. Rejects in plain words when this machine has none.
 */
export async function launchChromium(): Promise<Browser> {
  const kept = process.env[keptAddress];
  return kept === undefined ? await chromium.launch(howToStart()) : await chromium.connect(kept);
}

/** Keeps a Chromium for the processes that are started from now on. Resolves with what ends it. */
export async function keepChromium(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({ ...howToStart(), host: "127.0.0.1" });
  process.env[keptAddress] = server.wsEndpoint();
  return async () => {
    delete process.env[keptAddress];
    await server.close();
  };
}

function howToStart(): { readonly executablePath: string; readonly args: string[] } {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("No Chromium was found. Install Chromium or Chrome, or name one in CHROMIUM_PATH.");
  }
  return { executablePath, args: quietArguments };
}

function usualPlaces(): string[] {
  if (process.platform === "darwin") {
    return [
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
  }
  if (process.platform === "win32") {
    return [process.env["PROGRAMFILES"], process.env["PROGRAMFILES(X86)"], process.env["LOCALAPPDATA"]]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, "Google", "Chrome", "Application", "chrome.exe"),
        join(folder, "Chromium", "Application", "chrome.exe"),
        join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
      ]);
  }
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
}

function onPath(name: string): string | undefined {
  const which = process.platform === "win32" ? "where.exe" : "which";
  try {
    return execFileSync(which, [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(
      /\r?\n/,
    )[0];
  } catch {
    return undefined;
  }
}
